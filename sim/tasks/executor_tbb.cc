#include <algorithm>

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include "sim/tasks/executor.h"
#include "sim/tasks/task_errors.h"

namespace betledger::sim {
namespace {

class TbbExecutor final : public Executor {
 public:
  explicit TbbExecutor(std::size_t threads)
      : limit_{tbb::global_control::max_allowed_parallelism, at_least(threads)},
        arena_{threads == 0 ? tbb::task_arena::automatic : static_cast<int>(threads)} {}

  void for_each(std::size_t count, const std::function<void(std::size_t)>& task) override {
    TaskErrors errors;
    arena_.execute([&] {
      tbb::parallel_for(tbb::blocked_range<std::size_t>{0, count, 1},
                        [&](const tbb::blocked_range<std::size_t>& range) {
                          for (std::size_t i = range.begin(); i != range.end(); ++i) {
                            errors.run(i, task);
                          }
                        });
    });
    errors.rethrow();
  }

  [[nodiscard]] std::size_t threads() const noexcept override {
    return static_cast<std::size_t>(arena_.max_concurrency());
  }

 private:
  /// As many threads as were asked for, also on a machine with fewer cores; else TBB says on
  /// standard error that it ignores some.
  static std::size_t at_least(std::size_t threads) {
    return std::max(
        {threads,
         tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism),
         std::size_t{1}});
  }

  tbb::global_control limit_;
  tbb::task_arena arena_;
};

}  // namespace

std::unique_ptr<Executor> make_tbb_executor(std::size_t threads) {
  return std::make_unique<TbbExecutor>(threads);
}

}  // namespace betledger::sim
