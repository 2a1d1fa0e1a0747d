#include "forecast/history/whitening.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "forecast/baseline/path_quantiles.h"

namespace betledger::forecast {

using Columns = std::vector<std::vector<double>>;

PathMoments moments_of(const Columns& paths, const Columns& sorted) {
  const std::size_t n = paths.size();
  PathMoments moments{std::vector<double>(n), std::vector<double>(n * n)};
  Columns drawn_in(n);
  for (std::size_t t = 0; t < n; ++t) {
    const double low = sample_quantile(sorted[t], 0.005);
    const double high = sample_quantile(sorted[t], 0.995);
    drawn_in[t].reserve(paths[t].size());
    for (const double y : paths[t]) {
      drawn_in[t].push_back(std::clamp(y, low, high));
    }
    const double runs = static_cast<double>(paths[t].size());
    moments.mean[t] = std::accumulate(drawn_in[t].begin(), drawn_in[t].end(), 0.0) / runs;
    for (double& y : drawn_in[t]) {
      y -= moments.mean[t];
    }
    for (std::size_t s = 0; s <= t; ++s) {
      const double sum =
          std::inner_product(drawn_in[t].begin(), drawn_in[t].end(), drawn_in[s].begin(), 0.0);
      moments.covariance[t * n + s] = moments.covariance[s * n + t] = sum / (runs - 1);
    }
  }
  return moments;
}

std::vector<double> whitening(const std::vector<double>& covariance, std::size_t n) {
  std::vector<double> lower(n * n);
  std::vector<double> inverse(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = covariance[i * n + j];
      for (std::size_t k = 0; k < j; ++k) {
        sum -= lower[i * n + k] * lower[j * n + k];
      }
      if (i == j) {
        const bool varies = sum > 1e-9 * covariance[i * n + i];
        lower[i * n + i] = varies ? std::sqrt(sum) : 0;
      } else {
        lower[i * n + j] = lower[j * n + j] > 0 ? sum / lower[j * n + j] : 0;
      }
    }
    if (lower[i * n + i] == 0) {
      continue;
    }
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = i == j ? 1 : 0;
      for (std::size_t k = j; k < i; ++k) {
        sum -= lower[i * n + k] * inverse[k * n + j];
      }
      inverse[i * n + j] = sum / lower[i * n + i];
    }
  }
  return inverse;
}

std::vector<double> times(const std::vector<double>& lower, const std::vector<double>& x) {
  const std::size_t n = x.size();
  std::vector<double> y(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      y[i] += lower[i * n + j] * x[j];
    }
  }
  return y;
}

}  // namespace betledger::forecast
