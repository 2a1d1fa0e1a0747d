#pragma once

#include <vector>

#include "cli/words/command.h"

namespace betledger::cli {

// The parts of the command table, one source each; `commands()` puts them in order.
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
[[nodiscard]] std::vector<Command> explain_commands();   // explain
[[nodiscard]] std::vector<Command> log_commands();       // log, show, verify
[[nodiscard]] std::vector<Command> help_commands();      // schema, completion, help
[[nodiscard]] std::vector<Command> standing_commands();  // standing
[[nodiscard]] std::vector<Command> review_show_commands();  // review, review show

/// The whole table, by groups and in the order of a quarter (commands.cc).
[[nodiscard]] CommandTable commands();

}  // namespace betledger::cli
