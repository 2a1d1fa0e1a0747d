// Not a peer: how far Monte Carlo alone moves each statistic. The answer of `std`, with the
// standard error that one run would have: divide by the square root of the runs.
#include "bench/peers/monte_carlo.h"
#include "bench/peers/report.h"
#include "bench/peers/std_random.h"

int main(int argc, char** argv) {
  return bench::time_peer("spread", argc, argv, bench::monte_carlo<bench::StdRandom, true>);
}
