// Boost.Random: mt19937_64, its ziggurat normal and gamma distributions, TBB, double, the C
// library.
#include <boost/random/gamma_distribution.hpp>
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
  double gamma(double shape) { return gamma_(engine_, Gamma::param_type{shape, 1}); }

 private:
  using Gamma = boost::random::gamma_distribution<double>;
  boost::random::mt19937_64 engine_;
  boost::random::uniform_01<double> uniform_;
  boost::random::normal_distribution<double> normal_;  // the ziggurat
  Gamma gamma_;
};

}  // namespace

int main(int argc, char** argv) {
  return bench::time_peer("boost", argc, argv, bench::monte_carlo<Random>);
}
