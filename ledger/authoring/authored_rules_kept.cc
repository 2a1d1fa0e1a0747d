// Bets against those that other cycles hold.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/authoring/authored_rules.h"

namespace betledger::ledger {
namespace {

void check_other_cycles(const Bet& bet,
                        const AuthoredSheet& sheet,
                        const AuthoredWorld& world,
                        RuleFindings& findings) {
  const auto there = world.book.bets.find(bet.key);
  if (there != world.book.bets.end() && there->second.cycle != sheet.sheet.cycle &&
      there->second.status != BetStatus::withdrawn) {
    findings.error(
        "A115",
        bet.at,
        fmt::format("bet `{}` belongs to cycle {} already", bet.key, there->second.cycle),
        "give the new bet a key of its own");
  }
  for (const AuthoredSheet& other : world.sheets) {
    const auto& bets = other.sheet.bets;
    const bool again =
        std::any_of(bets.begin(), bets.end(), [&](const Bet& one) { return one.key == bet.key; });
    if (&other.sheet == &sheet.sheet) {
      return;  // each pair once, at the later one
    }
    if (again) {
      findings.error(
          "A115",
          bet.at,
          fmt::format("bet `{}` stands on the sheet of cycle {} too", bet.key, other.sheet.cycle),
          "give one of the two another key");
    }
  }
}

}  // namespace

void check_other_cycles(const AuthoredSheet& sheet,
                        const AuthoredWorld& world,
                        RuleFindings& findings) {
  for (const Bet& bet : sheet.sheet.bets) {
    check_other_cycles(bet, sheet, world, findings);
  }
}

Diagnostics check_kept_bets(const AuthoredWorld& world) {
  RuleFindings findings;
  for (const auto& [key, record] : world.book.bets) {
    const bool replaced = std::any_of(
        world.sheets.begin(),
        world.sheets.end(),
        [&cycle = record.cycle](const AuthoredSheet& sheet) { return sheet.sheet.cycle == cycle; });
    if (replaced || record.status == BetStatus::withdrawn) {
      continue;
    }
    for (const Effect& effect : record.terms.effects) {
      if (world.tree.find(effect.metric) == nullptr) {
        findings.error(
            "A117",
            world.tree.at,
            fmt::format("the tree leaves out `{}`, which bet `{}` of cycle {} is tied to",
                        effect.metric,
                        key,
                        record.cycle),
            "keep the metric, or withdraw the bet first");
      }
    }
  }
  return std::move(findings).take();
}

}  // namespace betledger::ledger
