#include "ledger/book/lookup.h"

#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/book/about_field.h"
#include "ledger/book/refusal.h"

namespace betledger::ledger {
namespace {

template <class Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& entry : map) {
    keys.push_back(entry.first);
  }
  return keys;
}

Result<CycleRecord> only_open_cycle(const Book& book) {
  std::vector<std::string> open;
  for (const auto& [key, record] : book.cycles) {
    if (book.is_open(key)) {
      open.push_back(key);
    }
  }
  if (open.size() == 1) {
    return book.cycles.at(open.front());
  }
  return refusal("U015",
                 open.empty() ? "no cycle is open" : "several cycles are open: " + join(open, ", "),
                 open.empty() ? "open one: betledger cycle open 2026Q3" : "say which one you mean");
}

}  // namespace

Result<BetRecord> find_bet(const Book& book, const std::string& key, std::string_view field) {
  const auto found = book.bets.find(key);
  if (found != book.bets.end()) {
    return found->second;
  }
  return about_field(field,
                     "U016",
                     fmt::format("there is no bet {}", key),
                     meant_or(key, keys_of(book.bets), "`betledger bet show` lists the bets"));
}

Result<CycleRecord> find_cycle(const Book& book, const std::string& key, std::string_view field) {
  if (key.empty()) {
    return only_open_cycle(book);
  }
  const auto found = book.cycles.find(key);
  if (found != book.cycles.end()) {
    return found->second;
  }
  return about_field(
      field,
      "U015",
      fmt::format("there is no cycle {}", key),
      meant_or(key, keys_of(book.cycles), "`betledger cycle list` shows the cycles"));
}

}  // namespace betledger::ledger
