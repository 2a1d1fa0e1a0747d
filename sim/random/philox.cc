#include "sim/random/philox.h"

#include <cstddef>

#include "core/sha256.h"

namespace betledger::sim {
namespace {

std::uint32_t high(std::uint64_t value) {
  return static_cast<std::uint32_t>(value >> 32);
}

std::uint32_t low(std::uint64_t value) {
  return static_cast<std::uint32_t>(value & 0xffffffffU);
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{counter[0]} * 0xD2511F53U;
    const std::uint64_t b = std::uint64_t{counter[2]} * 0xCD9E8D57U;
    counter = {high(b) ^ counter[1] ^ key[0], low(b), high(a) ^ counter[3] ^ key[1], low(a)};
    key = {key[0] + 0x9E3779B9U, key[1] + 0xBB67AE85U};
  }
  return counter;
}

Variable Variable::of(std::string_view name) noexcept {
  const auto digest = sha256(name);
  Variable variable;
  for (std::size_t i = 0; i < 8; ++i) {
    variable.words[i / 4] = (variable.words[i / 4] << 8) | digest[i];
  }
  return variable;
}

StreamKey StreamKey::of(std::uint64_t seed, Variable variable) noexcept {
  const auto words = philox({variable.words[0], variable.words[1], 0, 0}, {low(seed), high(seed)});
  return {{words[0], words[1]}};
}

StreamKey StreamKey::of(std::uint64_t seed, std::string_view variable) noexcept {
  return of(seed, Variable::of(variable));
}

std::uint32_t random_word(StreamKey key, std::uint64_t run, std::uint32_t index) noexcept {
  const std::uint64_t call = run / 256 * 64 + run % 64;
  return philox({low(call), high(call), index, 0}, key.words)[run % 256 / 64];
}

}  // namespace betledger::sim
