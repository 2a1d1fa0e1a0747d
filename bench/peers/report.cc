#include "bench/peers/report.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <numeric>

#include <malloc.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace bench {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// What reading the model took is not the peer's: the peak is counted anew from here.
void forget_peak_memory() {
  malloc_trim(0);
  std::ofstream{"/proc/self/clear_refs"} << "5";
}

double peak_megabytes() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) {
      return std::strtod(line.c_str() + 6, nullptr) / 1024;
    }
  }
  return 0;
}

nlohmann::json to_json(const std::vector<Statistics>& series) {
  auto json = nlohmann::json::array();
  for (const Statistics& s : series) {
    json.push_back({s.mean, s.p10, s.p50, s.p90});
  }
  return json;
}

}  // namespace

Arguments parse_arguments(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: " << argv[0] << " MODEL RUNS SEED OUT\n";
    std::exit(2);
  }
  return {argv[1], std::stoull(argv[2]), std::stoull(argv[3]), argv[4]};
}

int time_peer(
    const char* name,
    int argc,
    char** argv,
    const std::function<Answer(const Model&, std::uint64_t, std::uint64_t)>& simulate) try {
  const Arguments arguments = parse_arguments(argc, argv);
  const Model model = read_model(arguments.model);
  forget_peak_memory();
  (void)simulate(model, std::max<std::uint64_t>(arguments.runs / 10, 1000), arguments.seed);
  const double cpu = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  const Answer answer = simulate(model, arguments.runs, arguments.seed);
  nlohmann::json json;
  json["seconds"] = seconds_since(start);
  json["cpu_seconds"] = cpu_seconds() - cpu;
  json["peer"] = name;
  json["runs"] = arguments.runs;
  json["peak_mb"] = peak_megabytes();
  json["target"] = answer.target;
  json["series"] = to_json(answer.series);
  if (!answer.spread.empty()) {
    json["spread"] = to_json(answer.spread);
  }
  std::ofstream{arguments.out} << json << "\n";
  return 0;
} catch (const Unsupported& unsupported) {
  std::cerr << name << ": " << unsupported.why << "\n";
  return 77;
} catch (const std::exception& error) {
  std::cerr << name << ": " << error.what() << "\n";
  return 1;
}

Statistics statistics_of(std::span<double> values) {
  Statistics result;
  result.mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  auto from = values.begin();
  const auto quantile = [&](double level) {
    const double rank = level * static_cast<double>(values.size() - 1);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(from, below, values.end());
    from = below;
    const double above =
        below + 1 == values.end() ? *below : *std::min_element(below + 1, values.end());
    return *below + (rank - std::floor(rank)) * (above - *below);
  };
  result.p10 = quantile(0.1);
  result.p50 = quantile(0.5);
  result.p90 = quantile(0.9);
  return result;
}

Statistics spread_of(std::span<double> values) {
  constexpr double side = 0.02;
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double square = 0;
  for (const double value : values) {
    square += (value - mean) * (value - mean);
  }
  const auto error = [&](double level) {
    const auto at = [&](double p) { return values[static_cast<std::size_t>(p * (count - 1))]; };
    return std::sqrt(level * (1 - level)) * (at(level + side) - at(level - side)) / (2 * side);
  };
  return {std::sqrt(square / (count - 1)), error(0.1), error(0.5), error(0.9)};
}

}  // namespace bench
