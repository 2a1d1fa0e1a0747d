#pragma once

namespace betledger::forecast {

/// Distribution function of Student's t; `dof` > 0, infinity gives the normal. Error below 1e-14,
/// from dof = 10,000 on below 1e-11. Regularised incomplete beta by Lentz' continued fraction.
[[nodiscard]] double student_t_cdf(double t, double dof);
[[nodiscard]] double student_t_pdf(double t, double dof);
/// \pre 0 < p < 1
[[nodiscard]] double student_t_quantile(double p, double dof);

}  // namespace betledger::forecast
