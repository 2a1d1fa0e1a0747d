#include "cli/session/lookup.h"

#include <fmt/format.h>

#include "cli/session/at_words.h"
#include "core/text.h"
#include "ledger/book/lookup.h"

namespace betledger::cli {

std::string suggestion(std::string_view given,
                       const std::vector<std::string>& known,
                       std::string otherwise) {
  const auto meant = did_you_mean(given, known);
  return meant ? fmt::format("did you mean {}?", *meant) : std::move(otherwise);
}

Result<ledger::BetRecord> find_bet(const Call& call, const ledger::Book& book) {
  const auto bet = ledger::find_bet(book, call.arguments.text("KEY"));
  if (!bet) {
    return at_words(call, bet.error(), {{"bet", "KEY"}});
  }
  return *bet;
}

Result<ledger::CycleRecord> find_cycle(const Call& call,
                                       const ledger::Book& book,
                                       std::string_view name) {
  const auto cycle = ledger::find_cycle(book, call.arguments.text(name));
  if (!cycle) {
    return at_words(call, cycle.error(), {{"cycle", std::string{name}}});
  }
  return *cycle;
}

}  // namespace betledger::cli
