#include "ledger/requests/experiment_readout.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/number.h"
#include "ledger/book/about_field.h"
#include "ledger/book/effect_unit.h"
#include "ledger/book/lookup.h"
#include "ledger/book/refusal.h"

namespace betledger::ledger {
namespace {

/// How the numbers of an experiment are written, and what counts make of them.
struct Scale {
  NumberKind kind = NumberKind::plain;
  bool relative = false;
};

Result<Scale> bet_scale(const Book& book, const ExperimentReadout& readout, Experiment& into) {
  const auto bet = find_bet(book, readout.bet);
  if (!bet) {
    return bet.error();
  }
  into.bet = bet->terms.key;
  into.metric = readout.metric.empty() ? bet->terms.hypothesis.metric : readout.metric;
  for (const Effect& effect : bet->terms.effects) {
    if (effect.metric == into.metric) {
      return Scale{kind_of_amount(book, effect), effect.action == Action::lift};
    }
  }
  return about_field(readout.metric.empty() ? "bet" : "metric",
                     "U017",
                     fmt::format("bet {} has no effect on {}", into.bet, into.metric),
                     fmt::format("`betledger bet show {}` lists its effects", into.bet));
}

Result<Scale> link_scale(const Book& book, const ExperimentReadout& readout, Experiment& into) {
  into.link = readout.link;
  std::vector<std::string> known;
  for (const tree::Link& link : book.tree.links) {
    known.push_back(link.key());
    if (known.back() == readout.link) {
      into.metric = readout.metric.empty() ? link.to : readout.metric;
      return Scale{};
    }
  }
  return about_field("link",
                     "U017",
                     fmt::format("there is no link {}", readout.link),
                     meant_or(readout.link, known, "write it as \"from->to\""));
}

/// Sets the effect or link that was measured; its scale.
Result<Scale> subject_of(const Book& book, const ExperimentReadout& readout, Experiment& into) {
  if (readout.bet.empty() == readout.link.empty()) {
    return refusal("U009",
                   "an experiment is on one bet or on one link",
                   "give either --bet KEY or --link \"from->to\"");
  }
  return readout.link.empty() ? bet_scale(book, readout, into) : link_scale(book, readout, into);
}

std::string example_of(NumberKind kind) {
  return kind == NumberKind::percent ? "2.5%" : kind == NumberKind::points ? "0.4pp" : "12.5";
}

Result<double> in_unit(const std::string& field, const std::string& text, NumberKind kind) {
  if (const auto value = parse_number(text, kind)) {
    return *value;
  }
  return about_field(
      field,
      "U005",
      fmt::format("--{}: `{}` is not a number in the unit of the effect", field, text),
      fmt::format("write it as {}", example_of(kind)));
}

Diagnostic no_error(const Scale& scale) {
  return about_field(
      "se",
      "U005",
      "--se: a standard error is above 0: no measurement is exact",
      fmt::format("write the error that the readout gives, e.g. {}", example_of(scale.kind)));
}

/// Why the estimate and its error cannot be read; none: they are in `into`.
Diagnostics read_estimate(const ExperimentReadout& readout, const Scale& scale, Experiment& into) {
  const auto estimate = in_unit("estimate", *readout.estimate, scale.kind);
  if (parse_number(*readout.se, NumberKind::plain) == 0.0) {
    return {no_error(scale)};
  }
  const auto se = in_unit("se", *readout.se, scale.kind);
  if (!estimate) {
    return estimate.error();
  }
  if (!se) {
    return se.error();
  }
  if (*se <= 0) {
    return {no_error(scale)};
  }
  into.estimate = *estimate;
  into.se = *se;
  return {};
}

/// Why the counts say nothing; none: what they say is in `into`.
Diagnostics read_counts(const ExperimentReadout& readout, const Scale& scale, Experiment& into) {
  into.counts = ExperimentCounts{readout.control->units,
                                 readout.control->events,
                                 readout.treatment->units,
                                 readout.treatment->events};
  if (const auto why = objection(*into.counts)) {
    return {about_field(
        "treatment", "U005", "the counts say nothing: " + *why, "write events/units: 571/10200")};
  }
  if (into.bet.empty()) {
    return {about_field("control",
                        "U009",
                        "counts of a metric do not say how strong a link is",
                        "give its strength with --estimate and --se")};
  }
  estimate_from_counts(into, scale.relative);
  return {};
}

Diagnostics read_measure(const ExperimentReadout& readout, const Scale& scale, Experiment& into) {
  const bool estimates = readout.estimate && readout.se;
  const bool counts = readout.control && readout.treatment;
  const bool any_estimate = readout.estimate || readout.se;
  const bool any_count = readout.control || readout.treatment;
  if (estimates == counts || any_estimate != estimates || any_count != counts) {
    return {refusal("U009",
                    "a readout is an estimate with its error, or the counts of both arms",
                    "give --estimate and --se, or --control and --treatment")};
  }
  return estimates ? read_estimate(readout, scale, into) : read_counts(readout, scale, into);
}

}  // namespace

Result<Writing> record_experiment(const Book& book, const ExperimentReadout& readout) {
  Experiment experiment;
  const auto scale = subject_of(book, readout, experiment);
  if (!scale) {
    return scale.error();
  }
  if (Diagnostics wrong = read_measure(readout, *scale, experiment); !wrong.empty()) {
    return wrong;
  }
  experiment.exposure = readout.exposure;
  experiment.on = readout.on;
  experiment.source = readout.source;
  if (experiment.on > readout.today) {
    return about_field("on",
                       "U023",
                       format_day(experiment.on) + " has not come yet",
                       "record an experiment once it is read out");
  }
  return Writing{{ExperimentRecorded{std::move(experiment)}}, {}};
}

Writing withdraw_experiment(std::int64_t entry, const std::string& because) {
  return {{ExperimentWithdrawn{entry, because}}, {}};
}

}  // namespace betledger::ledger
