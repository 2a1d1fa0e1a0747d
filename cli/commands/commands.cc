#include "cli/commands/commands.h"

#include <utility>
#include <vector>

namespace betledger::cli {
namespace {

std::vector<Command> join_tables() {
  std::vector<Command> all;
  for (const auto part : {start_commands,
                          export_commands,
                          actuals_commands,
                          bet_commands,
                          cycle_commands,
                          forecast_commands,
                          gap_commands,
                          review_show_commands,
                          standing_commands,
                          backtest_commands,
                          baseline_commands,
                          experiment_commands,
                          priors_commands,
                          calibration_commands,
                          optimism_commands,
                          review_commands,
                          log_commands,
                          help_commands}) {
    for (Command& command : part()) {
      all.push_back(std::move(command));
    }
  }
  return all;
}

}  // namespace

CommandTable commands() {
  static const std::vector<Command> table = join_tables();
  return table;
}

}  // namespace betledger::cli
