#pragma once

namespace betledger {

/// Standard normal density, distribution function and quantile (Wichura 1988, AS 241). cdf,
/// survival and quantile are exact to 1e-15 relative out to |z| = 37, p = 1e-300.
[[nodiscard]] double normal_pdf(double z) noexcept;
[[nodiscard]] double normal_cdf(double z) noexcept;
/// 1 - cdf(z) without cancellation.
[[nodiscard]] double normal_survival(double z) noexcept;
/// \pre 0 < p < 1
[[nodiscard]] double normal_quantile(double p);

}  // namespace betledger
