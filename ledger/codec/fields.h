#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace betledger::ledger {

/// What may stand after a key. The decoder reads it, the JSON Schema describes it.
enum class Shape : std::uint8_t {
  text,
  key,
  keys,
  flag,
  day,
  period,
  number,
  amount,
  probability,
  duration,
  support,
  rollup,
  desired,
  category,
  guardrail,
  formula,
  baseline,
  confidence,
  change,
  lift,
  shift,
  strength,
  level,
  delay,  // distributions, by the unit of their numbers
  ramp,
  hypothesis,
  effects,
  effort,
  rice,  // of bets
  scale,
  rules,
  metrics,
  links,
  events,
  cycle,
  bets,
  target,
  count,  // of files and cycles
};

struct Field {
  std::string_view key;
  Shape shape = Shape::text;
  bool required = false;
  std::string_view help{};  // one sentence, for the schema
  bool withdrawn = false;   // entries of old ledgers may have it, files may not: not offered
};

/// The keys of one kind of mapping, in the order of the canonical form.
struct Noun {
  std::string_view name;  // "a metric"
  std::span<const Field> fields;
  /// Keys of which exactly one must be there.
  std::span<const std::string_view> one_of{};
};

// The one table of every key that an authoring file knows.
extern const Noun tree_noun;
extern const Noun scale_noun;
extern const Noun review_noun;
extern const Noun metric_noun;
extern const Noun rollup_noun;
extern const Noun guardrail_noun;
extern const Noun baseline_noun;
extern const Noun link_noun;
extern const Noun event_noun;
extern const Noun sheet_noun;
extern const Noun bet_noun;
extern const Noun hypothesis_noun;
extern const Noun effect_noun;
extern const Noun ramp_noun;
extern const Noun rice_noun;
extern const Noun cycle_noun;

}  // namespace betledger::ledger
