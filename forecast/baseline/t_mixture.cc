#include "forecast/baseline/t_mixture.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "forecast/baseline/student_t.h"

namespace betledger::forecast {

TMixture::TMixture(std::vector<TComponent> components) : components_{std::move(components)} {
  BET_EXPECT(!components_.empty());
  double total = 0;
  for (const TComponent& part : components_) {
    BET_EXPECT(part.weight > 0 && part.scale >= 0 && part.dof > 0);
    total += part.weight;
  }
  for (TComponent& part : components_) {
    part.weight /= total;
  }
}

double TMixture::cdf(double x) const {
  double sum = 0;
  for (const TComponent& part : components_) {
    const double from = x - part.location;
    const double step = from >= 0 ? 1.0 : 0.0;
    sum += part.weight * (part.scale > 0 ? student_t_cdf(from / part.scale, part.dof) : step);
  }
  return sum;
}

double TMixture::pdf(double x) const {
  double sum = 0;
  for (const TComponent& part : components_) {
    if (part.scale > 0) {
      const double z = (x - part.location) / part.scale;
      sum += part.weight / part.scale * student_t_pdf(z, part.dof);
    }
  }
  return sum;
}

double TMixture::quantile(double level) const {
  // The mixture's quantile lies among its components' own.
  double low = 0;
  double high = 0;
  for (const TComponent& part : components_) {
    const double standard = part.scale > 0 ? student_t_quantile(level, part.dof) : 0.0;
    const double at = part.location + part.scale * standard;
    const bool first = &part == &components_.front();
    low = first ? at : std::min(low, at);
    high = first ? at : std::max(high, at);
  }
  // Newton's method, halving wherever it would leave what is left.
  const double tolerance = 1e-11 * (high - low);
  double x = (low + high) / 2;
  while (high - low > tolerance && x > low && x < high) {
    const double excess = cdf(x) - level;
    (excess < 0 ? low : high) = x;
    const double slope = pdf(x);
    const double next = slope > 0 ? x - excess / slope : low;
    if (slope > 0 && std::abs(next - x) < tolerance) {
      return next;
    }
    x = next > low && next < high ? next : (low + high) / 2;
  }
  return x;
}

std::vector<double> TMixture::quantiles(std::span<const double> levels) const {
  std::vector<double> values;
  values.reserve(levels.size());
  for (const double level : levels) {
    BET_EXPECT(level > 0 && level < 1);
    values.push_back(quantile(level));
  }
  return values;
}

}  // namespace betledger::forecast
