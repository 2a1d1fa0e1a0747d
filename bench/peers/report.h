#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "bench/peers/model.h"

namespace bench {

/// What a peer says of one series: an output metric in one period, or its roll-up.
struct Statistics {
  double mean = 0;
  double p10 = 0;
  double p50 = 0;
  double p90 = 0;
};

/// A peer's whole answer. Series: for each output metric its periods, then its roll-up.
struct Answer {
  std::vector<Statistics> series;
  double target = 0;               // P(the target is met)
  std::vector<Statistics> spread;  // if asked for: the standard errors from one run, per series
};

struct Arguments {
  std::string model;
  std::uint64_t runs = 100'000;
  std::uint64_t seed = 1;
  std::string out;
};

/// MODEL RUNS SEED OUT
[[nodiscard]] Arguments parse_arguments(int argc, char** argv);

/// Reads the model, simulates a tenth of the runs to warm up, then times `simulate` and writes
/// the answer, the seconds and the peak memory of that as JSON. Returns an exit code: 77 when
/// `simulate` throws Unsupported.
int time_peer(
    const char* name,
    int argc,
    char** argv,
    const std::function<Answer(const Model&, std::uint64_t runs, std::uint64_t seed)>& simulate);

/// A model that this peer cannot simulate; its text says why.
struct Unsupported {
  std::string why;
};

/// The values of all series, column by column, to statistics: quantiles of type 7 by selection.
/// Reorders the values.
[[nodiscard]] Statistics statistics_of(std::span<double> values);

/// Times 1 / sqrt(n): the standard errors of the statistics of n runs. Densities by the difference
/// of quantiles 2 % to either side. Sorts the values.
[[nodiscard]] Statistics spread_of(std::span<double> values);

[[nodiscard]] inline bool meets(const Target& target, double value) {
  return target.at_least ? value >= target.bound : value <= target.bound;
}

}  // namespace bench
