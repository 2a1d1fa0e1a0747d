#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace betledger {

/// Many numbers in one piece of memory, which hold nothing yet: on large pages where the system has
/// them, because the first touch of a small page costs more than filling it.
class LargeArray {
 public:
  explicit LargeArray(std::size_t count);

  [[nodiscard]] std::span<double> part(std::size_t first, std::size_t count) const noexcept {
    return {memory_.get() + first, count};
  }

 private:
  struct Free {
    void operator()(double* memory) const noexcept;
  };

  std::unique_ptr<double, Free> memory_;
};

}  // namespace betledger
