#pragma once

#include <cstdint>
#include <random>

namespace bench {

class StdRandom {
 public:
  StdRandom(std::uint64_t seed, std::uint64_t stream) {
    std::seed_seq mixed{static_cast<std::uint32_t>(seed),
                        static_cast<std::uint32_t>(seed >> 32U),
                        static_cast<std::uint32_t>(stream),
                        static_cast<std::uint32_t>(stream >> 32U)};
    engine_.seed(mixed);
  }
  double uniform() { return uniform_(engine_); }
  double normal() { return normal_(engine_); }
  double gamma(double shape) { return gamma_(engine_, Gamma::param_type{shape, 1}); }

 private:
  using Gamma = std::gamma_distribution<double>;
  std::mt19937_64 engine_;
  std::uniform_real_distribution<double> uniform_;
  std::normal_distribution<double> normal_;
  Gamma gamma_;
};

}  // namespace bench
