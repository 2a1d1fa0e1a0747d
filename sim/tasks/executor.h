#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace betledger::sim {

/// Calls `task(0)` to `task(count - 1)`, each once, in any order, perhaps at once; returns when all
/// are done. The first exception of a task is rethrown after the others ended. Results must not
/// depend on which thread ran a task: then they depend on neither the executor nor the number of
/// threads.
class Executor {
 public:
  Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
  virtual ~Executor() = default;

  virtual void for_each(std::size_t count, const std::function<void(std::size_t)>& task) = 0;
  [[nodiscard]] virtual std::size_t threads() const noexcept = 0;
};

/// What a stoppable executor throws instead of a result.
struct Interrupted {};

/// Runs tasks on another executor until `stop` is set: tasks that come after are left out, and
/// for_each throws Interrupted. Both must live longer.
[[nodiscard]] std::unique_ptr<Executor> make_stoppable(Executor& executor,
                                                       const std::atomic<bool>& stop);

/// `threads` 0: as many as the machine has.
[[nodiscard]] std::unique_ptr<Executor> make_tbb_executor(std::size_t threads = 0);
/// On std::jthread: what TSan can see through (Debian's TBB is not instrumented).
[[nodiscard]] std::unique_ptr<Executor> make_thread_executor(std::size_t threads = 0);

}  // namespace betledger::sim
