#pragma once

#include "sim/columns/columns.h"
#include "sim/columns/formula_kernels.h"
#include "sim/model/formula_code.h"

namespace betledger::sim {

/// Runs a formula's steps on columns: `operand(slot)` gives the kernels::Operand a slot stands for
/// (scratch columns are those of `scratch`, at least FormulaCode::scratch_columns of them).
template <class Operand>
void run_formula(const FormulaCode& code, Operand operand, Columns& scratch, double* result) {
  for (const Step& step : code.steps) {
    double* out = step.target == Step::result ? result : scratch[step.target];
    const kernels::Operand a = operand(step.operands[0]);
    const int arity = tree::arity(step.op);
    if (arity == 0) {
      kernels::copy(a, out);
    } else if (arity == 1) {
      kernels::unary(step.op, a, out);
    } else if (arity == 2) {
      kernels::binary(step.op, a, operand(step.operands[1]), out);
    } else {
      kernels::clamp(a, operand(step.operands[1]), operand(step.operands[2]), out);
    }
  }
}

}  // namespace betledger::sim
