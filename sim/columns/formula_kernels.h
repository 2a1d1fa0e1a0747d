#pragma once

#include <cstddef>

#include "sim/columns/columns.h"
#include "tree/formula.h"

// Loops over the runs of a block (see random_kernels.h): arithmetic of formulas, roll-ups, checks.

namespace betledger::sim::kernels {

/// A column, or one number for all runs.
struct Operand {
  const double* column = nullptr;
  double number = 0;
};

/// out = op(a); `out` may be a's column.
void unary(tree::Op op, Operand a, double* out);
void binary(tree::Op op, Operand a, Operand b, double* out);
/// min(max(x, low), high), handing on a NaN from any side.
void clamp(Operand x, Operand low, Operand high, double* out);
void copy(Operand a, double* out);

/// The same operations on numbers, to the same bits: for folding constants.
[[nodiscard]] double unary(tree::Op op, double a) noexcept;
[[nodiscard]] double binary(tree::Op op, double a, double b) noexcept;

void multiply(const double* by, double* inout);
void multiply(const double* a, const double* b, double* out);
/// scale x + offset
void affine(double scale, double offset, double* inout);
void exponential(double* inout);
/// Into [low, high]; the bounds may be infinite.
void bound(double low, double high, double* inout);

/// out = sum of `count` columns, one after the other. trouble += 0 times their absolute sum: see
/// check, which this stands for.
void sum(const double* const* columns, std::size_t count, double* out, double* trouble);
void add(const double* x, double* sum);
void add_product(const double* weight, const double* x, double* sum);
void divide(const double* by, double* inout);
/// A value past 1.8e70 is as bad as an infinite one: its fourth power, which the standard error of
/// a variance needs, is none. Times this it overflows.
inline constexpr double too_large = 1e238;
/// trouble += 0 x: stays 0 while every value is finite, NaN for ever after one that is not or too
/// large.
void check(const double* x, double* trouble);

}  // namespace betledger::sim::kernels
