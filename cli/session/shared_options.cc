#include "cli/session/shared_options.h"

#include <iterator>
#include <utility>

namespace betledger::cli {

Option format_option() {
  return {.name = "format",
          .kind = ValueKind::choice,
          .value = "FORMAT",
          .summary = "how to write the answer",
          .choices = {"table", "markdown", "csv", "json"},
          .fallback = "table"};
}

Option dry_run_option() {
  return {.name = "dry-run", .summary = "show what would be recorded, and record nothing"};
}

Option because_option(bool required) {
  return {.name = "because",
          .kind = ValueKind::text,
          .value = "TEXT",
          .summary = "the reason, kept in the ledger",
          .required = required};
}

Option day_option() {
  return {.name = "on",
          .kind = ValueKind::day,
          .value = "DATE",
          .summary = "the day it happened",
          .fallback = "today"};
}

Option cycle_option() {
  return {.name = "cycle",
          .kind = ValueKind::text,
          .value = "KEY",
          .summary = "the cycle",
          .fallback = "the only open one"};
}

std::vector<Option> writing_options() {
  return {{.name = "expect-head",
           .kind = ValueKind::text,
           .value = "HASH",
           .summary = "write only if this is the ledger's head (its first 8 digits or more)"},
          {.name = "idempotency-key",
           .kind = ValueKind::text,
           .value = "KEY",
           .summary = "a second write with the same key records nothing"}};
}

Option threads_option() {
  return {.name = "threads",
          .kind = ValueKind::count,
          .value = "N",
          .summary = "threads; the answer does not depend on them",
          .fallback = "as many as the machine has",
          .least = 1,
          .most = 1024};
}

Option executor_option() {
  return {.name = "executor",
          .kind = ValueKind::choice,
          .value = "NAME",
          .summary = "who runs the threads; the answer does not depend on it",
          .choices = {"tbb", "threads"},
          .fallback = "see --version"};
}

Option period_kind_option(std::string summary, std::string fallback) {
  return {.name = "period",
          .kind = ValueKind::choice,
          .value = "KIND",
          .summary = std::move(summary),
          .choices = {"day", "week", "month"},
          .fallback = std::move(fallback)};
}

Option seed_option() {
  return {.name = "seed",
          .kind = ValueKind::count,
          .value = "N",
          .summary = "the seed: the same seed gives the same bytes",
          .fallback = "1"};
}

std::vector<Option> simulation_options(RunsChoice choice) {
  Option runs{.name = "runs",
              .kind = ValueKind::count,
              .value = "N",
              .summary = "runs of the simulation",
              .fallback = "20000",
              .least = 100,
              .most = 10'000'000};
  if (choice == RunsChoice::automatic) {
    runs.summary =
        "runs of the simulation; auto: until the standard errors of P(target) and of the "
        "focus' median are below 0.4 points and 0.4% of its P90 - P10";
    runs.fallback = "auto";
    runs.word = "auto";
  }
  return {runs, seed_option(), threads_option(), executor_option()};
}

std::vector<Option> operator+(std::vector<Option> a, std::vector<Option> b) {
  a.insert(a.end(), std::make_move_iterator(b.begin()), std::make_move_iterator(b.end()));
  return a;
}

}  // namespace betledger::cli
