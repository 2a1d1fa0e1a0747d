#pragma once

#include <string>
#include <vector>

#include "forecast/baseline/backtest.h"
#include "sim/tasks/executor.h"
#include "tree/check.h"

namespace betledger::forecast {

struct FormulasRequest {
  const tree::MetricTree& tree;
  const tree::History& history;
  std::vector<std::string> metrics;  // components of `tree`
};

/// Back-tests metrics with a formula, the focus metric above all: at each origin the baselines of
/// all that a metric is made of are fitted to what was known then, and settings.runs paths are
/// simulated through the formulas, as a plan without bets is. The truth is the metric's own
/// history, or where it has no value the formula of its children's; the random walk is that of the
/// metric itself. A weighted roll-up has simulated weights here (the random walk is given those
/// that came). Occasions and stated baselines were written down later than the origins and take no
/// part.
///
/// Results in the order of the request, without those that cannot be tested: too short (D503), made
/// of something without a history, or out of a formula's domain (D504). Works on origins in
/// parallel; the same bytes for every executor.
[[nodiscard]] std::vector<MetricBacktest> backtest_formulas(const FormulasRequest& request,
                                                            const BacktestSettings& settings,
                                                            sim::Executor& executor,
                                                            Diagnostics& warnings);

}  // namespace betledger::forecast
