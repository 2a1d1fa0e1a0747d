#include "cli/commands/commands.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "core/contract.h"

namespace betledger::cli {
namespace {

/// Commands by what they are for.
struct CommandGroup {
  std::string_view title;
  std::vector<std::string_view> names;
};

/// The order of the table: that of a quarter, then what is asked at any time.
std::vector<CommandGroup> groups() {
  return {
      {"Plan",
       {"init",
        "apply",
        "bet show",
        "bet amend",
        "cycle open",
        "rank",
        "forecast",
        "cycle commit",
        "cycle show",
        "cycle list"}},
      {"Run the quarter",
       {"bet start",
        "bet deliver",
        "bet stop",
        "bet undo",
        "experiment record",
        "experiment list",
        "experiment withdraw",
        "standing",
        "gap",
        "why",
        "digest"}},
      {"Learn",
       {"review",
        "review show",
        "review accept",
        "review reject",
        "review annotate",
        "cycle close",
        "optimism show",
        "optimism apply",
        "optimism set",
        "optimism off",
        "priors learn",
        "calibration"}},
      {"Ledger", {"explain", "log", "show", "verify", "export", "schema", "completion", "help"}},
      {"Data", {"actuals import", "check", "baseline", "backtest"}}};
}

std::vector<Command> all_parts() {
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
                          explain_commands,
                          log_commands,
                          help_commands}) {
    for (Command& command : part()) {
      all.push_back(std::move(command));
    }
  }
  return all;
}

std::vector<Command> join_tables() {
  std::vector<Command> parts = all_parts();
  std::vector<Command> table;
  for (const CommandGroup& group : groups()) {
    for (const std::string_view name : group.names) {
      const auto found = std::find_if(parts.begin(), parts.end(), [name](const Command& command) {
        return command.name == name;
      });
      BET_EXPECT(found != parts.end());
      found->group = group.title;
      table.push_back(std::move(*found));
      parts.erase(found);
    }
  }
  BET_EXPECT(parts.empty());
  return table;
}

}  // namespace

CommandTable commands() {
  static const std::vector<Command> table = join_tables();
  return table;
}

}  // namespace betledger::cli
