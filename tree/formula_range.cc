#include "tree/formula_range.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "core/contract.h"

namespace betledger::tree {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Rounding must not close an end at infinity nor let a NaN through.
Range tidy(Range range) {
  if (std::isnan(range.low.value) || std::isnan(range.high.value)) {
    return {};
  }
  range.low.open = range.low.open || std::isinf(range.low.value);
  range.high.open = range.high.open || std::isinf(range.high.value);
  return range;
}

// Of two ends the outer (taken if either takes it) and the inner (taken only if both do).
Bound outer(Bound a, Bound b, bool low) {
  if (a.value == b.value) {
    return {a.value, a.open && b.open};
  }
  return (a.value < b.value) == low ? a : b;
}
Bound inner(Bound a, Bound b, bool low) {
  if (a.value == b.value) {
    return {a.value, a.open || b.open};
  }
  return (a.value < b.value) == low ? b : a;
}

Bound plus(Bound a, Bound b) {
  return {a.value + b.value, a.open || b.open};
}
Bound minus(Bound a) {
  return {-a.value, a.open};
}

Bound times(Bound a, Bound b) {
  const bool zero_taken = (a.value == 0 && !a.open) || (b.value == 0 && !b.open);
  if (a.value == 0 || b.value == 0) {
    return {0, !zero_taken};
  }
  return {a.value * b.value, a.open || b.open};
}

Range negate(const Range& x) {
  return {minus(x.high), minus(x.low)};
}
Range add(const Range& a, const Range& b) {
  return {plus(a.low, b.low), plus(a.high, b.high)};
}

Range multiply(const Range& a, const Range& b) {
  const std::array<Bound, 4> corners{
      times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)};
  Range result{corners[0], corners[0]};
  for (const Bound& corner : corners) {
    result.low = outer(result.low, corner, true);
    result.high = outer(result.high, corner, false);
  }
  return result;
}

/// \pre x does not contain 0
Range reciprocal(const Range& x) {
  const auto inverse = [](Bound bound, double at_zero) {
    return Bound{bound.value == 0 ? at_zero : 1 / bound.value, bound.open};
  };
  return {inverse(x.high, -infinity), inverse(x.low, infinity)};
}

Range divide(const Range& a, const Range& b) {
  return b.contains(0) ? Range{} : multiply(a, reciprocal(b));
}

Range absolute(const Range& x) {
  if (x.low.value >= 0) {
    return x;
  }
  if (x.high.value <= 0) {
    return negate(x);
  }
  return {{0, false}, outer(minus(x.low), x.high, false)};
}

template <class F>
Range monotone(const Range& x, F f) {
  return {{f(x.low.value), x.low.open}, {f(x.high.value), x.high.open}};
}

Range root(const Range& x) {
  const auto f = [](double v) { return std::sqrt(std::max(v, 0.0)); };
  Range result = monotone(x, f);
  result.low.open = result.low.open && x.low.value >= 0;
  return result;
}

Range logarithm(const Range& x) {
  return monotone(x, [](double v) { return v <= 0 ? -infinity : std::log(v); });
}

bool is_constant(const Range& x) {
  return x.low.value == x.high.value;
}
bool is_whole(double value) {
  return std::floor(value) == value;
}

Range power(const Range& base, const Range& exponent) {
  const double n = exponent.low.value;
  if (is_constant(exponent) && is_whole(n) && n != 0) {
    const double k = std::abs(n);
    const bool even = std::fmod(k, 2) == 0;
    const Range grown =
        monotone(even ? absolute(base) : base, [&](double v) { return std::pow(v, k); });
    return n > 0 ? grown : divide({{1, false}, {1, false}}, grown);
  }
  return base.low.value >= 0 ? Range{{0, !base.contains(0)}, {infinity, true}} : Range{};
}

Range lesser(const Range& a, const Range& b) {
  return {outer(a.low, b.low, true), inner(a.high, b.high, false)};
}
Range greater(const Range& a, const Range& b) {
  return {inner(a.low, b.low, true), outer(a.high, b.high, false)};
}

Range result_of(Op op, std::span<const Range> x) {
  switch (op) {
    case Op::negate:
      return negate(x[0]);
    case Op::exp:
      return monotone(x[0], [](double v) { return std::exp(v); });
    case Op::log:
      return logarithm(x[0]);
    case Op::sqrt:
      return root(x[0]);
    case Op::abs:
      return absolute(x[0]);
    case Op::add:
      return add(x[0], x[1]);
    case Op::subtract:
      return add(x[0], negate(x[1]));
    case Op::multiply:
      return multiply(x[0], x[1]);
    case Op::divide:
      return divide(x[0], x[1]);
    case Op::power:
      return power(x[0], x[1]);
    case Op::min:
      return lesser(x[0], x[1]);
    case Op::max:
      return greater(x[0], x[1]);
    default:
      return lesser(greater(x[0], x[1]), x[2]);  // clamp
  }
}

bool never_above(const Range& x, double value) {
  return x.high.value <= value;
}

void judge_power(const FormulaStep& step,
                 const Range& base,
                 const Range& exponent,
                 FormulaRange& to) {
  const bool whole = is_constant(exponent) && is_whole(exponent.low.value);
  if (base.low.value < 0 && !whole) {
    to.risks.push_back({step.column,
                        is_constant(exponent) && never_above(base, 0) && !base.contains(0),
                        "the base of a power that is not whole can be negative"});
  } else if (base.contains(0) && exponent.low.value < 0) {
    to.risks.push_back({step.column, false, "the base of a negative power can be zero"});
  }
}

void judge(const FormulaStep& step, std::span<const Range> x, FormulaRange& to) {
  switch (step.op) {
    case Op::log:
      if (x[0].contains(0) || x[0].low.value < 0) {
        to.risks.push_back(
            {step.column, never_above(x[0], 0), "the operand of log can be zero or negative"});
      }
      break;
    case Op::sqrt:
      if (x[0].low.value < 0) {
        to.risks.push_back({step.column,
                            never_above(x[0], 0) && !x[0].contains(0),
                            "the operand of sqrt can be negative"});
      }
      break;
    case Op::divide:
      if (x[1].contains(0)) {
        to.risks.push_back({step.column, is_constant(x[1]), "the divisor can be zero"});
      }
      break;
    case Op::power:
      judge_power(step, x[0], x[1], to);
      break;
    default:
      break;
  }
}

}  // namespace

bool Range::contains(double value) const noexcept {
  return (low.open ? value > low.value : value >= low.value) &&
         (high.open ? value < high.value : value <= high.value);
}

Range range_of(Support support) noexcept {
  switch (support) {
    case Support::positive:
      return {{0, true}, {infinity, true}};
    case Support::fraction:
      return {{0, true}, {1, true}};
    default:
      return {};
  }
}

FormulaRange range_of(const Formula& formula,
                      const std::function<Support(std::uint32_t)>& support_of) {
  FormulaRange result;
  std::vector<Range> stack;
  for (const FormulaStep& step : formula.steps()) {
    const auto operands = static_cast<std::size_t>(arity(step.op));
    BET_EXPECT(stack.size() >= operands);
    const auto taken = std::span<const Range>{stack}.last(operands);
    judge(step, taken, result);
    Range range{{step.number, false}, {step.number, false}};
    if (step.op == Op::metric || step.op == Op::lag) {
      range = range_of(support_of(step.reference));
    } else if (operands > 0) {
      range = result_of(step.op, taken);
    }
    stack.resize(stack.size() - operands);
    stack.push_back(tidy(range));
  }
  result.range = stack.back();
  return result;
}

}  // namespace betledger::tree
