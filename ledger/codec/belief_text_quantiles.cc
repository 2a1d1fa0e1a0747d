#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ledger/codec/belief_text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

/// The level that `p10` or `p2.5` names.
std::optional<double> level_of(std::string_view key) {
  if (key.size() < 2 || key.front() != 'p') {
    return std::nullopt;
  }
  const std::string number{key.substr(1)};
  const bool digits = number.find_first_not_of("0123456789.e-") == std::string::npos;
  return digits ? parse_number(number + "%", NumberKind::percent) : std::nullopt;
}

struct Stated {
  double level;
  double value;
  const Member* member;
};

/// Reads the members of a mapping of quantiles; what is wrong with one does not hide another.
class QuantileReader {
 public:
  QuantileReader(const Node& node, What what, BeliefUnit unit, Findings& findings)
      : node_{node}, what_{what}, unit_{unit}, findings_{findings} {}

  std::optional<Quantiles> read() {
    for (const Member& member : node_.members) {
      member_of(member);
    }
    if (fine_ && stated_.empty() && low_ != nullptr && high_ != nullptr) {
      refuse_interval(node_, what_, low_->text, high_->text, findings_);
      return std::nullopt;
    }
    std::stable_sort(stated_.begin(), stated_.end(), [](const Stated& a, const Stated& b) {
      return a.level < b.level;
    });
    check_count();
    check_order();
    check_bounds();
    if (!fine_) {
      return std::nullopt;
    }
    for (const Stated& stated : stated_) {
      result_.levels.push_back(stated.level);
      result_.values.push_back(stated.value);
    }
    return std::move(result_);
  }

 private:
  void member_of(const Member& member) {
    if (member.key == "low" || member.key == "high") {
      (member.key == "low" ? low_ : high_) = &member.value;
      const auto bound = decode_in(member.value, member.key, unit_, findings_);
      (member.key == "low" ? result_.lower : result_.upper) = bound;
      fine_ = fine_ && bound.has_value();
      return;
    }
    const auto level = level_of(member.key);
    if (!level) {
      findings_.add("A001",
                    member.key_at,
                    fmt::format("a distribution has no key `{}`", shown(member.key)),
                    "name quantiles: {p10: 2%, p50: 4%, p90: 9%}; `low` and `high` are bounds that "
                    "are never passed");
      fine_ = false;
      return;
    }
    if (!(*level > 0 && *level < 1)) {
      findings_.add("Q004",
                    member.key_at,
                    fmt::format("`{}` names no level between p0 and p100", shown(member.key)),
                    "a bound that is never passed is written low: or high:");
      fine_ = false;
      return;
    }
    const auto value = decode_in(member.value, member.key, unit_, findings_);
    fine_ = fine_ && value.has_value();
    stated_.push_back({*level, value.value_or(0), &member});
  }

  void check_count() {
    if (fine_ && stated_.size() < 2) {
      findings_.add(
          "Q004",
          node_.at,
          stated_.empty() ? fmt::format("`{}` names no quantile", what_)
                          : fmt::format("one quantile does not say how wide `{}` is", what_),
          "name two or more, as in {p10: 2%, p50: 4%, p90: 9%}, or write a plain number if it is "
          "certain");
      fine_ = false;
    }
  }

  // Bounds against each other and against the quantiles, which are in order.
  void check_bounds() {
    if (!fine_) {
      return;
    }
    if (result_.lower && result_.upper && !(*result_.lower < *result_.upper)) {
      findings_.add("Q006",
                    high_->at,
                    fmt::format("`high` ({}) is not above `low` ({})", high_->text, low_->text),
                    "exchange the two, or correct one");
      fine_ = false;
      return;
    }
    for (const Stated& stated : stated_) {
      const bool below = result_.lower && stated.value < *result_.lower;
      if (below || (result_.upper && stated.value > *result_.upper)) {
        findings_.add("Q006",
                      stated.member->value.at,
                      fmt::format("`{}` ({}) is {}",
                                  stated.member->key,
                                  stated.member->value.text,
                                  below ? fmt::format("below `low` ({})", low_->text)
                                        : fmt::format("above `high` ({})", high_->text)),
                      "move the value inside, or correct the bound");
        fine_ = false;
      }
    }
  }

  void check_order() {
    for (std::size_t i = 1; i < stated_.size() && fine_; ++i) {
      const Member& before = *stated_[i - 1].member;
      const Member& member = *stated_[i].member;
      if (stated_[i].level == stated_[i - 1].level) {
        findings_.add("Q004",
                      member.key_at,
                      fmt::format("`{}` names the level of `{}` again", member.key, before.key),
                      "keep one of the two");
      } else if (stated_[i].value < stated_[i - 1].value) {
        findings_.add("Q005",
                      member.value.at,
                      fmt::format("`{}` ({}) is below `{}` ({})",
                                  member.key,
                                  member.value.text,
                                  before.key,
                                  before.value.text),
                      "give the values in rising order; the p10 of a harmful effect is its worst");
      } else {
        continue;
      }
      fine_ = false;
    }
  }

  const Node& node_;
  What what_;
  BeliefUnit unit_;
  Findings& findings_;
  Quantiles result_;
  std::vector<Stated> stated_;
  const Node* low_ = nullptr;
  const Node* high_ = nullptr;
  bool fine_ = true;
};

}  // namespace

std::optional<Quantiles> decode_quantiles(const Node& node,
                                          What what,
                                          BeliefUnit unit,
                                          Findings& findings) {
  return QuantileReader{node, what, unit, findings}.read();
}

}  // namespace betledger::ledger
