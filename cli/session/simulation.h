#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "cli/words/command.h"
#include "forecast/plan/plan.h"
#include "forecast/projection/settings.h"
#include "sim/tasks/executor.h"

namespace betledger::cli {

/// The settings of so many runs; the parts that take fewer runs take at most these.
[[nodiscard]] forecast::Settings settings_of(std::uint64_t runs, std::uint64_t seed);
/// --runs and --seed.
[[nodiscard]] forecast::Settings settings_of(const Call& call);
/// The same, where --runs is `auto` unless it says a number.
[[nodiscard]] forecast::Settings automatic_settings_of(const Call& call);

/// --executor and --threads.
[[nodiscard]] std::unique_ptr<sim::Executor> executor_of(const Call& call);

/// The plan of the cycle that option or positional `name` says. Warnings go to standard error.
[[nodiscard]] Result<forecast::Plan> plan_of(const Call& call,
                                             const ledger::Book& book,
                                             std::string_view name);

}  // namespace betledger::cli
