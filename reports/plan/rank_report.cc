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
  return write({document(page), contract_of(page, provenance), csv_of(page)}, format, style);
}

}  // namespace betledger::reports
