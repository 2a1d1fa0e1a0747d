#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.h"

namespace betledger::cli {

// The parts of the command table, one source each; `commands()` joins them in this order.
[[nodiscard]] std::vector<Command> start_commands();        // init, apply
[[nodiscard]] Command init_command();                       // the first of these, in its own source
[[nodiscard]] std::vector<Command> export_commands();       // export
[[nodiscard]] std::vector<Command> actuals_commands();      // actuals import, check
[[nodiscard]] std::vector<Command> bet_commands();          // bet show, the steps, amend
[[nodiscard]] std::vector<Command> bet_step_commands();     // bet start, deliver, stop, undo
[[nodiscard]] std::vector<Command> cycle_commands();        // cycle open, commit, show, list
[[nodiscard]] std::vector<Command> forecast_commands();     // rank, forecast
[[nodiscard]] std::vector<Command> gap_commands();          // gap, digest, why
[[nodiscard]] std::vector<Command> backtest_commands();     // backtest
[[nodiscard]] std::vector<Command> baseline_commands();     // baseline
[[nodiscard]] std::vector<Command> experiment_commands();   // experiment record, list, withdraw
[[nodiscard]] std::vector<Command> priors_commands();       // priors learn
[[nodiscard]] std::vector<Command> calibration_commands();  // calibration
[[nodiscard]] std::vector<Command> optimism_commands();     // optimism show, apply, set, off
[[nodiscard]] std::vector<Command> review_commands();       // review accept, reject, annotate
[[nodiscard]] Command close_command();                   // cycle close, the last of cycle_commands
[[nodiscard]] std::vector<Command> log_commands();       // explain, log, show, verify
[[nodiscard]] std::vector<Command> help_commands();      // schema, completion, help
[[nodiscard]] std::vector<Command> standing_commands();  // standing
[[nodiscard]] std::vector<Command> review_show_commands();  // review, review show

// Options that several commands share.
[[nodiscard]] Option format_option();
[[nodiscard]] Option dry_run_option();
[[nodiscard]] Option because_option(bool required);
[[nodiscard]] Option day_option();
[[nodiscard]] Option cycle_option();
[[nodiscard]] Option seed_option();
[[nodiscard]] Option threads_option();
[[nodiscard]] Option executor_option();
[[nodiscard]] Option period_kind_option(std::string summary, std::string fallback);
/// --expect-head, --idempotency-key: of every command that writes.
[[nodiscard]] std::vector<Option> writing_options();
/// --runs, --seed, --threads, --executor: of every command that simulates.
/// Does a command know when there are runs enough?
enum class RunsChoice : std::uint8_t { number, automatic };
[[nodiscard]] std::vector<Option> simulation_options(RunsChoice choice);
[[nodiscard]] std::vector<Option> operator+(std::vector<Option> a, std::vector<Option> b);

}  // namespace betledger::cli
