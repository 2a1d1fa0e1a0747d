#include "cli/process/progress.h"

#include <cmath>

#include <fmt/format.h>

namespace betledger::cli {

Progress::Progress(const Console& console) : console_{console} {}

void Progress::show(std::uint64_t done, std::uint64_t most) {
  const auto now = Clock::now();
  if (!console_.err_is_terminal || console_.quiet || now < next_ || done == 0) {
    return;
  }
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double left = seconds / static_cast<double>(done) * static_cast<double>(most - done);
  console_.err(
      fmt::format("\r\x1b[K{} runs; at most {} s for all {}", done, std::ceil(left), most));
  shown_ = true;
  next_ = now + std::chrono::milliseconds{100};
}

void Progress::clear() {
  if (shown_) {
    console_.err("\r\x1b[K");
    shown_ = false;
  }
}

}  // namespace betledger::cli
