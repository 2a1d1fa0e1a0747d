#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/result.h"
#include "core/series.h"
#include "ledger/book/bet.h"
#include "ledger/book/decision.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// Reads the members of a payload. A program wrote it, so every member must be there, of its type,
/// and no other may be: whatever is not so is added to the findings (L008), and a default is
/// returned.
class EventFields {
 public:
  EventFields(std::string_view kind,
              const Node& payload,
              std::initializer_list<std::string_view> keys,
              Diagnostics& findings);

  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] Day day(std::string_view key);
  [[nodiscard]] double number(std::string_view key);
  [[nodiscard]] std::int64_t whole(std::string_view key);
  [[nodiscard]] std::uint64_t natural(std::string_view key);
  /// As many whole numbers of 0 or more; empty where the member is null.
  [[nodiscard]] std::vector<std::uint64_t> naturals(std::string_view key, std::size_t count);
  [[nodiscard]] PeriodKind period(std::string_view key);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  [[nodiscard]] std::map<std::string, double> numbers(std::string_view key);
  [[nodiscard]] std::vector<Observation> observations(std::string_view key);
  [[nodiscard]] Node node(std::string_view key);
  [[nodiscard]] Node object(std::string_view key);
  [[nodiscard]] Ruling ruling(std::string_view key);
  [[nodiscard]] BetStep step(std::string_view key);
  [[nodiscard]] bool is_on(std::string_view key);  // "on" or "off"

  /// A part that has its own codec; nothing if it is broken or missing.
  template <class T>
  [[nodiscard]] std::optional<T> part(std::string_view key, Result<T> (*decode)(const Node&)) {
    const Node* found = find(key);
    return found == nullptr ? std::nullopt : keep(decode(*found));
  }
  /// The same for a part whose own key stands in the member `key_of`.
  template <class T>
  [[nodiscard]] std::optional<T> part(std::string_view key,
                                      std::string_view key_of,
                                      Result<T> (*decode)(const std::string&, const Node&)) {
    const std::string own = text(key_of);
    const Node* found = find(key);
    return found == nullptr ? std::nullopt : keep(decode(own, *found));
  }

 private:
  [[nodiscard]] const Node* find(std::string_view key);
  [[nodiscard]] const Node* find(std::string_view key, Node::Kind kind, std::string_view wanted);
  void refuse(const Position& at, std::string message);

  template <class T>
  std::optional<T> keep(Result<T> result) {
    if (result) {
      return std::move(result).value();
    }
    findings_.insert(findings_.end(), result.error().begin(), result.error().end());
    return std::nullopt;
  }

  std::string_view kind_;
  const Node& payload_;
  Diagnostics& findings_;
};

}  // namespace betledger::ledger
