#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

namespace betledger::forecast {

/// Who looks on while it takes its time.
struct Monitor {
  std::function<void(std::uint64_t done, std::uint64_t most)> progress;  // runs; may be empty
  const std::atomic<bool>* stop = nullptr;                               // set: no further runs
};

}  // namespace betledger::forecast
