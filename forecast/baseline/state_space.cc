#include "forecast/baseline/state_space.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/contract.h"

namespace betledger::forecast {
namespace {

/// Below this a state variance is rounding: the state is known.
constexpr double negligible_variance = 1e-12;
/// A regressor that keeps less than this share of its length beside the others adds nothing.
constexpr double negligible_share = 1e-7;
/// Least sum of squares per innovation: a perfect fit has a finite likelihood. Series are scaled to
/// unit variation before they are fitted.
constexpr double least_square = 1e-18;

double dot(const StateVector& a, const StateVector& b, std::size_t size) {
  double sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

StateVector times(const StateMatrix& matrix, const StateVector& vector, std::size_t size) {
  StateVector product{};
  for (std::size_t i = 0; i < size; ++i) {
    product[i] = dot(matrix[i], vector, size);
  }
  return product;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

/// Innovations of periods whose start is known exactly: v = y - w'x, x' = F x + c v.
template <std::size_t Size>
void run_certain(const StateSpace& space,
                 std::span<const double> values,
                 StateVector& state,
                 double* innovations) {
  for (std::size_t t = 0; t < values.size(); ++t) {
    double innovation = values[t];
    for (std::size_t i = 0; i < Size; ++i) {
      innovation -= space.observation[i] * state[i];
    }
    StateVector next{};
    for (std::size_t i = 0; i < Size; ++i) {
      for (std::size_t j = 0; j < Size; ++j) {
        next[i] += space.transition[i][j] * state[j];
      }
      next[i] += space.shared_noise[i] * innovation;
    }
    state = next;
    innovations[t] = innovation;
  }
}

void subtract(std::vector<double>& from, double factor, const std::vector<double>& what) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    from[i] -= factor * what[i];
  }
}

}  // namespace

StateSpace innovation_form(std::size_t size,
                           const StateMatrix& transition,
                           const StateVector& observation,
                           const StateVector& gain) {
  BET_EXPECT(size >= 1 && size <= max_state);
  StateSpace space;
  space.size = size;
  space.transition = transition;
  space.observation = observation;
  space.shared_noise = gain;
  space.single_source = true;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      space.state_noise[i][j] = gain[i] * gain[j];
    }
  }
  return space;
}

std::vector<double> psi_weights(const StateSpace& space, std::size_t count) {
  BET_EXPECT(count >= 1);
  std::vector<double> psi{1.0};
  const auto rest = continue_from(space, space.shared_noise, count - 1);
  psi.insert(psi.end(), rest.begin(), rest.end());
  return psi;
}

std::vector<double> continue_from(const StateSpace& space, StateVector state, std::size_t count) {
  std::vector<double> path;
  path.reserve(count);
  for (std::size_t h = 0; h < count; ++h) {
    path.push_back(dot(space.observation, state, space.size));
    state = times(space.transition, state, space.size);
  }
  return path;
}

double scaled_deviance(double squares, double n) {
  return n * std::log(std::max(squares / n, least_square));
}

double Regression::minus_two_log_likelihood() const {
  return scaled_deviance(squares, static_cast<double>(innovations.size())) + log_variances;
}

double Regression::diffuse_log_likelihood() const {
  const auto free = static_cast<double>(innovations.size()) - static_cast<double>(rank);
  return -0.5 * (free * std::log(2 * std::numbers::pi) + log_variances + squares + log_information);
}

Filter::Filter(std::vector<Column> columns, std::vector<bool> observed)
    : columns_{std::move(columns)},
      observed_{std::move(observed)},
      states_(columns_.size()),
      innovations_(columns_.size()) {
  BET_EXPECT(!columns_.empty());
  for (auto& column : columns_) {
    BET_EXPECT(column.values.empty() || column.values.size() == observed_.size());
    column.values.resize(observed_.size(), 0.0);
  }
}

const Regression& Filter::fit(const StateSpace& space) {
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    states_[c] = columns_[c].start;
    innovations_[c].resize(observed_.size());
  }
  seen_ = 0;
  variance_ = space.start_variance;
  certain_ = space.single_source && variance_ == StateMatrix{};
  result_.log_variances = 0;
  for (std::size_t t = 0; t < observed_.size();) {
    if (certain_ && observed_[t]) {
      t = advance_certain(space, t);
    } else {
      advance(space, t++);
    }
  }
  for (auto& innovations : innovations_) {
    innovations.resize(seen_);
  }
  const auto through = times(variance_, space.observation, space.size);
  result_.next_variance = space.observation_noise + dot(space.observation, through, space.size);
  regress();
  return result_;
}

/// All periods up to the next gap: nothing but the recursion of the state. Returns where it
/// stopped.
std::size_t Filter::advance_certain(const StateSpace& space, std::size_t period) {
  static constexpr std::array run{run_certain<1>, run_certain<2>, run_certain<3>, run_certain<4>};
  std::size_t end = period;
  while (end < observed_.size() && observed_[end]) {
    ++end;
  }
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const std::span<const double> values{columns_[c].values};
    run[space.size - 1](
        space, values.subspan(period, end - period), states_[c], innovations_[c].data() + seen_);
  }
  seen_ += end - period;
  return end;
}

void Filter::advance(const StateSpace& space, std::size_t period) {
  const bool seen = observed_[period];
  StateVector gain{};
  double f = space.observation_noise;
  if (seen) {
    const auto through = certain_ ? StateVector{} : times(variance_, space.observation, space.size);
    f += dot(space.observation, through, space.size);
    gain = times(space.transition, through, space.size);
    for (std::size_t i = 0; i < space.size; ++i) {
      gain[i] = (gain[i] + space.shared_noise[i]) / f;
    }
  }
  const double deviation = std::sqrt(f);
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const double innovation =
        columns_[c].values[period] - dot(space.observation, states_[c], space.size);
    states_[c] = times(space.transition, states_[c], space.size);
    if (seen) {
      for (std::size_t i = 0; i < space.size; ++i) {
        states_[c][i] += gain[i] * innovation;
      }
      innovations_[c][seen_] = innovation / deviation;
    }
  }
  if (seen) {
    result_.log_variances += std::log(f);
    ++seen_;
  }
  if (!seen || !certain_) {
    update_variance(space, seen, f, gain);
  }
}

void Filter::update_variance(const StateSpace& space,
                             bool seen,
                             double f,
                             const StateVector& gain) {
  StateMatrix moved{};
  for (std::size_t i = 0; i < space.size; ++i) {
    moved[i] = times(variance_, space.transition[i], space.size);  // column i of P F'
  }
  double largest = 0;
  for (std::size_t i = 0; i < space.size; ++i) {
    for (std::size_t j = 0; j < space.size; ++j) {
      const double known = seen ? gain[i] * gain[j] * f : 0.0;
      variance_[i][j] =
          dot(space.transition[i], moved[j], space.size) + space.state_noise[i][j] - known;
      largest = std::max(largest, std::abs(variance_[i][j]));
    }
  }
  certain_ = space.single_source && largest < negligible_variance;
  if (certain_) {
    variance_ = {};
  }
}

/// Modified Gram-Schmidt; the regressors' own copies in innovations_ become orthonormal.
void Filter::regress() {
  const std::size_t count = columns_.size() - 1;
  std::vector<std::vector<double>> upper(count, std::vector<double>(count, 0.0));
  std::vector<double> projection(count, 0.0);
  result_.innovations = innovations_.front();
  result_.log_information = 0;
  result_.rank = 0;
  for (std::size_t j = 0; j < count; ++j) {
    auto& column = innovations_[j + 1];
    const double before = std::sqrt(dot(column, column));
    for (std::size_t i = 0; i < j; ++i) {
      upper[i][j] = dot(innovations_[i + 1], column);
      subtract(column, upper[i][j], innovations_[i + 1]);
    }
    const double length = std::sqrt(dot(column, column));
    if (!(length > negligible_share * before)) {
      std::fill(column.begin(), column.end(), 0.0);
      continue;
    }
    upper[j][j] = length;
    for (auto& value : column) {
      value /= length;
    }
    projection[j] = dot(column, result_.innovations);
    subtract(result_.innovations, projection[j], column);
    result_.log_information += 2 * std::log(length);
    ++result_.rank;
  }
  result_.squares = dot(result_.innovations, result_.innovations);
  result_.coefficients.assign(count, 0.0);
  result_.state = states_.front();
  for (std::size_t j = count; j-- > 0;) {
    if (upper[j][j] == 0.0) {
      continue;
    }
    double value = projection[j];
    for (std::size_t k = j + 1; k < count; ++k) {
      value -= upper[j][k] * result_.coefficients[k];
    }
    result_.coefficients[j] = value / upper[j][j];
    for (std::size_t i = 0; i < max_state; ++i) {
      result_.state[i] -= result_.coefficients[j] * states_[j + 1][i];
    }
  }
}

}  // namespace betledger::forecast
