#include "forecast/history/link_evidence.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/contract.h"
#include "core/normal.h"
#include "core/number.h"
#include "forecast/baseline/student_t.h"
#include "forecast/history/discoveries.h"
#include "forecast/history/lead_regression.h"
#include "forecast/history/lead_rows.h"

namespace betledger::forecast {
namespace {

/// d(what a link speaks of) / dg at the metric's level.
double per_scale(tree::LinkKind kind, tree::Support support, double level) {
  const bool relative = kind == tree::LinkKind::elasticity;
  switch (support) {
    case tree::Support::positive:
      return relative ? 1 : level;
    case tree::Support::fraction:
      return relative ? 1 - level : level * (1 - level);
    case tree::Support::real:
      break;
  }
  BET_EXPECT(!relative);  // no tree has an elasticity of what can be negative
  return 1;
}

/// Units of the link per standardised unit.
double unit_of(const tree::MetricTree& tree,
               const Innovations& innovations,
               const tree::Link& link) {
  const auto one = [&](const std::string& key) {
    const MetricId id = *tree.find(key);
    const Innovation& innovation = innovations.of[id.value()];
    return innovation.sd * per_scale(link.kind, tree.metric(id).support, innovation.level);
  };
  return one(link.to) / one(link.from);
}

Interval interval_of(double estimate, double se, double level, double dof) {
  const double half = se * student_t_quantile(0.5 + level / 2, dof);
  return {estimate - half, estimate + half};
}

double two_sided(double distance, double se, double dof) {
  if (!(se > 0)) {
    return distance == 0 ? 1 : 0;
  }
  return 2 * student_t_cdf(-std::abs(distance) / se, dof);
}

Slope slope_of(double estimate, double se, double dof, const LinkEvidence& link) {
  Slope slope{estimate, se, {}, {}, 1, 1};
  slope.interval80 = interval_of(estimate, se, 0.8, dof);
  slope.interval95 = interval_of(estimate, se, 0.95, dof);
  slope.p_nil = two_sided(estimate, se, dof);
  const double away = estimate - link.stated_p50;
  const double tenth =
      away < 0 ? link.stated_p50 - link.stated_p10 : link.stated_p90 - link.stated_p50;
  slope.p_stated = two_sided(away, std::hypot(se, tenth / normal_quantile(0.9)), dof);
  return slope;
}

std::string number(double value) {
  return format_rounded(value, 2);
}

/// Slopes of all drivers of one metric into the evidence of their links.
void measure(const tree::MetricTree& tree,
             const Innovations& innovations,
             MetricId outcome,
             std::vector<LinkEvidence>& evidence) {
  const LeadRows rows = lead_rows(tree, innovations, outcome, Drivers::all);
  for (const LeftOut& left : rows.left_out) {
    evidence[left.link].pairs = left.pairs;
    evidence[left.link].reason = left.why;
  }
  if (rows.links.empty()) {
    return;
  }
  const LeadFit fit = fit_leads(rows.outcome, rows.drivers);
  for (std::size_t d = 0; d < rows.links.size(); ++d) {
    const tree::Link& link = tree.spec().links[rows.links[d]];
    LinkEvidence& found = evidence[rows.links[d]];
    found.pairs = fit.rows;
    found.gamma = rows.unit[d] * fit.gamma[d];
    found.gamma_se = rows.unit[d] * fit.gamma_se[d];
    if (fit.slope.empty()) {
      found.reason = fmt::format("the drivers of `{}` moved as one", link.to);
      continue;
    }
    const double unit = unit_of(tree, innovations, link);
    if (std::isfinite(unit * fit.slope[d]) && std::isfinite(unit * fit.slope_se[d])) {
      found.slope = slope_of(unit * fit.slope[d], unit * fit.slope_se[d], fit.dof, found);
    } else {
      found.reason = "their sizes are too far apart to divide one by the other";
    }
  }
}

/// Whether history could tell a link as stated from none.
bool too_wide(const LinkEvidence& link) {
  const Interval& seen = link.slope->interval80;
  return seen.high - seen.low > std::max(link.stated_p90, 0.0) - std::min(link.stated_p10, 0.0);
}

std::string why_untested(const LinkEvidence& link, bool not_nil) {
  const Interval& seen = link.slope->interval95;
  if (not_nil) {
    return "the slope has another sign than stated, but within the errors of both";
  }
  if (too_wide(link)) {
    return fmt::format(
        "its 80 % interval is wider than from 0 to what was stated: the history is "
        "short, or `{}` hardly moved",
        link.from);
  }
  return seen.low > 0 || seen.high < 0
             ? "a slope like this turns up by chance among as many links"
             : "history can tell it neither from 0 nor from what was stated";
}

void judge(LinkEvidence& link, bool differs, bool not_nil) {
  const Slope& slope = *link.slope;
  if (differs && (not_nil || !too_wide(link))) {
    link.verdict = LinkVerdict::contradicts;
    link.reason =
        fmt::format("history and statement are further apart than their errors ({})",
                    slope.p_stated < 0.0001 ? "p < 0.0001" : "p = " + number(slope.p_stated));
  } else if (not_nil && slope.estimate * link.stated_p50 > 0) {
    link.verdict = LinkVerdict::supports;
    link.reason = "the slope has the stated sign and lies within the errors of the statement";
  } else {
    link.reason = why_untested(link, not_nil);
  }
}

}  // namespace

std::string_view name(LinkVerdict verdict) noexcept {
  switch (verdict) {
    case LinkVerdict::supports:
      return "supports";
    case LinkVerdict::contradicts:
      return "contradicts";
    case LinkVerdict::cannot_test:
      break;
  }
  return "cannot test";
}

std::vector<LinkEvidence> link_evidence(const tree::MetricTree& tree,
                                        const Innovations& innovations) {
  std::vector<LinkEvidence> evidence;
  for (const tree::Link& link : tree.spec().links) {
    LinkEvidence stated;
    stated.from = link.from;
    stated.to = link.to;
    stated.kind = link.kind;
    stated.lag = link.periods_of_lag(tree.spec().period);
    stated.stated_p10 = link.strength.quantile(0.1);
    stated.stated_p50 = link.strength.quantile(0.5);
    stated.stated_p90 = link.strength.quantile(0.9);
    evidence.push_back(std::move(stated));
  }
  for (std::uint32_t i = 0; i < tree.size(); ++i) {
    measure(tree, innovations, MetricId{i}, evidence);
  }
  std::vector<double> stated;
  std::vector<double> nil;
  for (const LinkEvidence& link : evidence) {
    if (link.slope) {
      stated.push_back(link.slope->p_stated);
      nil.push_back(link.slope->p_nil);
    }
  }
  const std::vector<bool> differs = discoveries(stated);
  const std::vector<bool> not_nil = discoveries(nil);
  std::size_t next = 0;
  for (LinkEvidence& link : evidence) {
    if (link.slope) {
      judge(link, differs[next], not_nil[next]);
      ++next;
    }
  }
  return evidence;
}

Diagnostics check_links(const tree::MetricTree& tree, const std::vector<LinkEvidence>& evidence) {
  Diagnostics findings;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const LinkEvidence& link = evidence[i];
    if (link.verdict != LinkVerdict::contradicts) {
      continue;
    }
    findings.push_back(
        {"D507",
         Severity::warning,
         tree.spec().links[i].at,
         {},
         fmt::format("history contradicts the link `{}` -> `{}`: stated {} ({} to {} in 8 of 10 "
                     "cases), seen {} (80 % interval {} to {}, {} periods)",
                     link.from,
                     link.to,
                     number(link.stated_p50),
                     number(link.stated_p10),
                     number(link.stated_p90),
                     number(link.slope->estimate),
                     number(link.slope->interval80.low),
                     number(link.slope->interval80.high),
                     link.pairs),
         "ask what else moved both, try the lag, or state the strength or the confidence anew; an "
         "experiment decides what a change of the driver does"});
  }
  return findings;
}

}  // namespace betledger::forecast
