#include "cli/session/lookup.h"

#include <fmt/format.h>

#include "cli/process/mistake.h"
#include "core/text.h"

namespace betledger::cli {

std::string suggestion(std::string_view given,
                       const std::vector<std::string>& known,
                       std::string otherwise) {
  const auto meant = did_you_mean(given, known);
  return meant ? fmt::format("did you mean {}?", *meant) : std::move(otherwise);
}

Result<ledger::BetRecord> find_bet(const Call& call,
                                   const ledger::Book& book,
                                   std::string_view name) {
  const std::string key = call.arguments.text(name);
  const auto found = book.bets.find(key);
  if (found != book.bets.end()) {
    return found->second;
  }
  return call.arguments.complaint(
      name,
      "U016",
      fmt::format("there is no bet {}", key),
      suggestion(key, keys_of(book.bets), "`betledger bet show` lists the bets"));
}

Result<ledger::CycleRecord> find_cycle(const Call& call,
                                       const ledger::Book& book,
                                       std::string_view name) {
  const auto given = call.arguments.find(name);
  if (given) {
    const auto found = book.cycles.find(*given);
    if (found != book.cycles.end()) {
      return found->second;
    }
    return call.arguments.complaint(
        name,
        "U015",
        fmt::format("there is no cycle {}", *given),
        suggestion(*given, keys_of(book.cycles), "`betledger cycle list` shows the cycles"));
  }
  std::vector<std::string> open;
  for (const auto& [key, record] : book.cycles) {
    if (book.is_open(key)) {
      open.push_back(key);
    }
  }
  if (open.size() == 1) {
    return book.cycles.at(open.front());
  }
  return mistake("U015",
                 open.empty() ? "no cycle is open" : "several cycles are open: " + join(open, ", "),
                 open.empty() ? "open one: betledger cycle open 2026Q3" : "say which one you mean");
}

}  // namespace betledger::cli
