// Boost.Random: mt19937_64, its ziggurat normal, TBB, double, the C
// library.
#include <cmath>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/seed_seq.hpp>
#include <boost/random/uniform_01.hpp>

#include "bench/peers/monte_carlo.h"
#include "bench/peers/report.h"

namespace {

class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) {
    const boost::random::seed_seq mixed{static_cast<std::uint32_t>(seed),
                                        static_cast<std::uint32_t>(seed >> 32U),
                                        static_cast<std::uint32_t>(stream),
                                        static_cast<std::uint32_t>(stream >> 32U)};
    engine_.seed(mixed);
  }
  double uniform() { return uniform_(engine_); }
  double normal() { return normal_(engine_); }
  /// Marsaglia and Tsang (2000) on the ziggurat: Boost's own gamma takes a tangent each time.
  // NOLINTNEXTLINE(misc-no-recursion): once, for a shape of at least 1
  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * std::pow(uniform(), 1 / shape);
    }
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
      const double x = normal();
      const double v = 1 + c * x;
      const double cube = v * v * v;
      if (v > 0 && std::log(1 - uniform()) < 0.5 * x * x + d - d * cube + d * std::log(cube)) {
        return d * cube;
      }
    }
  }

 private:
  boost::random::mt19937_64 engine_;
  boost::random::uniform_01<double> uniform_;
  boost::random::normal_distribution<double> normal_;  // the ziggurat
};

}  // namespace

int main(int argc, char** argv) {
  return bench::time_peer("boost", argc, argv, bench::monte_carlo<Random>);
}
