#include "sim/model/formula_code.h"

#include <algorithm>
#include <cstddef>

#include "core/contract.h"
#include "sim/columns/formula_kernels.h"

namespace betledger::sim {
namespace {

using tree::Op;

double fold(Op op, std::span<const Slot> operands) {
  switch (operands.size()) {
    case 1:
      return kernels::unary(op, operands[0].number);
    case 2:
      return kernels::binary(op, operands[0].number, operands[1].number);
    default:
      return kernels::binary(Op::min,
                             kernels::binary(Op::max, operands[0].number, operands[1].number),
                             operands[2].number);
  }
}

Slot leaf(const tree::FormulaStep& step, std::span<const std::uint32_t> nodes) {
  if (step.op == Op::number) {
    return {Slot::Kind::number, step.number, 0, 0};
  }
  return {Slot::Kind::node, 0, nodes[step.reference], step.op == Op::lag ? step.periods_back : 0};
}

}  // namespace

FormulaCode FormulaCode::compile(const tree::Formula& formula,
                                 std::span<const std::uint32_t> nodes) {
  BET_EXPECT(nodes.size() == formula.references().size());
  FormulaCode code;
  std::vector<Slot> stack;
  for (const tree::FormulaStep& step : formula.steps()) {
    const auto arity = static_cast<std::size_t>(tree::arity(step.op));
    if (arity == 0) {
      stack.push_back(leaf(step, nodes));
      continue;
    }
    const std::size_t bottom = stack.size() - arity;
    const std::span<const Slot> operands{stack.data() + bottom, arity};
    Slot value;
    if (std::all_of(operands.begin(), operands.end(), [](const Slot& slot) {
          return slot.kind == Slot::Kind::number;
        })) {
      value.number = fold(step.op, operands);
    } else {
      // The scratch column of the place on the stack: an operand below never loses its own.
      value = {Slot::Kind::scratch, 0, static_cast<std::uint32_t>(bottom), 0};
      code.scratch_columns = std::max(code.scratch_columns, value.index + 1);
      Step next{step.op, {}, value.index};
      std::copy(operands.begin(), operands.end(), next.operands.begin());
      code.steps.push_back(next);
    }
    stack.resize(bottom);
    stack.push_back(value);
  }
  BET_ENSURE(stack.size() == 1);
  if (stack.back().kind == Slot::Kind::scratch) {
    code.steps.back().target = Step::result;
  } else {
    code.steps.push_back({Op::metric, {stack.back(), {}, {}}, Step::result});
  }
  return code;
}

}  // namespace betledger::sim
