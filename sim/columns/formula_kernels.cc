#include "sim/columns/formula_kernels.h"

#include <cmath>
#include <cstddef>

#include "sim/columns/clones.h"
#include "sim/columns/elementary.h"

namespace betledger::sim::kernels {
namespace {

using tree::Op;

/// One operation on numbers; `op` is a constant wherever this becomes part of a loop. min and max
/// hand on a NaN from either side.
template <Op op>
BET_INLINE double apply(double a, double b) {
  if constexpr (op == Op::add) {
    return a + b;
  } else if constexpr (op == Op::subtract) {
    return a - b;
  } else if constexpr (op == Op::multiply) {
    return a * b;
  } else if constexpr (op == Op::divide) {
    return a / b;
  } else if constexpr (op == Op::power) {
    return elementary::pow(a, b);
  } else if constexpr (op == Op::min) {
    const double least = a < b ? a : b;
    return a != a ? a : least;
  } else {
    const double most = a > b ? a : b;
    return a != a ? a : most;
  }
}

template <Op op>
BET_INLINE double apply(double a) {
  if constexpr (op == Op::negate) {
    return -a;
  } else if constexpr (op == Op::exp) {
    return elementary::exp(a);
  } else if constexpr (op == Op::log) {
    return elementary::log(a);
  } else if constexpr (op == Op::sqrt) {
    return std::sqrt(a);
  } else {
    return std::fabs(a);
  }
}

template <Op op>
BET_INLINE void loop(Operand a, double* out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = apply<op>(a.column[i]);
  }
}

template <Op op>
BET_INLINE void loop(Operand a, Operand b, double* out) {
  if (a.column == nullptr) {
    const double number = a.number;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = apply<op>(number, b.column[i]);
    }
  } else if (b.column == nullptr) {
    const double number = b.number;
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = apply<op>(a.column[i], number);
    }
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      out[i] = apply<op>(a.column[i], b.column[i]);
    }
  }
}

void fill(double value, double* out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = value;
  }
}

BET_CLONES void unary_columns(Op op, Operand a, double* out) {
  switch (op) {
    case Op::negate:
      return loop<Op::negate>(a, out);
    case Op::exp:
      return loop<Op::exp>(a, out);
    case Op::log:
      return loop<Op::log>(a, out);
    case Op::sqrt:
      return loop<Op::sqrt>(a, out);
    default:
      return loop<Op::abs>(a, out);
  }
}

BET_CLONES void binary_columns(Op op, Operand a, Operand b, double* out) {
  switch (op) {
    case Op::add:
      return loop<Op::add>(a, b, out);
    case Op::subtract:
      return loop<Op::subtract>(a, b, out);
    case Op::multiply:
      return loop<Op::multiply>(a, b, out);
    case Op::divide:
      return loop<Op::divide>(a, b, out);
    case Op::power:
      return loop<Op::power>(a, b, out);
    case Op::min:
      return loop<Op::min>(a, b, out);
    default:
      return loop<Op::max>(a, b, out);
  }
}

}  // namespace

double unary(Op op, double a) noexcept {
  switch (op) {
    case Op::negate:
      return apply<Op::negate>(a);
    case Op::exp:
      return apply<Op::exp>(a);
    case Op::log:
      return apply<Op::log>(a);
    case Op::sqrt:
      return apply<Op::sqrt>(a);
    default:
      return apply<Op::abs>(a);
  }
}

double binary(Op op, double a, double b) noexcept {
  switch (op) {
    case Op::add:
      return apply<Op::add>(a, b);
    case Op::subtract:
      return apply<Op::subtract>(a, b);
    case Op::multiply:
      return apply<Op::multiply>(a, b);
    case Op::divide:
      return apply<Op::divide>(a, b);
    case Op::power:
      return apply<Op::power>(a, b);
    case Op::min:
      return apply<Op::min>(a, b);
    default:
      return apply<Op::max>(a, b);
  }
}

void unary(Op op, Operand a, double* out) {
  if (a.column == nullptr) {
    fill(unary(op, a.number), out);
  } else {
    unary_columns(op, a, out);
  }
}

void binary(Op op, Operand a, Operand b, double* out) {
  if (a.column == nullptr && b.column == nullptr) {
    fill(binary(op, a.number, b.number), out);
  } else {
    binary_columns(op, a, b, out);
  }
}

void clamp(Operand x, Operand low, Operand high, double* out) {
  binary(Op::max, x, low, out);
  binary(Op::min, {out, 0}, high, out);
}

void copy(Operand a, double* out) {
  if (a.column == nullptr) {
    fill(a.number, out);
    return;
  }
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = a.column[i];
  }
}

BET_CLONES void multiply(const double* __restrict by, double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] *= by[i];
  }
}

BET_CLONES void multiply(const double* a, const double* b, double* out) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    out[i] = a[i] * b[i];
  }
}

BET_CLONES void affine(double scale, double offset, double* inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] = inout[i] * scale + offset;
  }
}

BET_CLONES void exponential(double* inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] = elementary::exp(inout[i]);
  }
}

BET_CLONES void bound(double low, double high, double* inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    const double raised = inout[i] < low ? low : inout[i];
    inout[i] = raised > high ? high : raised;
  }
}

BET_CLONES void sum(const double* const* columns,
                    std::size_t count,
                    double* __restrict out,
                    double* __restrict trouble) {
  constexpr std::size_t tile = 32;  // keeps its sums in registers
  for (std::size_t first = 0; first < runs_per_block; first += tile) {
    double total[tile] = {};
    double size[tile] = {};
    for (std::size_t c = 0; c < count; ++c) {
      const double* __restrict x = columns[c] + first;
      for (std::size_t i = 0; i < tile; ++i) {
        total[i] += x[i];
        size[i] += std::fabs(x[i]);
      }
    }
    for (std::size_t i = 0; i < tile; ++i) {
      out[first + i] = total[i];
      trouble[first + i] += size[i] * too_large * 0.0;
    }
  }
}

BET_CLONES void add(const double* __restrict x, double* __restrict sum) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum[i] += x[i];
  }
}

BET_CLONES void add_product(const double* weight, const double* x, double* __restrict sum) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    sum[i] += weight[i] * x[i];
  }
}

BET_CLONES void divide(const double* __restrict by, double* __restrict inout) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    inout[i] /= by[i];
  }
}

BET_CLONES void check(const double* __restrict x, double* __restrict trouble) {
  for (std::size_t i = 0; i < runs_per_block; ++i) {
    trouble[i] += x[i] * too_large * 0.0;
  }
}

}  // namespace betledger::sim::kernels
