// Plain C++: std::mt19937_64 and the distributions of <random>, TBB, double, the C library.
#include "bench/peers/monte_carlo.h"
#include "bench/peers/report.h"
#include "bench/peers/std_random.h"

int main(int argc, char** argv) {
  return bench::time_peer("std", argc, argv, bench::monte_carlo<bench::StdRandom>);
}
