// Scores the baseline on weekly series, as docs/statistics-baseline.md reports it.
//
//   m4_weekly FILE.csv [real|positive|auto]
//
// FILE has a line per series: id, then its history, then 13 values after it, as columns `t-79` ..
// `t0` and `h1` .. `h13` (tests/data/m4_weekly_dev.csv). Prints a line per length of history.

#include "tests/forecast/baseline/m4_weekly.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/number.h"
#include "forecast/baseline/baseline.h"

namespace {

using betledger::forecast::M4Series;
using betledger::tree::Support;

void print_line(const std::vector<M4Series>& all, std::size_t points, Support support) {
  const auto begin = std::chrono::steady_clock::now();
  const auto score = betledger::forecast::score_m4(all, points, support);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  fmt::print("{:6} {:6} {:8.4f} {:7.4f} {:8.4f} {:8.4f} {:9.3f} {:9.3f} {:8.2f}\n",
             points,
             score.series,
             score.wis,
             score.wis_error,
             score.wis_half[0],
             score.wis_half[1],
             score.weeks_inside,
             score.totals_inside,
             took.count());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: m4_weekly FILE.csv [real|positive]\n");
    return 2;
  }
  const bool real = argc > 2 && std::string_view{argv[2]} == "real";
  const auto all = betledger::forecast::read_m4(argv[1]);
  fmt::print("points series      WIS      se     half     half  weeks80%  total80%  seconds\n");
  for (const std::size_t points : {80U, 40U, 26U}) {
    print_line(all, points, real ? Support::real : Support::positive);
  }
  return 0;
}
