#include "sim/tasks/executor.h"

namespace betledger::sim {
namespace {

class Stoppable final : public Executor {
 public:
  Stoppable(Executor& executor, const std::atomic<bool>& stop) : executor_{executor}, stop_{stop} {}

  void for_each(std::size_t count, const std::function<void(std::size_t)>& task) override {
    std::atomic<bool> left_out{false};
    executor_.for_each(count, [&](std::size_t i) {
      if (stop_) {
        left_out = true;
      } else {
        task(i);
      }
    });
    if (left_out) {
      throw Interrupted{};
    }
  }

  [[nodiscard]] std::size_t threads() const noexcept override { return executor_.threads(); }

 private:
  Executor& executor_;
  const std::atomic<bool>& stop_;
};

}  // namespace

std::unique_ptr<Executor> make_stoppable(Executor& executor, const std::atomic<bool>& stop) {
  return std::make_unique<Stoppable>(executor, stop);
}

}  // namespace betledger::sim
