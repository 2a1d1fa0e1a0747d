#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "forecast/history/innovations.h"
#include "forecast/scoring/scoring.h"
#include "tree/link.h"

namespace betledger::forecast {

enum class LinkVerdict : std::uint8_t { supports, contradicts, cannot_test };
/// "supports", "contradicts", "cannot test"
[[nodiscard]] std::string_view name(LinkVerdict verdict) noexcept;

/// What history saw of a link, in the link's own unit: per cent per per cent (elasticity) or units
/// per unit (slope), of the drivers' surprises `lag` periods back on the outcome's, all drivers of
/// the outcome together.
struct Slope {
  double estimate = 0;
  double se = 0;
  Interval interval80;
  Interval interval95;  // both by Student's t
  double p_nil = 1;     // two-sided: that the slope is nil
  double p_stated = 1;  // two-sided: that slope and statement are one within both their errors
};

/// A link as stated beside what history says of it.
struct LinkEvidence {
  std::string from;
  std::string to;
  tree::LinkKind kind = tree::LinkKind::elasticity;
  std::uint32_t lag = 0;  // periods
  double stated_p10 = 0;  // strength if the link is real
  double stated_p50 = 0;
  double stated_p90 = 0;
  std::size_t pairs = 0;       // periods that could be used
  std::optional<Slope> slope;  // nothing where history has nothing to look at
  double gamma = 0;            // the slope in standardised units, shrunk (leading.h)
  double gamma_se = 0;
  LinkVerdict verdict = LinkVerdict::cannot_test;
  std::string reason;  // of the verdict, a clause without a full stop
};

/// By link, in the order of the tree. With b the slope, s its standard error, m the stated median
/// and h the distance from there to the stated p10 (where b < m) or p90 over 1.2816:
///   contradicts: |b - m| / sqrt(s^2 + h^2) by Student's t, and Benjamini and Hochberg keep it at
///                5 % over all links with a slope; and history can tell such a link from none (its
///                80 % interval is narrower than from 0 over all of p10 to p90) or b is kept as
///                not nil
///   supports:    not that, |b| / s kept likewise, and b has the sign of m
///   cannot test: all else, with the reason
/// A slope in history is predictive and may be a common cause; a link's strength is what a change
/// made on purpose transmits.
[[nodiscard]] std::vector<LinkEvidence> link_evidence(const tree::MetricTree& tree,
                                                      const Innovations& innovations);

/// D507 for each link that history contradicts.
[[nodiscard]] Diagnostics check_links(const tree::MetricTree& tree,
                                      const std::vector<LinkEvidence>& evidence);

}  // namespace betledger::forecast
