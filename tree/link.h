#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/calendar.h"
#include "core/diagnostic.h"
#include "core/distribution.h"
#include "core/probability.h"

namespace betledger::tree {

enum class LinkKind : std::uint8_t { elasticity, slope };

/// What the words high, medium and low stand for in this ledger.
struct ConfidenceScale {
  Probability high{0.9};
  Probability medium{0.6};
  Probability low{0.3};
  friend bool operator==(const ConfidenceScale&, const ConfidenceScale&) = default;
};

/// The belief that a link is real: a word of the scale or a number.
class Confidence {
 public:
  enum class Word : std::uint8_t { high, medium, low };

  explicit Confidence(Word word) : word_{word} {}
  explicit Confidence(Probability probability) : probability_{probability} {}

  [[nodiscard]] std::optional<Word> word() const noexcept { return word_; }
  [[nodiscard]] Probability on(const ConfidenceScale& scale) const noexcept;
  friend bool operator==(const Confidence&, const Confidence&) = default;

 private:
  std::optional<Word> word_;
  Probability probability_{0.0};
};

/// "A one per cent change of `from` changes `to` by `strength` per cent, `lag` later" (elasticity),
/// or "a change of one unit changes it by `strength` units" (slope), if the link is real.
struct Link {
  std::string from;
  std::string to;
  LinkKind kind = LinkKind::elasticity;
  Distribution strength = Distribution::constant(0);
  Duration lag{0, Duration::Unit::weeks};
  Confidence confidence{Confidence::Word::low};
  std::string evidence;
  Position at;  // not part of its value

  /// `from->to`: one link at most joins two metrics.
  [[nodiscard]] std::string key() const { return from + "->" + to; }
  /// The lag in whole periods, rounded half up: 3 days are 0 weeks, 4 days are 1.
  [[nodiscard]] std::uint32_t periods_of_lag(PeriodKind period) const noexcept;
  /// Equal but for `at`.
  [[nodiscard]] bool same_as(const Link& other) const;
};

}  // namespace betledger::tree
