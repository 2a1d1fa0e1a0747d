#pragma once

#include <atomic>

namespace betledger::cli {

/// While it lives, the first Ctrl-C asks for an early end instead of ending the program; the second
/// ends it. One at a time.
class Interruption {
 public:
  Interruption() noexcept;
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  [[nodiscard]] const std::atomic<bool>& asked_for() const noexcept;
};

/// For the signal's handler: was somebody there to take it? Safe in a handler.
[[nodiscard]] bool ask_for_interruption() noexcept;

}  // namespace betledger::cli
