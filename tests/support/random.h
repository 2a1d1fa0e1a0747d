#pragma once

#include <cstddef>
#include <cstdint>

namespace betledger {

/// SplitMix64 (Steele, Lea and Flood 2014): the tests' own random numbers, the same on every
/// machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_{seed} {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  /// 0 to count - 1
  std::size_t below(std::size_t count) { return next() % count; }
  /// In (0, 1).
  double uniform() { return (static_cast<double>(next() >> 11U) + 0.5) / 9007199254740992.0; }

 private:
  std::uint64_t state_;
};

}  // namespace betledger
