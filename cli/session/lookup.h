#pragma once

#include <string>
#include <vector>

#include "cli/words/command.h"
#include "ledger/book/book.h"

namespace betledger::cli {

/// The record of the bet that the word KEY says; U016 with did-you-mean.
[[nodiscard]] Result<ledger::BetRecord> find_bet(const Call& call, const ledger::Book& book);

/// The cycle that `name` (an option or a positional) says; without it the only open one. U015.
[[nodiscard]] Result<ledger::CycleRecord> find_cycle(const Call& call,
                                                     const ledger::Book& book,
                                                     std::string_view name);

/// "did you mean X?", or `otherwise` where nothing is close.
[[nodiscard]] std::string suggestion(std::string_view given,
                                     const std::vector<std::string>& known,
                                     std::string otherwise);

template <class Map>
[[nodiscard]] std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& entry : map) {
    keys.push_back(entry.first);
  }
  return keys;
}

}  // namespace betledger::cli
