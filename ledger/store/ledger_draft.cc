#include "ledger/store/ledger_draft.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/text.h"
#include "ledger/book/fold.h"
#include "ledger/book/refusal.h"
#include "ledger/codec/event_text.h"

namespace betledger::ledger {
namespace {

bool is_plain_text(const std::string& text) {
  constexpr std::size_t longest = 200;
  return !first_bad_utf8(text) && printable(text) == text && text.size() <= longest;
}

bool is_hash_or_prefix(const std::string& text) {
  constexpr std::size_t shortest_prefix = 8;
  constexpr std::size_t hash_length = 64;
  return text.size() >= shortest_prefix && text.size() <= hash_length &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Diagnostics refusals(const Stamp& stamp) {
  BET_EXPECT(parse_instant(format_instant(stamp.at)) == stamp.at);
  Diagnostics found;
  if (stamp.actor.empty() || !is_plain_text(stamp.actor)) {
    found.push_back(
        refusal("L004",
                "an entry needs the name of who makes it, 1 to 200 bytes of printable text",
                "say who you are: --actor NAME"));
  }
  if (!is_plain_text(stamp.idempotency_key)) {
    found.push_back(
        refusal("L005",
                "the idempotency key is longer than 200 bytes or has control characters",
                "use a short text of its own for every change, e.g. a run number"));
  }
  if (stamp.expect_head && !is_hash_or_prefix(*stamp.expect_head)) {
    found.push_back(
        refusal("L007",
                fmt::format("\"{}\" is not the hash of a head", printable(*stamp.expect_head)),
                "give the whole hash or its first 8 or more digits, as `betledger log` shows it"));
  }
  return found;
}

bool hold(const std::vector<Entry>& entries, const std::vector<Event>& events) {
  const auto same = [](const Entry& entry, const Event& event) {
    return kind_of(entry.event) == kind_of(event) && encode(entry.event).same_as(encode(event));
  };
  return std::equal(entries.begin(), entries.end(), events.begin(), events.end(), same);
}

void Draft::add(const Event& event, const Stamp& stamp, std::uint32_t parts) {
  const auto keep = [this](const Diagnostics& more) {
    findings.insert(findings.end(), more.begin(), more.end());
  };
  const auto part = static_cast<std::uint32_t>(entries.size() + 1);
  const std::string& previous = book.head_seq == 0 ? hash_before_first() : book.head_hash;
  const auto row = to_row({book.head_seq + 1,
                           stamp.at,
                           stamp.actor,
                           payload_schema,
                           stamp.idempotency_key,
                           part,
                           parts,
                           previous,
                           {},
                           event});
  if (!row) {
    keep(row.error());
    return;
  }
  // What will be read is what must be able to follow: not the event itself, but its text.
  auto entry = to_entry(*row);
  if (!entry) {
    const Diagnostic& why = entry.error().front();
    keep({refusal(
        "L016",
        fmt::format("\"{}\" would not be read back: {}", printable(describe(event)), why.message),
        why.hint)});
    return;
  }
  const Diagnostics against = apply(book, *entry);
  if (against.empty()) {
    rows.push_back(*row);
    entries.push_back(std::move(entry).value());
  } else {
    keep(against);
  }
}

}  // namespace betledger::ledger
