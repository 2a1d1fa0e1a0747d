#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/words/option.h"

namespace betledger::cli {

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
/// Does a command know when there are runs enough?
enum class RunsChoice : std::uint8_t { number, automatic };
/// --runs, --seed, --threads, --executor: of every command that simulates.
[[nodiscard]] std::vector<Option> simulation_options(RunsChoice choice);
[[nodiscard]] std::vector<Option> operator+(std::vector<Option> a, std::vector<Option> b);

}  // namespace betledger::cli
