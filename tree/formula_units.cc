#include "tree/formula_units.h"

#include "core/contract.h"

namespace betledger::tree {
namespace {

bool keeps_units(Op op) noexcept {
  return op == Op::add || op == Op::subtract || op == Op::min || op == Op::max || op == Op::clamp;
}

}  // namespace

FormulaUnits units_of(const Formula& formula,
                      const std::function<std::string_view(std::uint32_t)>& unit_of) {
  FormulaUnits result;
  std::vector<std::string_view> stack;
  // The unit of two things that are put together; unknown once they clash, so that one slip is one
  // finding.
  const auto join = [&](std::string_view left, std::string_view right, std::uint32_t column) {
    if (left == right) {
      return left;
    }
    if (!left.empty() && !right.empty()) {
      result.clashes.push_back({column, std::string{left}, std::string{right}});
    }
    return std::string_view{};
  };
  for (const FormulaStep& step : formula.steps()) {
    const auto operands = static_cast<std::size_t>(arity(step.op));
    BET_EXPECT(stack.size() >= operands);
    std::string_view unit;
    if (step.op == Op::metric || step.op == Op::lag) {
      unit = unit_of(step.reference);
    } else if (step.op == Op::negate || step.op == Op::abs) {
      unit = stack.back();
    } else if (keeps_units(step.op)) {
      unit = stack[stack.size() - operands];
      for (std::size_t i = stack.size() - operands + 1; i < stack.size(); ++i) {
        unit = join(unit, stack[i], step.column);
      }
    }
    stack.resize(stack.size() - operands);
    stack.push_back(unit);
  }
  result.unit = stack.back();
  return result;
}

}  // namespace betledger::tree
