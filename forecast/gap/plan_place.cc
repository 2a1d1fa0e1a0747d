#include "forecast/gap/plan_place.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "forecast/projection/committed.h"

namespace betledger::forecast {
namespace {

PlanPlace::Side side_of(double value, const CommittedBand::Range& band) {
  return value < band.p10   ? PlanPlace::Side::below
         : value > band.p90 ? PlanPlace::Side::above
                            : PlanPlace::Side::inside;
}

}  // namespace

std::string_view name(PlanPlace::Side side) noexcept {
  constexpr std::array<std::string_view, 3> names{"below", "inside", "above"};
  return names[static_cast<std::size_t>(side)];
}

bool is_known(const Gap& gap, MetricId metric) {
  constexpr double rounding = 1e-9;
  const Standing& standing = gap.standing;
  const auto& quantiles = gap.landing.metrics[metric.value()].fan.rollup_with.quantiles;
  const double width = quantiles.back() - quantiles.front();
  return standing.periods_known >= standing.locked.cycle.timeline.count &&
         width <= rounding * std::abs(quantiles.front());
}

std::optional<PlanPlace> focus_in_plan(const Gap& gap) {
  const Standing& standing = gap.standing;
  const MetricId focus = standing.locked.tree.focus();
  const auto band = committed_band(standing.commit, standing.locked.tree.metric(focus).key);
  if (!band) {
    return std::nullopt;
  }
  PlanPlace place;
  place.metric = standing.locked.tree.metric(focus).key;
  place.p10 = band->rollup.p10;
  place.p50 = band->rollup.p50;
  place.p90 = band->rollup.p90;
  place.landing = gap.landing.metrics[focus.value()].fan.rollup_with.quantiles[3];
  place.is_known = is_known(gap, focus);
  place.side = side_of(place.landing, band->rollup);
  const auto& values = standing.observed[focus.value()].values;
  for (std::size_t t = 0; t < std::min(values.size(), band->periods.size()); ++t) {
    if (values[t]) {
      ++place.seen;
      place.seen_inside +=
          side_of(*values[t], band->periods[t]) == PlanPlace::Side::inside ? 1U : 0U;
    }
  }
  return place;
}

std::string in_words(const PlanPlace& place, PeriodKind kind) {
  std::string words = fmt::format("{} {} {}{}, {} the plan's 80% band of {} to {}",
                                  place.metric,
                                  place.is_known ? "ended at" : "heads for",
                                  format_rounded(place.landing, 4),
                                  place.is_known ? "" : " (median)",
                                  name(place.side),
                                  format_rounded(place.p10, 4),
                                  format_rounded(place.p90, 4));
  if (place.seen > 0) {
    words += fmt::format("; {} of {} seen lay inside the plan's 80% band for the {}",
                         place.seen_inside,
                         counted(place.seen, name(kind)),
                         name(kind));
  }
  return words + ".";
}

}  // namespace betledger::forecast
