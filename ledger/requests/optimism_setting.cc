#include "ledger/requests/optimism_setting.h"

#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "ledger/book/about_field.h"
#include "ledger/book/refusal.h"
#include "ledger/codec/codec.h"
#include "ledger/text/yaml.h"

namespace betledger::ledger {
namespace {

/// A name that no bet of the ledger has for its team is a slip more often than not.
std::optional<Diagnostic> unknown_team(const Book& book, const std::string& team) {
  std::set<std::string> teams;
  for (const auto& [key, record] : book.bets) {
    if (!record.terms.team.empty()) {
      teams.insert(record.terms.team);
    }
  }
  if (team.empty() || teams.contains(team) || book.optimism.contains(team)) {
    return std::nullopt;
  }
  return about_field("team",
                     "U026",
                     fmt::format("no bet names a team '{}'", team),
                     meant_or(team,
                              {teams.begin(), teams.end()},
                              "leave TEAM out for every team that has no correction of its own"));
}

Result<Distribution> read_factor(const std::string& text) {
  const auto value = parse_yaml("factor: " + text + "\n", "--factor");
  if (!value) {
    return value.error();
  }
  return decode_factor(*value->find("factor"));
}

/// A factor that is more often a slip than a belief.
Diagnostics note_factor(const Distribution& factor) {
  const double median = factor.quantile(0.5);
  if (median >= 0.1 && median <= 3) {
    return {};
  }
  return {{"U038",
           Severity::warning,
           {},
           {},
           fmt::format("a factor of {} says that what comes is {} times what is stated",
                       format_rounded(median, 3),
                       format_rounded(median, 3)),
           "1 is no bias, 0.5 that half of it comes; if it is a slip, set it again"}};
}

Event turned_off(const std::string& team, const std::string& because) {
  Optimism off;
  off.team = team;
  off.is_on = false;
  off.source = "steward";
  off.because = because;
  return OptimismSet{std::move(off)};
}

}  // namespace

Result<Writing> set_optimism(const Book& book, const OptimismSetting& setting) {
  Diagnostics wrong;
  if (auto unknown = unknown_team(book, setting.team)) {
    wrong.push_back(*std::move(unknown));
  }
  const auto factor = read_factor(setting.factor);
  if (!factor) {
    wrong.insert(wrong.end(), factor.error().begin(), factor.error().end());
  }
  const auto spread = parse_number(setting.spread, NumberKind::plain);
  if (!spread) {
    wrong.push_back(about_field("spread",
                                "U005",
                                fmt::format("--spread: `{}` is not a number", setting.spread),
                                "1.5 makes every stated interval half as wide again"));
  }
  if (!wrong.empty()) {
    return wrong;
  }
  return Writing{
      {OptimismSet{{setting.team, true, *factor, *spread, "steward", 0, setting.because}}},
      note_factor(*factor)};
}

Result<Writing> turn_off_optimism(const Book& book,
                                  const std::string& team,
                                  const std::string& because) {
  if (auto unknown = unknown_team(book, team)) {
    return *std::move(unknown);
  }
  Writing writing{{turned_off(team, because)}, {}};
  for (const auto& [key, one] : book.optimism) {
    if (team.empty() && !key.empty() && one.is_on) {
      writing.events.push_back(turned_off(key, because));
    }
  }
  return writing;
}

}  // namespace betledger::ledger
