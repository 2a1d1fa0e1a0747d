#pragma once

#include <string>

#include "forecast/plan/plan.h"
#include "ledger/text/node.h"
#include "sim/model/model.h"

namespace betledger::forecast {

/// What the simulator is told, for other programs: `betledger.model/1` (docs/benchmarks.md), with
/// the focus metric, its target and the outputs that the benchmarks ask for (the focus metric and
/// its direct drivers). Indices are positions in the lists of the same document.
///
/// \pre model is to_model(plan, ...)
[[nodiscard]] ledger::Node model_node(const Plan& plan,
                                      const sim::Model& model,
                                      const std::string& version);

/// The same as text: a line per member, and per item of its lists. Ends with a newline.
[[nodiscard]] std::string write_model(const ledger::Node& node);

/// A distribution as its family and parameters. Families that no other program has (quantiles, an
/// empirical sample) carry a "table" too: the quantile function over standard normal scores, in
/// steps of 1/64 from -6.5 to 6.5, to be read linearly.
[[nodiscard]] ledger::Node distribution_node(const Distribution& distribution);

}  // namespace betledger::forecast
