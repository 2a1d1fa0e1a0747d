#include "forecast/standing/broken_identity.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger::forecast {

std::vector<BrokenIdentity> broken_identities(const Standing& standing) {
  std::vector<BrokenIdentity> found;
  for (std::uint32_t i = 0; i < standing.observed.size(); ++i) {
    const Observed& observed = standing.observed[i];
    BrokenIdentity broken;
    double farthest = 0;
    for (std::uint32_t t = 0; t < observed.computed.size(); ++t) {
      const auto& actual = observed.values[t];
      const auto& computed = observed.computed[t];
      if (!actual || !computed) {
        continue;
      }
      const double gap = std::abs(*actual - *computed);
      const double size = std::max(std::abs(*actual), std::abs(*computed));
      const double relative = gap == 0 ? 0 : gap / size;
      broken.periods += relative > identity_tolerance ? 1U : 0U;
      if (relative > farthest) {
        farthest = relative;
        broken.worst = t;
        broken.actual = *actual;
        broken.computed = *computed;
      }
    }
    if (broken.periods > 0) {
      broken.metric = standing.locked.tree.metric(MetricId{i}).key;
      found.push_back(std::move(broken));
    }
  }
  return found;
}

std::string in_words(const BrokenIdentity& broken, const Timeline& timeline) {
  return fmt::format(
      "{} does not follow from its inputs in {}: in the one of {} it is {}, its "
      "formula gives {}",
      broken.metric,
      counted(broken.periods, name(timeline.kind)),
      format_day(timeline.start_of(static_cast<int>(broken.worst))),
      format_rounded(broken.actual),
      format_rounded(broken.computed));
}

}  // namespace betledger::forecast
