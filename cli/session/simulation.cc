#include "cli/session/simulation.h"

#include <algorithm>

#include "cli/process/version.h"
#include "cli/session/lookup.h"
#include "forecast/plan/make_plan.h"

namespace betledger::cli {

forecast::Settings settings_of(std::uint64_t runs, std::uint64_t seed) {
  forecast::Settings settings;
  settings.runs = runs;
  settings.seed = seed;
  settings.attribution_runs = std::min(settings.attribution_runs, runs);
  settings.variance_runs = std::min(settings.variance_runs, runs);
  return settings;
}

forecast::Settings settings_of(const Call& call) {
  const forecast::Settings usual;
  return settings_of(call.arguments.count("runs", usual.runs),
                     call.arguments.count("seed", usual.seed));
}

forecast::Settings automatic_settings_of(const Call& call) {
  if (call.arguments.text("runs", "auto") != "auto") {
    return settings_of(call);
  }
  forecast::Settings settings;
  settings.runs = 1'000'000;  // enough for a standard error of 0.05 points
  settings.until = forecast::Precision{};
  settings.seed = call.arguments.count("seed", settings.seed);
  return settings;
}

std::unique_ptr<sim::Executor> executor_of(const Call& call) {
  const std::size_t threads = call.arguments.count("threads", 0);
  return call.arguments.text("executor", default_executor()) == "tbb"
             ? sim::make_tbb_executor(threads)
             : sim::make_thread_executor(threads);
}

Result<forecast::Plan> plan_of(const Call& call, const ledger::Book& book, std::string_view name) {
  const auto cycle = find_cycle(call, book, name);
  if (!cycle) {
    return cycle.error();
  }
  Diagnostics warnings;
  auto plan = forecast::make_plan(book, {.cycle = cycle->cycle.key, .data_through = {}}, warnings);
  call.console.warn(warnings);
  return plan;
}

}  // namespace betledger::cli
