#include "reports/ledger/cycle_report.h"

#include <map>

#include "core/calendar.h"
#include "core/number.h"
#include "core/text.h"
#include "ledger/book/effect_unit.h"
#include "reports/ledger/amounts.h"
#include "reports/ledger/corrections.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using ledger::BetRecord;
using ledger::CycleRecord;

std::map<std::string, double> effort_by_team(const ledger::Book& book, const CycleRecord& record) {
  std::map<std::string, double> effort;
  for (const std::string& key : record.bets) {
    const BetRecord& bet = book.bets.at(key);
    if (bet.status == ledger::BetStatus::withdrawn || !bet.terms.funded) {
      continue;
    }
    for (const auto& [team, weeks] : bet.terms.effort_person_weeks) {
      effort[team] += weeks;
    }
  }
  return effort;
}

std::string effects_in_words(const ledger::Book& book, const ledger::Bet& bet) {
  std::string words;
  for (const ledger::Effect& effect : bet.effects) {
    words += (words.empty() ? "" : "; ") + effect.metric + " " +
             in_words(effect.amount, kind_of_amount(book, effect), "");
  }
  return words;
}

Table bet_table(const ledger::Book& book, const std::vector<std::string>& keys) {
  Table table{{{"bet"},
               {"cycle"},
               {"status"},
               {"funded"},
               {"team"},
               {"effort (pw)", Align::right},
               {"works", Align::right},
               {"delivery", Align::right},
               {"effects"}},
              {}};
  for (const std::string& key : keys) {
    const BetRecord& record = book.bets.at(key);
    table.rows.push_back({key,
                          record.cycle,
                          std::string{name(record.status)},
                          record.terms.funded ? "yes" : "no",
                          record.terms.team,
                          format_number(record.terms.total_effort()),
                          format_number(record.terms.works.value()),
                          format_number(record.terms.delivery.value()),
                          effects_in_words(book, record.terms)});
  }
  return table;
}

void add_commits(Document& out, const CyclePage& page) {
  if (page.record.commits.empty()) {
    out.paragraph("No plan of record yet: `betledger cycle commit` locks one.");
    return;
  }
  const ledger::Commit& plan = page.record.commits.back();
  out.heading("Plan of record" +
              (page.record.commits.size() > 1
                   ? " (commit " + std::to_string(page.record.commits.size()) + ")"
                   : std::string{}));
  Table facts{{{"what"}, {"value"}},
              {{"made from entry",
                std::to_string(plan.head_seq) + " (" + plan.head_hash.substr(0, 12) + ")"},
               {"data cut", format_day(plan.data_cut)},
               {"seed, runs", std::to_string(plan.seed) + ", " + std::to_string(plan.runs)},
               {"plan SHA-256", plan.plan_sha256},
               {"forecast SHA-256", plan.forecast_sha256},
               {"made by", "betledger " + plan.version},
               {"because", plan.because.empty() ? "-" : plan.because}}};
  for (std::vector<std::string>& row : committed_corrections(plan)) {
    facts.rows.push_back(std::move(row));
  }
  out.table(std::move(facts));
  if (page.recomputed) {
    out.paragraph(
        page.recomputed->same
            ? "Recomputed from the ledger alone: the same plan and the same forecast, to the byte."
            : "Recomputed from the ledger alone: NOT the same. Plan " +
                  page.recomputed->plan_sha256 + ", forecast " + page.recomputed->forecast_sha256 +
                  ".");
  }
}

void add_capacity(Document& out, const CyclePage& page) {
  const auto effort = effort_by_team(page.book, page.record);
  Table table{
      {{"team"}, {"effort of funded bets (pw)", Align::right}, {"capacity (pw)", Align::right}},
      {}};
  std::map<std::string, double> teams = page.record.capacity_person_weeks;
  for (const auto& [team, weeks] : effort) {
    teams.emplace(team, 0);
  }
  for (const auto& [team, unused] : teams) {
    const auto used = effort.find(team);
    const auto capacity = page.record.capacity_person_weeks.find(team);
    table.rows.push_back({team,
                          used == effort.end() ? "0" : format_number(used->second),
                          capacity == page.record.capacity_person_weeks.end()
                              ? "not stated"
                              : format_number(capacity->second)});
  }
  if (!table.rows.empty()) {
    out.heading("Capacity");
    out.table(std::move(table));
  }
}

}  // namespace

std::string render(const CyclePage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  const auto& cycle = page.record.cycle;
  out.csv = bet_table(page.book, page.record.bets);
  out.json = contract_of(page, provenance);
  out.document.title("Cycle " + cycle.key + ": " + state_of(page.record));
  if (is_opened(page.record)) {
    std::string text =
        format_day(cycle.timeline.start) + " to " + format_day(cycle.timeline.last_day()) + ", " +
        counted(cycle.timeline.count, name(cycle.timeline.kind)) +
        ". Target: " + (cycle.target ? ledger::format_target(*cycle.target) : "none") + ".";
    if (!cycle.focus_inputs.empty()) {
      text += " Focus inputs: " + join(cycle.focus_inputs, ", ") + ".";
    }
    out.document.paragraph(text);
  }
  if (!page.record.bets.empty()) {
    out.document.heading("Bets");
    out.document.table(out.csv);
  }
  add_capacity(out.document, page);
  add_commits(out.document, page);
  return write(out, format, style);
}

std::string render(const CycleListPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  Page out;
  out.csv = {{{"cycle"},
              {"start"},
              {"end"},
              {"target"},
              {"funded", Align::right},
              {"bets", Align::right},
              {"commits", Align::right},
              {"state"}},
             {}};
  for (const auto& [key, record] : page.book.cycles) {
    std::size_t funded = 0;
    for (const std::string& bet : record.bets) {
      funded += page.book.bets.at(bet).terms.funded ? 1U : 0U;
    }
    const bool opened = is_opened(record);
    out.csv.rows.push_back({key,
                            opened ? format_day(record.cycle.timeline.start) : "",
                            opened ? format_day(record.cycle.timeline.last_day()) : "",
                            record.cycle.target ? ledger::format_target(*record.cycle.target) : "",
                            std::to_string(funded),
                            std::to_string(record.bets.size()),
                            std::to_string(record.commits.size()),
                            state_of(record)});
  }
  out.json = contract_of(page, provenance);
  if (out.csv.rows.empty()) {
    out.document.paragraph("No cycles yet: `betledger cycle open 2026Q3` opens one.");
  } else {
    out.document.table(out.csv);
  }
  return write(out, format, style);
}

std::string render(const BetListPage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const std::vector<std::string> keys = keys_of(page);
  Page out;
  out.csv = bet_table(page.book, keys);
  out.json = contract_of(page, provenance);
  if (keys.empty()) {
    out.document.paragraph("No bets yet: write bets.yaml and `betledger apply bets.yaml`.");
  } else {
    out.document.table(out.csv);
  }
  return write(out, format, style);
}

}  // namespace betledger::reports
