#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>

namespace betledger::sim {

/// Runs tasks so that which exception comes out does not depend on timing: the one of the task with
/// the lowest index. Tasks past the lowest that failed are skipped; those before it never are.
class TaskErrors {
 public:
  /// From several threads at once.
  void run(std::size_t index, const std::function<void(std::size_t)>& task) noexcept {
    if (index > lowest_.load(std::memory_order_relaxed)) {
      return;
    }
    try {
      task(index);
    } catch (...) {
      const std::lock_guard lock{mutex_};
      if (index < lowest_.load(std::memory_order_relaxed)) {
        lowest_.store(index, std::memory_order_relaxed);
        error_ = std::current_exception();
      }
    }
  }

  /// After all tasks have ended.
  void rethrow() const {
    if (error_) {
      std::rethrow_exception(error_);
    }
  }

 private:
  std::atomic<std::size_t> lowest_{std::numeric_limits<std::size_t>::max()};
  std::mutex mutex_;
  std::exception_ptr error_;
};

}  // namespace betledger::sim
