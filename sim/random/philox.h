#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace betledger::sim {

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011): four random words, a pure function of its
/// inputs.
[[nodiscard]] std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key) noexcept;

/// A random variable's stable name, as the first 8 bytes of its SHA-256.
struct Variable {
  std::array<std::uint32_t, 2> words{};

  [[nodiscard]] static Variable of(std::string_view name) noexcept;
  friend bool operator==(const Variable&, const Variable&) = default;
};

/// The key of one variable's Philox stream under one seed: the first two words of
/// philox((variable, 0, 0), seed). Two programs that share both share the draws.
struct StreamKey {
  std::array<std::uint32_t, 2> words{};

  [[nodiscard]] static StreamKey of(std::uint64_t seed, Variable variable) noexcept;
  [[nodiscard]] static StreamKey of(std::uint64_t seed, std::string_view variable) noexcept;
  friend bool operator==(const StreamKey&, const StreamKey&) = default;
};

/// Runs come in blocks of 256, and one Philox call serves four runs of a block, 64 apart: run
/// `256 b + i` takes word i / 64 of philox((64 b + i % 64) lo, hi, index, 0), so that a block's
/// words fill a column without shuffling and none is thrown away.
[[nodiscard]] std::uint32_t random_word(StreamKey key,
                                        std::uint64_t run,
                                        std::uint32_t index) noexcept;

/// The middle of the word's cell of (0, 1): (word + 1/2) / 2^32; never 0 or 1.
[[nodiscard]] inline double to_uniform(std::uint32_t word) noexcept {
  return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

}  // namespace betledger::sim
