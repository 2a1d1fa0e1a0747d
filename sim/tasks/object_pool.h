#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace betledger::sim {

/// Lends things to work with to tasks that run at once: no more are made than tasks are under way,
/// and none is paid for twice. For what writes all that it reads: then it does not matter who had
/// it before.
template <class T>
class ObjectPool {
 public:
  /// A borrowed thing; goes back when the lease ends.
  class Lease {
   public:
    Lease(ObjectPool& owner, std::unique_ptr<T> thing) : owner_{&owner}, thing_{std::move(thing)} {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() {
      const std::lock_guard lock{owner_->mutex_};
      owner_->idle_.push_back(std::move(thing_));
    }

    [[nodiscard]] T& operator*() const noexcept { return *thing_; }
    [[nodiscard]] T* operator->() const noexcept { return thing_.get(); }

   private:
    ObjectPool* owner_;
    std::unique_ptr<T> thing_;
  };

  explicit ObjectPool(std::function<std::unique_ptr<T>()> make) : make_{std::move(make)} {}

  /// Safe to call from several threads.
  [[nodiscard]] Lease lease() {
    {
      const std::lock_guard lock{mutex_};
      if (!idle_.empty()) {
        std::unique_ptr<T> thing = std::move(idle_.back());
        idle_.pop_back();
        return {*this, std::move(thing)};
      }
    }
    return {*this, make_()};
  }

 private:
  std::function<std::unique_ptr<T>()> make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_;
};

}  // namespace betledger::sim
