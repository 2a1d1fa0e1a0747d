#pragma once

#include <optional>

namespace betledger {

/// The increasing map between a quantity and the whole line that its bounds call for.
///
/// | bounds | line            |
/// |--------|-----------------|
/// | none   | x               |
/// | lower  | ln(x - lower)   |
/// | both   | ln((x - lower) / (upper - x)) |
class LineScale {
 public:
  enum class Kind { identity, log, logit };

  LineScale() = default;
  /// An upper bound alone has no scale of its own: mirror the quantity.  \pre lower < upper
  LineScale(double lower, std::optional<double> upper);

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] double lower() const noexcept { return lower_; }

  /// \pre `x` lies strictly between the bounds
  [[nodiscard]] double to_line(double x) const noexcept;
  /// On the log scale the answer is cut at lower + e^500, so that it is always finite.
  [[nodiscard]] double from_line(double y) const noexcept;

 private:
  Kind kind_ = Kind::identity;
  double lower_ = 0;
  double upper_ = 0;
};

}  // namespace betledger
