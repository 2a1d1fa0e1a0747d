#pragma once

#include <array>
#include <optional>

#include "core/line_scale.h"
#include "core/score.h"

namespace betledger {

/// Which part of which moment: E[(x - centre)^power], of all the mass or of the top 1 % alone.
struct Moment {
  double centre = 0;
  int power = 1;  // 1 or 2
  bool top_only = false;
};

/// Keelin's (2016) three-term metalog, y(p) = a1 + a2 L + a3 (p - 0.5) L with L = ln(p / (1 - p)).
struct Metalog {
  double a1, a2, a3;

  /// Through (1 - high_level, y[0]), (0.5, y[1]), (high_level, y[2]); nothing where that curve
  /// falls somewhere: it rises where |a3| < 1.66711 a2, for p10/p90 where 0.1666 < r < 0.8334.
  [[nodiscard]] static std::optional<Metalog> through(double high_level,
                                                      const std::array<double, 3>& y);

  [[nodiscard]] double at(const Score& score) const;
};

/// A moment of x = scale.from_line(y); +infinity where it does not exist. Closed form on the
/// identity scale; else quadrature over the logit, and in closed form beyond a logit of 40.
[[nodiscard]] double moment(const Metalog& metalog, const LineScale& scale, const Moment& which);

}  // namespace betledger
