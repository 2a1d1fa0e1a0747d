#pragma once

#include <string>

#include "forecast/projection/fan.h"
#include "forecast/projection/forecast.h"
#include "ledger/text/node.h"

namespace betledger::forecast {

/// What programs read of a forecast, `betledger.forecast/1`: everything a person can see of it.
/// Keys are only ever added (docs/contracts.md). `version` is of the software. write_json of it is
/// what a commit hashes; all members in a fixed order, numbers at full precision.
[[nodiscard]] ledger::Node contract_of(const Forecast& forecast, const std::string& version);

/// {"ledger", "head": {"seq", "hash"}, "seed", "runs", "version"}
[[nodiscard]] ledger::Node provenance_of(const Forecast& forecast, const std::string& version);
/// {"key", "start", "end", "period", "periods"}
[[nodiscard]] ledger::Node cycle_of(const ledger::Cycle& cycle);
/// One entry of "metrics", or of a landing.
[[nodiscard]] ledger::Node metric_of(const MetricFan& fan);

/// The fitted members per metric, with mean path and psi-weights: enough to draw from them again.
[[nodiscard]] ledger::Node baselines_of(const Forecast& forecast);

}  // namespace betledger::forecast
