#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "forecast/history/innovations.h"

// The rows of a regression of one metric's surprises on those of its drivers. Inside forecast/ and
// its tests only.

namespace betledger::forecast {

/// Fewer common periods than this say nothing.
inline constexpr std::size_t least_pairs = 20;

struct LeftOut {
  std::uint32_t link = 0;  // position in spec().links
  std::size_t pairs = 0;
  std::string why;
};

struct LeadRows {
  std::vector<std::uint32_t> links;  // of the drivers, positions in spec().links
  std::vector<double> outcome;
  std::vector<std::vector<double>> drivers;  // by link, each as long as `outcome`
  /// By link: of a slope of these values, what it is in standard deviations of all surprises as
  /// they were, which is what a forecast draws in.
  std::vector<double> unit;
  std::vector<LeftOut> left_out;
};

enum class Drivers : std::uint8_t { all, stochastic };

/// Periods t in which the outcome has an innovation and every driver has one at t - lag. Drivers
/// without enough of them are left out, those with the fewest first.
[[nodiscard]] LeadRows lead_rows(const tree::MetricTree& tree,
                                 const Innovations& innovations,
                                 MetricId outcome,
                                 Drivers drivers);

}  // namespace betledger::forecast
