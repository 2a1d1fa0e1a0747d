#pragma once

#include <chrono>
#include <cstdint>

#include "cli/process/console.h"

namespace betledger::cli {

/// How far a simulation is, on one line of a terminal: after half a second, ten times a second.
/// Nothing elsewhere, nor when quiet.
class Progress {
 public:
  explicit Progress(const Console& console);

  /// `most` runs may turn out to be more than it takes.
  void show(std::uint64_t done, std::uint64_t most);
  /// Wipes the line.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  const Console& console_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::milliseconds{500};
  bool shown_ = false;
};

}  // namespace betledger::cli
