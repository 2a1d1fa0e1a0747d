#pragma once

#include "forecast/projection/forecast.h"
#include "forecast/projection/monitor.h"
#include "sim/program/program.h"

namespace betledger::forecast {

/// Simulates and fills fans, odds, watches (in the order of the tree) and clamps of a forecast, and
/// how many runs it took. Stopped on the way, it says so and keeps the runs that were done.
/// \pre the forecast's plan and settings are set, the rest is empty
void fill_fans(const sim::Program& program,
               sim::Executor& executor,
               const Monitor& monitor,
               Forecast& forecast);

}  // namespace betledger::forecast
