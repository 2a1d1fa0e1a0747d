#include "cli/session/session.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/process/mistake.h"
#include "cli/process/version.h"
#include "core/error.h"

namespace betledger::cli {
namespace {

constexpr std::string_view default_name = "betledger.db";

std::string short_hash(const std::string& hash) {
  return hash.substr(0, 12);
}

void say_recorded(const Call& call, const std::vector<ledger::Entry>& entries, std::int64_t head) {
  const ledger::Entry& last = entries.back();
  if (last.seq <= head) {
    call.console.say(
        fmt::format("already recorded under this idempotency key, as entry {}\n", last.seq));
    return;
  }
  const std::string what =
      entries.size() == 1 ? fmt::format("recorded entry {}", last.seq)
                          : fmt::format("recorded entries {} to {}", entries.front().seq, last.seq);
  call.console.say(fmt::format("{}; the head is now {}\n", what, short_hash(last.hash)));
}

}  // namespace

Result<std::filesystem::path> find_ledger(const Call& call) {
  if (const auto given = call.arguments.find("ledger")) {
    return std::filesystem::path{*given};
  }
  if (call.environment.ledger) {
    return *call.environment.ledger;
  }
  std::filesystem::path folder = call.environment.folder;
  while (true) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / default_name, ignored)) {
      return folder / default_name;
    }
    if (folder == folder.parent_path()) {
      break;
    }
    folder = folder.parent_path();
  }
  return mistake("U010",
                 "there is no ledger here: no betledger.db in this folder or one above it",
                 "start one with `betledger init`, or give --ledger FILE");
}

Result<Session> open_ledger(const Call& call, ledger::Ledger::Mode mode) {
  const auto file = find_ledger(call);
  if (!file) {
    return file.error();
  }
  auto ledger = ledger::Ledger::open(*file, mode);
  auto book = ledger.book();
  return Session{std::move(ledger), std::move(book)};
}

ledger::BookAsOf books_of(const Session& session) {
  return [&session](std::int64_t seq) { return session.ledger.book(seq); };
}

ledger::Stamp stamp_of(const Call& call) {
  return {.actor = call.arguments.text("actor", call.environment.actor),
          .at = call.environment.now,
          .idempotency_key = call.arguments.text("idempotency-key"),
          .expect_head = {}};
}

void expect_head(const Call& call, const ledger::Book& book) {
  const auto expected = call.arguments.find("expect-head");
  if (expected && (expected->size() < 8 || !book.head_hash.starts_with(*expected))) {
    throw HeadMoved{*expected, short_hash(book.head_hash)};
  }
}

Result<std::vector<ledger::Entry>> record(const Call& call,
                                          Session& session,
                                          const std::vector<ledger::Event>& events) {
  expect_head(call, session.book);
  ledger::Stamp stamp = stamp_of(call);
  stamp.expect_head = session.book.head_hash;
  auto entries = session.ledger.append(events, stamp);
  if (entries && !entries->empty()) {
    say_recorded(call, *entries, session.book.head_seq);
  }
  return entries;
}

Result<ExitCode> record_and_finish(const Call& call,
                                   Session& session,
                                   const std::vector<ledger::Event>& events) {
  const auto entries = record(call, session, events);
  return entries ? Result<ExitCode>{ExitCode::fine} : Result<ExitCode>{entries.error()};
}

reports::Provenance provenance_of(const ledger::Book& book) {
  return {.ledger = book.ledger_id,
          .head_seq = book.head_seq,
          .head_hash = book.head_hash,
          .version = std::string{version()}};
}

reports::Format format_of(const Call& call) {
  const std::string format = call.arguments.text("format", "table");
  if (format == "json") {
    return reports::Format::json;
  }
  if (format == "csv") {
    return reports::Format::csv;
  }
  return format == "markdown" ? reports::Format::markdown : reports::Format::table;
}

reports::Style style_of(const Call& call) {
  return {.width = call.environment.width,
          .colour = call.environment.colour && !call.arguments.has("no-color")};
}

std::optional<PeriodKind> period_option(const Call& call) {
  const std::string given = call.arguments.text("period");
  for (const PeriodKind kind : {PeriodKind::day, PeriodKind::week, PeriodKind::month}) {
    if (given == name(kind)) {
      return kind;
    }
  }
  return std::nullopt;
}

std::vector<ledger::Entry> entries_at(const ledger::Ledger& ledger,
                                      std::vector<std::int64_t> seqs) {
  std::sort(seqs.begin(), seqs.end());
  seqs.erase(std::unique(seqs.begin(), seqs.end()), seqs.end());
  std::vector<ledger::Entry> entries;
  if (seqs.empty()) {
    return entries;
  }
  for (ledger::Entry& entry : ledger.entries(seqs.front(), seqs.back())) {
    if (std::binary_search(seqs.begin(), seqs.end(), entry.seq)) {
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

Day today(const Call& call) noexcept {
  return std::chrono::floor<std::chrono::days>(call.environment.now);
}

}  // namespace betledger::cli
