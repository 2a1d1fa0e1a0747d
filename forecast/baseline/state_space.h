#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace betledger::forecast {

/// The most state a member of the pool needs: AR(3) on differences.
inline constexpr std::size_t max_state = 4;
using StateVector = std::array<double, max_state>;
using StateMatrix = std::array<StateVector, max_state>;

/// A linear model seen one period at a time:
///   y_t = w'x_{t-1} + u_t,   x_t = F x_{t-1} + v_t,   Var u = h,  Cov(v, u) = c,  Var v = Q.
/// With u = e, v = g e, Var e = 1 it is an innovation form, as every member of the pool is.
struct StateSpace {
  std::size_t size = 1;          // <= max_state; the rest of the arrays is zero
  StateMatrix transition{};      // F
  StateVector observation{};     // w
  StateMatrix state_noise{};     // Q
  StateVector shared_noise{};    // c
  double observation_noise = 1;  // h
  StateMatrix start_variance{};  // of x before the first period
  bool single_source = false;    // an innovation form: a state once known stays known
};

/// \pre 1 <= size <= max_state
[[nodiscard]] StateSpace innovation_form(std::size_t size,
                                         const StateMatrix& transition,
                                         const StateVector& observation,
                                         const StateVector& gain);

/// Coefficients of the innovations, psi_0 = 1, psi_j = w'F^{j-1} g, of an innovation form.
[[nodiscard]] std::vector<double> psi_weights(const StateSpace& space, std::size_t count);
/// w'F^{h-1} x, h = 1..count: what follows from the state alone.
[[nodiscard]] std::vector<double> continue_from(const StateSpace& space,
                                                StateVector state,
                                                std::size_t count);

/// A column that goes through the filter: a value per period and the state it starts from.
/// No values: zero in every period.
struct Column {
  std::vector<double> values;
  StateVector start{};
};

/// y = sum_j b_j X_j + noise with the covariance of a StateSpace, b by generalised least squares.
/// The start of the state is a regressor too (a column of zeros that starts from minus a unit
/// vector).
struct Regression {
  std::vector<double> coefficients;  // of the regressors, in order; 0 where one adds nothing
  std::vector<double>
      innovations;             // of the observed periods, each divided by its standard deviation
  StateVector state{};         // after the last period, at these coefficients
  double squares = 0;          // sum of squared innovations
  double log_variances = 0;    // sum of the logs of the innovation variances
  double log_information = 0;  // log |X'V^-1 X| over the regressors that add something
  std::size_t rank = 0;        // how many regressors add something
  double next_variance = 1;    // of the next innovation; above h when the end has gaps

  /// -2 log L of a Gaussian whose scale is estimated too, up to a constant of the data's length.
  [[nodiscard]] double minus_two_log_likelihood() const;
  /// log L with a diffuse prior on the coefficients, variances as the space states them.
  [[nodiscard]] double diffuse_log_likelihood() const;
};

/// n ln(squares / n), finite for a perfect fit too.
[[nodiscard]] double scaled_deviance(double squares, double n);

/// Holds the data of a fit, so that trying parameters costs no memory.
class Filter {
 public:
  /// \pre columns not empty, first the series itself (anything where not observed), then
  /// regressors;
  ///      lengths agree with `observed`
  Filter(std::vector<Column> columns, std::vector<bool> observed);

  /// O(periods * (size^3 in a gap, else size * columns) + periods * columns^2).
  [[nodiscard]] const Regression& fit(const StateSpace& space);

 private:
  void advance(const StateSpace& space, std::size_t period);
  [[nodiscard]] std::size_t advance_certain(const StateSpace& space, std::size_t period);
  void update_variance(const StateSpace& space, bool seen, double f, const StateVector& gain);
  void regress();

  std::vector<Column> columns_;
  std::size_t seen_ = 0;  // how many periods so far
  std::vector<bool> observed_;
  std::vector<StateVector> states_;  // by column
  StateMatrix variance_{};
  bool certain_ = false;                          // variance_ is zero
  std::vector<std::vector<double>> innovations_;  // by column, standardised
  Regression result_;
};

}  // namespace betledger::forecast
