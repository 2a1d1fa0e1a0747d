#include "forecast/plan/variable_keys.h"

#include <fmt/format.h>

namespace betledger::forecast::keys {
namespace {

constexpr std::string_view link_front = "link:";

}  // namespace

std::string bet(std::string_view bet) {
  return fmt::format("bet:{}", bet);
}

std::string delivered(std::string_view bet) {
  return fmt::format("bet:{}/delivered", bet);
}

std::string works(std::string_view bet) {
  return fmt::format("bet:{}/works", bet);
}

std::string works(std::string_view bet, std::string_view effect) {
  return fmt::format("bet:{}/works/{}", bet, effect);
}

std::string amount(std::string_view bet, std::string_view effect) {
  return fmt::format("bet:{}/amount/{}", bet, effect);
}

std::string timing(std::string_view bet) {
  return fmt::format("bet:{}/timing", bet);
}

std::string effect(std::string_view metric, int count) {
  return count == 1 ? std::string{metric} : fmt::format("{}/{}", metric, count);
}

std::string link(std::string_view link) {
  return fmt::format("{}{}", link_front, link);
}

std::optional<std::string> link_of(std::string_view key) {
  return key.starts_with(link_front) ? std::optional{std::string{key.substr(link_front.size())}}
                                     : std::nullopt;
}

std::string baseline(std::string_view metric) {
  return fmt::format("baseline:{}", metric);
}

std::string event(std::string_view occasion) {
  return fmt::format("event:{}", occasion);
}

std::string optimism(const ledger::Bet& bet) {
  return bet.team.empty() ? fmt::format("optimism:bet/{}", bet.key)
                          : fmt::format("optimism:{}", bet.team);
}

}  // namespace betledger::forecast::keys
