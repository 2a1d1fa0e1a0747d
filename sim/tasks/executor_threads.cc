#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

#include "sim/tasks/executor.h"
#include "sim/tasks/task_errors.h"

namespace betledger::sim {
namespace {

/// Threads that take the next task from a counter until none is left; the caller is one of them.
class ThreadExecutor final : public Executor {
 public:
  explicit ThreadExecutor(std::size_t threads) : threads_{threads} {}

  void for_each(std::size_t count, const std::function<void(std::size_t)>& task) override {
    std::atomic<std::size_t> next{0};
    TaskErrors errors;
    const auto work = [&] {
      for (std::size_t i = next++; i < count; i = next++) {
        errors.run(i, task);
      }
    };
    {
      std::vector<std::jthread> helpers;
      try {
        for (std::size_t k = 1; k < std::min(threads_, count); ++k) {
          helpers.emplace_back(work);
        }
      } catch (const std::system_error&) {
        // The system gives no more threads: those there are do all the work.
      }
      work();
    }
    errors.rethrow();
  }

  [[nodiscard]] std::size_t threads() const noexcept override { return threads_; }

 private:
  std::size_t threads_;
};

}  // namespace

std::unique_ptr<Executor> make_thread_executor(std::size_t threads) {
  const std::size_t machine = std::max(1U, std::thread::hardware_concurrency());
  return std::make_unique<ThreadExecutor>(threads == 0 ? machine : threads);
}

}  // namespace betledger::sim
