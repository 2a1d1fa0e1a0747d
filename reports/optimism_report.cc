#include "reports/optimism_report.h"

#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "reports/page.h"

namespace betledger::reports {
namespace {

using ledger::Node;
using ledger::Optimism;

std::string whose(const std::string& team) {
  return team.empty() ? "all other teams" : team;
}

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

Node correction_node(const std::string& team, const Optimism& o) {
  return Node::mapping()
      .add("team", json::text(team))
      .add("state", json::text(o.is_on ? "on" : "off"))
      .add("factor", quantiles_of(o.factor))
      .add("spread", json::number(o.spread))
      .add("source", json::text(o.source))
      .add("readouts", json::count(o.readouts))
      .add("because", json::text(o.because));
}

Node evidence_node(const forecast::OptimismEvidence& evidence) {
  std::vector<Node> teams;
  for (const forecast::TeamReadout& one : evidence.teams) {
    teams.push_back(Node::mapping()
                        .add("cycle", json::text(one.cycle))
                        .add("team", json::text(one.team))
                        .add("bets", json::count(one.bets))
                        .add("log_factor", json::number(one.log_factor.estimate))
                        .add("se", json::number(one.log_factor.se)));
  }
  return Node::mapping()
      .add("teams", Node::sequence(std::move(teams)))
      .add("scores", json::count(evidence.scores.size()));
}

}  // namespace

std::string factor_in_words(const Distribution& factor) {
  return factor.is_constant() ? quantile(factor, 0.5)
                              : fmt::format("{} (p10 {}, p90 {})",
                                            quantile(factor, 0.5),
                                            quantile(factor, 0.1),
                                            quantile(factor, 0.9));
}

std::string correction_in_words(const Optimism& optimism) {
  return fmt::format("a factor of {}, spread × {} ({})",
                     factor_in_words(optimism.factor),
                     format_rounded(optimism.spread, 3),
                     optimism.source);
}

std::vector<std::vector<std::string>> committed_corrections(const ledger::Commit& commit) {
  std::vector<std::vector<std::string>> rows;
  const Node* corrections = commit.summary.find("optimism");
  for (std::size_t i = 0; corrections != nullptr && i < corrections->items.size(); ++i) {
    const Node& item = corrections->items[i];
    const auto text = [&](std::string_view key) {
      const Node* found = item.find(key);
      return found == nullptr ? std::string{} : found->text;
    };
    const auto number = [&](std::string_view key) {
      return format_rounded(parse_number(text(key), NumberKind::plain).value_or(0), 3);
    };
    rows.push_back({"effects of " + whose(text("team")),
                    text("state") != "on"
                        ? "as stated"
                        : fmt::format("a factor of {} (p10 {}, p90 {}), spread × {} ({})",
                                      number("p50"),
                                      number("p10"),
                                      number("p90"),
                                      number("spread"),
                                      text("source"))});
  }
  return rows;
}

void add_corrections(Document& page, const forecast::Standing& standing) {
  std::vector<std::string> on;
  for (const auto& [team, optimism] : standing.locked.optimism) {
    if (optimism.is_on) {
      on.push_back(fmt::format("{} by {}", whose(team), correction_in_words(optimism)));
    }
  }
  if (!on.empty()) {
    page.paragraph("Believed effects are shown as corrected in the plan of record: those of " +
                   join(on, "; of ") + ".");
  }
}

void add_factors(Document& page, const forecast::Gap& gap) {
  if (gap.optimism.empty()) {
    return;
  }
  const auto text = [](const inference::Belief& b) {
    return fmt::format("{} ({} to {})",
                       format_rounded(b.p50, 2),
                       format_rounded(b.p10, 2),
                       format_rounded(b.p90, 2));
  };
  Table table{{{"stated effects of"}, {"factor in the plan"}, {"now"}}, {}};
  for (const forecast::FactorOutlook& factor : gap.optimism) {
    table.rows.push_back({factor.key.substr(factor.key.find(':') + 1),
                          text(factor.prior),
                          factor.is_informed ? text(factor.now) : "nothing seen yet"});
  }
  page.heading("What comes over what is stated");
  page.table(std::move(table));
}

std::string render(const OptimismPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.json = json_page("betledger.optimism/1", provenance);
  std::vector<Node> corrections;
  for (const auto& [team, optimism] : page.corrections) {
    corrections.push_back(correction_node(team, optimism));
  }
  out.json.add("corrections", Node::sequence(std::move(corrections)));
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
    out.json.add("evidence", evidence_node(*page.evidence));
    add_evidence(out.document, *page.evidence);
  }
  return write(out, format, style);
}

}  // namespace betledger::reports
