#pragma once

#include <cstdint>
#include <span>

#include "sim/columns/columns.h"
#include "tree/metric.h"

// Loops over the particles of a block (see sim/random/random_kernels.h): effects undone, densities.

namespace betledger::inference::kernels {

/// inout -= push live
void undo_shift(const double* push, const double* live, double* inout);
/// factor *= 1 + push live
void join_lift(const double* push, const double* live, double* factor);
/// inout /= 1 + share amount, or inout -= share amount
void undo_share_lift(const double* amount, double share, double* inout, double* factor);
void undo_share_shift(const double* amount, double share, double* inout);
/// inout -= pull (with - base)
void undo_slope(const double* pull, const double* with, const double* base, double* inout);
/// inout *= e^-sum
void undo_exponential(const double* sum, double* inout);

/// x = g(value). Where the value lies outside the support: a value inside it, and bad = 1.
void to_scale(tree::Support support, const double* value, double* x, double* bad);
/// inout = a value inside the support where it is not (ratios of it mean nothing then).
void keep_inside(tree::Support support, double* inout);
/// jacobian += ln |g'(g^-1(x))| - sum - ln |factor|
void add_jacobian(tree::Support support,
                  const double* x,
                  const double* sum,
                  const double* factor,
                  double* jacobian);

/// One row of a triangular matrix times columns: out = sum over s of row[s] (x[s] - mean[s]).
void whiten_row(std::span<const double> row,
                std::span<const double* const> x,
                std::span<const double> mean,
                double* out);
/// sum += x^2
void add_square(const double* x, double* sum);
/// A Student log density but for its constant: constant - (dof + n) / 2 ln(1 + q / (dof sigma^2)),
/// or with infinite dof constant - q / (2 sigma^2).
struct Density {
  double constant = 0;
  double sigma = 1;
  double dof = 0;
  double count = 0;  // n
};
void log_density(const Density& density, const double* squares, double* out);
/// total = ln(e^total + e^term)
void log_add(const double* term, double* total);
/// out = bad != 0 ? -infinity : out + add
void finish(const double* add, const double* bad, double* out);
/// sum += now - before
void replace(const double* before, const double* now, double* sum);
/// -infinity stays. sum += term
void accumulate(const double* term, double* sum);

/// Where mask is 1: to = from.
void blend(const double* mask, const double* from, double* to);
/// mask = 1 where ln(uniform) < tau (next - now) + correction, and there now = next.
void decide(const double* uniform,
            double tau,
            const double* next,
            const double* correction,
            double* now,
            double* mask);
/// out = keep z + root w: a step that leaves a standard normal as it is.
void crank_nicolson(double keep, double root, const double* z, const double* w, double* out);

}  // namespace betledger::inference::kernels
