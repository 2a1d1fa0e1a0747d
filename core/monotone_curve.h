#pragma once

#include <vector>

#include "core/line_scale.h"
#include "core/metalog.h"

namespace betledger {

/// An increasing curve y(z) in the normal score z: a monotone cubic (Fritsch and Carlson 1980, with
/// the weighted harmonic mean of Fritsch and Butland 1984) between the nodes, and straight on in
/// the direction of the first and the last piece outside.
class MonotoneCurve {
 public:
  /// \pre at least two nodes, `z` strictly increasing, `y` non-decreasing
  MonotoneCurve(std::vector<double> z, std::vector<double> y);

  [[nodiscard]] double at(double z) const noexcept;
  [[nodiscard]] const std::vector<double>& z() const noexcept { return z_; }
  [[nodiscard]] const std::vector<double>& y() const noexcept { return y_; }
  [[nodiscard]] double first_slope() const noexcept { return slope_.front(); }
  [[nodiscard]] double last_slope() const noexcept { return slope_.back(); }

 private:
  std::vector<double> z_, y_, slope_;
};

/// A moment of x = scale.from_line(y(z)), cut to [least, most]; may overflow to +infinity.
struct Cut {
  double least, most;  // infinite where there is no cut
};
[[nodiscard]] double moment(const MonotoneCurve& curve,
                            const LineScale& scale,
                            const Cut& cut,
                            const Moment& which);

}  // namespace betledger
