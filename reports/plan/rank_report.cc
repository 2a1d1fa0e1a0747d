#include "reports/plan/rank_report.h"

#include "core/number.h"
#include "core/text.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using scenarios::Ranked;

std::string optional_number(const std::optional<double>& value) {
  return value ? format_rounded(*value, 3) : "-";
}

std::string score_text(const Ranked& bet) {
  if (bet.after_cycle) {
    return "after the cycle";
  }
  return bet.score ? with_error(bet.score->value, bet.score->se) : "no effort stated";
}

std::string rank_range(const Ranked& bet) {
  const std::string best = std::to_string(bet.best_rank);
  return bet.best_rank == bet.worst_rank ? best : best + " to " + std::to_string(bet.worst_rank);
}

Document document(const RankPage& page) {
  const auto& focus = page.plan.tree.metric(page.plan.tree.focus());
  Document out;
  out.title("Bets of " + page.plan.cycle.key + " by expected uplift of " + focus.key + " (" +
            focus.unit + ") per person-week");
  Table table{{{"#", Align::right},
               {"bet"},
               {"team"},
               {"if it takes", Align::right},
               {"conf.", Align::right},
               {"pw", Align::right},
               {"score ± se", Align::right},
               {"other scales", Align::right},
               {"RICE", Align::right},
               {"ICE", Align::right}},
              {}};
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < page.ranking.bets.size(); ++i) {
    const Ranked& bet = page.ranking.bets[i];
    table.rows.push_back(
        {std::to_string(i + 1),
         bet.bet,
         bet.team,
         bet.impact ? with_error(bet.impact->value, bet.impact->se) : "-",
         bet.after_cycle ? "-" : share_percent(bet.confidence.value, bet.confidence.se),
         format_rounded(bet.effort, 3),
         score_text(bet),
         rank_range(bet),
         optional_number(bet.rice),
         optional_number(bet.ice)});
    if (!bet.tied_with.empty()) {
      std::string text = bet.bet + " cannot be told apart from";
      for (const std::string& other : bet.tied_with) {
        text += " " + other;
      }
      notes.push_back(text);
    }
    if (!bet.with.empty()) {
      notes.push_back(bet.bet + " comes with " + join(bet.with, ", ") +
                      ", which it needs and which is not funded: effort and effect are of all");
    }
  }
  out.table(std::move(table));
  if (!notes.empty()) {
    out.list(std::move(notes));
  }
  std::string scales;
  for (const std::string& scale : page.ranking.scales) {
    scales += (scales.empty() ? "" : ", ") + scale;
  }
  out.paragraph(
      "Score = effect if it takes × confidence ÷ effort (pw: person-weeks). It takes in the runs "
      "in "
      "which it changes the focus metric at all within the cycle; confidence is their share. All "
      "bets share their random numbers. "
      "Confidence scales tried "
      "(high/medium/low; the ranks under them stand beside): " +
      scales + "; lowest Kendall's tau against the first: " +
      format_rounded(page.ranking.kendall_tau_lowest, 2) + "." +
      (page.ranking.rice_tau ? " Kendall's tau with the RICE order: " +
                                   format_rounded(*page.ranking.rice_tau, 2) + "."
                             : ""));
  out.paragraph(std::to_string(page.settings.runs) + " runs, seed " +
                std::to_string(page.settings.seed) + ".");
  return out;
}

ledger::Node optional_node(const std::optional<double>& value) {
  return value ? json::number(*value) : ledger::Node{};
}

ledger::Node node_of(const Ranked& bet) {
  ledger::Node node = ledger::Node::mapping();
  node.add("bet", json::text(bet.bet));
  node.add("team", json::text(bet.team));
  node.add("impact", bet.impact ? json::estimate(*bet.impact) : ledger::Node{});
  node.add("confidence", json::number(bet.confidence.value));
  node.add("confidence_se", json::number(bet.confidence.se));
  node.add("after_cycle", json::flag(bet.after_cycle));
  std::vector<ledger::Node> with;
  for (const std::string& other : bet.with) {
    with.push_back(json::text(other));
  }
  node.add("with", ledger::Node::sequence(std::move(with)));
  node.add("effort", json::number(bet.effort));
  node.add("funded", json::flag(bet.funded));
  node.add("expected", json::estimate(bet.expected));
  node.add("score", bet.score ? json::estimate(*bet.score) : ledger::Node{});
  node.add("rice", optional_node(bet.rice));
  node.add("ice", optional_node(bet.ice));
  node.add("best_rank", json::count(static_cast<std::uint64_t>(bet.best_rank)));
  node.add("worst_rank", json::count(static_cast<std::uint64_t>(bet.worst_rank)));
  std::vector<ledger::Node> ties;
  for (const std::string& other : bet.tied_with) {
    ties.push_back(json::text(other));
  }
  node.add("tied_with", ledger::Node::sequence(std::move(ties)));
  return node;
}

ledger::Node json_of(const RankPage& page, const Provenance& provenance) {
  ledger::Node node = json_page("betledger.rank/1", provenance);
  node.add("cycle", json::text(page.plan.cycle.key));
  node.add("focus", json::text(page.plan.tree.metric(page.plan.tree.focus()).key));
  node.add("seed", json::count(page.settings.seed));
  node.add("runs", json::count(page.settings.runs));
  std::vector<ledger::Node> bets;
  for (const Ranked& bet : page.ranking.bets) {
    bets.push_back(node_of(bet));
  }
  node.add("bets", ledger::Node::sequence(std::move(bets)));
  std::vector<ledger::Node> scales;
  for (const std::string& scale : page.ranking.scales) {
    scales.push_back(json::text(scale));
  }
  node.add("scales", ledger::Node::sequence(std::move(scales)));
  node.add("kendall_tau_lowest", json::number(page.ranking.kendall_tau_lowest));
  node.add("rice_tau", optional_node(page.ranking.rice_tau));
  return node;
}

Table csv_of(const RankPage& page) {
  Table table{{{"rank"},
               {"bet"},
               {"team"},
               {"impact"},
               {"impact_se"},
               {"confidence"},
               {"effort"},
               {"score"},
               {"score_se"},
               {"best_rank"},
               {"worst_rank"},
               {"rice"},
               {"ice"}},
              {}};
  const auto optional_text = [](const std::optional<double>& value) {
    return value ? format_number(*value) : std::string{};
  };
  for (std::size_t i = 0; i < page.ranking.bets.size(); ++i) {
    const Ranked& bet = page.ranking.bets[i];
    table.rows.push_back({std::to_string(i + 1),
                          bet.bet,
                          bet.team,
                          bet.impact ? format_number(bet.impact->value) : std::string{},
                          bet.impact ? format_number(bet.impact->se) : std::string{},
                          format_number(bet.confidence.value),
                          format_number(bet.effort),
                          bet.score ? format_number(bet.score->value) : std::string{},
                          bet.score ? format_number(bet.score->se) : std::string{},
                          std::to_string(bet.best_rank),
                          std::to_string(bet.worst_rank),
                          optional_text(bet.rice),
                          optional_text(bet.ice)});
  }
  return table;
}

}  // namespace

std::string render(const RankPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  return write({document(page), json_of(page, provenance), csv_of(page)}, format, style);
}

}  // namespace betledger::reports
