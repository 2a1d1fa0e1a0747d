#include "ledger/codec/event_fields.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::ledger {
namespace {

template <class Int>
std::optional<Int> parse_whole(std::string_view text) {
  Int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

EventFields::EventFields(std::string_view kind,
                         const Node& payload,
                         std::initializer_list<std::string_view> keys,
                         Diagnostics& findings)
    : kind_{kind}, payload_{payload}, findings_{findings} {
  if (payload.kind != Node::Kind::mapping) {
    refuse(payload.at, "the payload is not an object");
    return;
  }
  for (const Member& member : payload.members) {
    if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
      refuse(member.key_at, fmt::format("unknown member \"{}\"", printable(member.key)));
    }
  }
}

void EventFields::refuse(const Position& at, std::string message) {
  findings_.push_back({"L008",
                       Severity::error,
                       at,
                       {},
                       fmt::format("{}: {}", kind_, message),
                       "docs/ledger-format.md has the form of every payload"});
}

const Node* EventFields::find(std::string_view key) {
  const Node* found = payload_.kind == Node::Kind::mapping ? payload_.find(key) : nullptr;
  if (found == nullptr && payload_.kind == Node::Kind::mapping) {
    refuse(payload_.at, fmt::format("\"{}\" is missing", key));
  }
  return found;
}

const Node* EventFields::find(std::string_view key, Node::Kind kind, std::string_view wanted) {
  const Node* found = find(key);
  if (found != nullptr && found->kind != kind) {
    refuse(found->at, fmt::format("\"{}\" is not {}", key, wanted));
    return nullptr;
  }
  return found;
}

std::string EventFields::text(std::string_view key) {
  const Node* found = find(key, Node::Kind::scalar, "text");
  return found == nullptr ? std::string{} : found->text;
}

Day EventFields::day(std::string_view key) {
  const Node* found = find(key, Node::Kind::scalar, "a day");
  if (found == nullptr) {
    return {};
  }
  const auto day = parse_day(found->text);
  if (!day) {
    refuse(found->at, fmt::format("\"{}\" is not a day", key));
  }
  return day.value_or(Day{});
}

double EventFields::number(std::string_view key) {
  const Node* found = find(key, Node::Kind::scalar, "a number");
  if (found == nullptr) {
    return 0;
  }
  const auto value = parse_number(found->text, NumberKind::plain);
  if (!value) {
    refuse(found->at, fmt::format("\"{}\" is not a number", key));
  }
  return value.value_or(0);
}

std::int64_t EventFields::whole(std::string_view key) {
  const Node* found = find(key, Node::Kind::scalar, "a whole number");
  if (found == nullptr) {
    return 0;
  }
  const auto value = parse_whole<std::int64_t>(found->text);
  if (!value) {
    refuse(found->at, fmt::format("\"{}\" is not a whole number", key));
  }
  return value.value_or(0);
}

std::uint64_t EventFields::natural(std::string_view key) {
  const Node* found = find(key, Node::Kind::scalar, "a whole number");
  if (found == nullptr) {
    return 0;
  }
  const auto value = parse_whole<std::uint64_t>(found->text);
  if (!value) {
    refuse(found->at, fmt::format("\"{}\" is not a whole number of 0 or more", key));
  }
  return value.value_or(0);
}

std::vector<std::uint64_t> EventFields::naturals(std::string_view key, std::size_t count) {
  const Node* found = find(key);
  std::vector<std::uint64_t> numbers;
  if (found == nullptr || found->kind == Node::Kind::null) {
    return numbers;
  }
  for (const Node& item : found->items) {
    if (const auto value = parse_whole<std::uint64_t>(item.text)) {
      numbers.push_back(*value);
    }
  }
  if (numbers.size() != count || found->items.size() != count) {
    refuse(found->at, fmt::format("\"{}\" is not {} whole numbers of 0 or more", key, count));
    return {};
  }
  return numbers;
}

PeriodKind EventFields::period(std::string_view key) {
  const std::string written = text(key);
  for (const PeriodKind kind : {PeriodKind::day, PeriodKind::week, PeriodKind::month}) {
    if (written == name(kind)) {
      return kind;
    }
  }
  refuse(payload_.at, fmt::format("\"{}\" is not day, week or month", key));
  return PeriodKind::week;
}

std::vector<std::string> EventFields::texts(std::string_view key) {
  std::vector<std::string> result;
  if (const Node* found = find(key, Node::Kind::sequence, "a list")) {
    for (const Node& item : found->items) {
      if (item.kind != Node::Kind::scalar) {
        refuse(item.at, fmt::format("an item of \"{}\" is not text", key));
      }
      result.push_back(item.text);
    }
  }
  return result;
}

std::map<std::string, double> EventFields::numbers(std::string_view key) {
  std::map<std::string, double> result;
  if (const Node* found = find(key, Node::Kind::mapping, "an object")) {
    for (const Member& member : found->members) {
      const auto value = parse_number(member.value.text, NumberKind::plain);
      if (!value) {
        refuse(member.value.at,
               fmt::format("\"{}\" of \"{}\" is not a number", printable(member.key), key));
      }
      result.emplace(member.key, value.value_or(0));
    }
  }
  return result;
}

std::vector<Observation> EventFields::observations(std::string_view key) {
  std::vector<Observation> result;
  if (const Node* found = find(key, Node::Kind::sequence, "a list")) {
    for (const Node& item : found->items) {
      const bool pair = item.kind == Node::Kind::sequence && item.items.size() == 2;
      const auto day = pair ? parse_day(item.items[0].text) : std::nullopt;
      const auto value = pair ? parse_number(item.items[1].text, NumberKind::plain) : std::nullopt;
      if (!day || !value) {
        refuse(item.at, fmt::format("an item of \"{}\" is not [day, number]", key));
        continue;
      }
      result.push_back({*day, *value});
    }
  }
  return result;
}

Node EventFields::node(std::string_view key) {
  const Node* found = find(key);
  return found == nullptr ? Node{} : *found;
}

Node EventFields::object(std::string_view key) {
  const Node* found = find(key, Node::Kind::mapping, "an object");
  return found == nullptr ? Node::mapping() : *found;
}

Ruling EventFields::ruling(std::string_view key) {
  const std::string written = text(key);
  for (const Ruling ruling : {Ruling::accepted, Ruling::rejected, Ruling::annotated}) {
    if (written == name(ruling)) {
      return ruling;
    }
  }
  refuse(payload_.at, fmt::format("\"{}\" is not accepted, rejected or annotated", key));
  return Ruling::annotated;
}

BetStep EventFields::step(std::string_view key) {
  const std::string written = text(key);
  for (const BetStep step : {BetStep::started, BetStep::delivered, BetStep::stopped}) {
    if (written == name(step)) {
      return step;
    }
  }
  refuse(payload_.at, fmt::format("\"{}\" is not started, delivered or stopped", key));
  return BetStep::delivered;
}

bool EventFields::is_on(std::string_view key) {
  const std::string written = text(key);
  if (written != "on" && written != "off") {
    refuse(payload_.at, fmt::format("\"{}\" is not on or off", key));
  }
  return written == "on";
}

}  // namespace betledger::ledger
