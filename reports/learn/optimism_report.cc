#include "reports/learn/optimism_report.h"

#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "reports/ledger/corrections.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using ledger::Optimism;

std::string quantile(const Distribution& factor, double level) {
  return format_rounded(factor.quantile(level), 3);
}

Table correction_table(const ledger::OptimismByTeam& corrections) {
  Table table{{{"team"},
               {"state"},
               {"p10", Align::right},
               {"p50", Align::right},
               {"p90", Align::right},
               {"spread", Align::right},
               {"effects", Align::right},
               {"from"},
               {"because"}},
              {}};
  for (const auto& [team, o] : corrections) {
    const auto cell = [&o = o](std::string text) { return o.is_on ? std::move(text) : ""; };
    table.rows.push_back({whose(team),
                          o.is_on ? "on" : "off",
                          cell(quantile(o.factor, 0.1)),
                          cell(quantile(o.factor, 0.5)),
                          cell(quantile(o.factor, 0.9)),
                          cell(format_rounded(o.spread, 3)),
                          cell(o.readouts == 0 ? "" : std::to_string(o.readouts)),
                          o.source,
                          o.because});
  }
  return table;
}

/// A log factor with its error as a factor with its 80 % interval.
std::string readout_in_words(const forecast::Readout& log_factor) {
  constexpr double z90 = 1.2815515655446004;
  const auto at = [&](double z) {
    return format_rounded(std::exp(log_factor.estimate + z * log_factor.se), 3);
  };
  return fmt::format("{} ({} to {})", at(0), at(-z90), at(z90));
}

void add_evidence(Document& out, const forecast::OptimismEvidence& evidence) {
  out.heading("What past cycles say by themselves: effects that came over effects stated");
  if (evidence.teams.empty()) {
    out.paragraph(
        "Nothing: no bet of a team came about in a cycle that is over, or the data tell "
        "too little of how much it did.");
    return;
  }
  Table table{{{"cycle"}, {"team"}, {"bets", Align::right}, {"factor (80 %)"}}, {}};
  for (const forecast::TeamReadout& one : evidence.teams) {
    table.rows.push_back(
        {one.cycle, one.team, std::to_string(one.bets), readout_in_words(one.log_factor)});
  }
  out.table(std::move(table));
  std::vector<std::string> missing;
  for (const forecast::TeamKnown& known : forecast::known_of(evidence)) {
    if (!known.is_enough) {
      missing.push_back(fmt::format(
          "{} (a factor of {} either way)", known.team, format_rounded(std::exp(known.se), 2)));
    }
  }
  if (!missing.empty()) {
    out.paragraph(fmt::format(
        "No correction of its own is offered for {}: the data know its factor too little. It takes "
        "two bets in all and a standard error of {} either way. A team that is not listed had no "
        "bet "
        "in these cycles that came about and left a mark in the data.",
        join(missing, ", "),
        format_rounded(std::exp(forecast::most_factor_error), 2)));
  }
}

}  // namespace

std::string render(const OptimismPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.json = contract_of(page, provenance);
  out.csv = correction_table(page.corrections);
  out.document.title("How stated effects are read");
  if (page.corrections.empty()) {
    out.document.paragraph(
        page.evidence != nullptr
            ? "As they are stated: past cycles say too little for a correction."
            : "As they are stated. `betledger optimism apply --dry-run` tells what past cycles "
              "offer, `betledger optimism set` takes a correction by hand.");
  } else {
    out.document.table(out.csv);
    out.document.paragraph(
        "An amount is widened about its median by the spread and multiplied by the factor, one "
        "draw a run for all bets of a team. Plans that are locked stay as they were locked.");
  }
  if (page.evidence != nullptr && !page.is_new) {
    out.document.paragraph(
        "Nothing is recorded: past cycles offer no correction that is not there already.");
  }
  if (page.evidence != nullptr) {
    add_evidence(out.document, *page.evidence);
  }
  return write(out, format, style);
}

}  // namespace betledger::reports
