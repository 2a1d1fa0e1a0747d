#include "tree/formula.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace betledger::tree {
namespace {

double apply(Op op, double a) {
  switch (op) {
    case Op::negate:
      return -a;
    case Op::exp:
      return std::exp(a);
    case Op::log:
      return std::log(a);
    case Op::sqrt:
      return std::sqrt(a);
    default:
      return std::abs(a);
  }
}

// Unlike std::min and std::max these hand on a NaN from either side.
double smaller(double a, double b) {
  return std::isnan(a) || a < b ? a : b;
}
double larger(double a, double b) {
  return std::isnan(a) || a > b ? a : b;
}

double apply(Op op, double a, double b) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    case Op::power:
      return std::pow(a, b);
    case Op::min:
      return smaller(a, b);
    default:
      return larger(a, b);
  }
}

}  // namespace

int arity(Op op) noexcept {
  switch (op) {
    case Op::number:
    case Op::metric:
    case Op::lag:
      return 0;
    case Op::negate:
    case Op::exp:
    case Op::log:
    case Op::sqrt:
    case Op::abs:
      return 1;
    case Op::clamp:
      return 3;
    default:
      return 2;
  }
}

std::uint32_t Formula::longest_lag(std::size_t reference) const noexcept {
  std::uint32_t longest = 0;
  for (const FormulaStep& step : steps_) {
    if (step.op == Op::lag && step.reference == reference) {
      longest = std::max(longest, step.periods_back);
    }
  }
  return longest;
}

bool Formula::read_now(std::size_t reference) const noexcept {
  return std::any_of(steps_.begin(), steps_.end(), [&](const FormulaStep& step) {
    return step.op == Op::metric && step.reference == reference;
  });
}

std::uint32_t Formula::first_column(std::size_t reference) const noexcept {
  const auto found = std::find_if(steps_.begin(), steps_.end(), [&](const FormulaStep& step) {
    return (step.op == Op::metric || step.op == Op::lag) && step.reference == reference;
  });
  return found == steps_.end() ? 1 : found->column;
}

double Formula::evaluate(
    const std::function<double(std::uint32_t reference, std::uint32_t periods_back)>& read) const {
  std::vector<double> stack;
  stack.reserve(depth_);
  const auto pop = [&] {
    const double top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const FormulaStep& step : steps_) {
    switch (arity(step.op)) {
      case 0:
        stack.push_back(step.op == Op::number ? step.number
                                              : read(step.reference, step.periods_back));
        break;
      case 1:
        stack.push_back(apply(step.op, pop()));
        break;
      case 2: {
        const double b = pop();
        stack.push_back(apply(step.op, pop(), b));
        break;
      }
      default: {
        const double high = pop();
        const double low = pop();
        stack.push_back(smaller(larger(pop(), low), high));
      }
    }
  }
  BET_ENSURE(stack.size() == 1);
  return stack.back();
}

}  // namespace betledger::tree
