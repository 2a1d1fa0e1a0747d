#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "reports/learn/review_report.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::Review;
using forecast::Score;

/// Scores of one metric's periods, together.
struct PeriodScores {
  std::string metric;
  std::size_t count = 0;
  std::size_t inside = 0;  // of the 80 % band
  double wis = 0;
  double walk = 0;  // over the periods that have one, with wis_beside_walk
  double wis_beside_walk = 0;
  double season = 0;
  double wis_beside_season = 0;
};

std::vector<PeriodScores> by_metric(const std::vector<Score>& scores) {
  std::vector<PeriodScores> metrics;
  for (const Score& score : scores) {
    if (!score.period) {
      continue;
    }
    if (metrics.empty() || metrics.back().metric != score.metric) {
      metrics.push_back({});
      metrics.back().metric = score.metric;
    }
    PeriodScores& one = metrics.back();
    ++one.count;
    one.inside += score.in_80 ? 1 : 0;
    one.wis += score.wis;
    if (score.naive_wis) {
      one.walk += *score.naive_wis;
      one.wis_beside_walk += score.wis;
    }
    if (score.seasonal_wis) {
      one.season += *score.seasonal_wis;
      one.wis_beside_season += score.wis;
    }
  }
  return metrics;
}

std::string skill(double wis, double rival) {
  return rival > 0 ? fmt::format("{:+.0f}%", 100 * (1 - wis / rival)) : "-";
}

std::string place_of(const Score& score) {
  return score.in_80 ? "inside" : score.actual > score.median ? "above" : "below";
}

Table rollup_table(const Review& review) {
  Table table{{{"metric"},
               {"actual", Align::right},
               {"P10", Align::right},
               {"P50", Align::right},
               {"P90", Align::right},
               {"80 % band"},
               {"CRPS", Align::right},
               {"WIS", Align::right},
               {"skill", Align::right}},
              {}};
  for (const Score& score : review.scores) {
    if (!score.period) {
      table.rows.push_back({score.metric,
                            format_rounded(score.actual, 4),
                            format_rounded(score.quantiles[1], 4),
                            format_rounded(score.median, 4),
                            format_rounded(score.quantiles[5], 4),
                            place_of(score),
                            format_rounded(score.crps, 3),
                            format_rounded(score.wis, 3),
                            skill(score.wis, score.naive_wis.value_or(0))});
    }
  }
  return table;
}

Table period_table(const Review& review, const std::string& noun) {
  Table table{{{"metric"},
               {noun + "s", Align::right},
               {"in 80 % band", Align::right},
               {"mean WIS", Align::right},
               {"skill (random walk)", Align::right},
               {"skill (last year)", Align::right}},
              {}};
  for (const PeriodScores& one : by_metric(review.scores)) {
    table.rows.push_back({one.metric,
                          std::to_string(one.count),
                          std::to_string(one.inside),
                          format_rounded(one.wis / static_cast<double>(one.count), 3),
                          skill(one.wis_beside_walk, one.walk),
                          skill(one.wis_beside_season, one.season)});
  }
  return table;
}

/// What came inside its band, and what did not, by how far it fell into the plan's tail.
void add_expected(Document& page, const Review& review) {
  std::vector<std::string> inside;
  std::vector<std::string> outside;
  for (const Score& score : review.scores) {
    if (score.period) {
      continue;
    }
    if (score.in_80) {
      inside.push_back(score.metric);
    } else {
      outside.push_back(fmt::format("{} {} ({} of the plan's runs were lower)",
                                    score.metric,
                                    place_of(score),
                                    format_percent(score.pit, 0)));
    }
  }
  if (!inside.empty()) {
    page.paragraph("As expected, inside the 80 % band: " + join(inside, ", ") + ".");
  }
  if (!outside.empty()) {
    page.paragraph("Not as expected: " + join(outside, ", ") + ".");
  }
}

}  // namespace

void add_scores(Document& page, const Review& review) {
  const std::string noun{name(review.gap.standing.locked.cycle.timeline.kind)};
  page.heading("Forecast against actual");
  Table rollups = rollup_table(review);
  if (rollups.rows.empty()) {
    page.paragraph("No metric is complete yet: only single " + noun + "s can be scored.");
  } else {
    page.table(std::move(rollups));
    add_expected(page, review);
  }
  Table periods = period_table(review, noun);
  if (periods.rows.empty()) {
    page.paragraph("Nothing was seen that could be scored.");
    return;
  }
  page.heading("By " + noun);
  page.table(std::move(periods));
  std::vector<std::string> shares;
  for (const forecast::CoverageShare& c : review.coverage) {
    shares.push_back(
        fmt::format("{} lay inside the plan's {} bands ({} to {})",
                    format_percent(static_cast<double>(c.hits) / static_cast<double>(c.trials), 0),
                    format_percent(c.level, 0),
                    format_percent(c.interval.low, 0),
                    format_percent(c.interval.high, 0)));
  }
  page.paragraph(fmt::format(
      "Of {}, {}. The ranges in brackets are those of independent values (Wilson, 95%): values of "
      "one metric, and of metrics that move together, hang together, and say less than that. "
      "Scores are in the metric's unit, lower is better; skill is by "
      "how much the plan's WIS is below that of a random walk from the plan's data cut, or of the "
      "same {} a year before.",
      counted(review.coverage.front().trials, noun + "ly value"),
      join(shares, ", "),
      noun));
  const bool lacks_season =
      std::any_of(review.scores.begin(), review.scores.end(), [](const Score& score) {
        return score.period && !score.seasonal_wis;
      });
  if (lacks_season) {
    page.paragraph(
        "No skill against last year (-): it takes two years of history before the plan's data "
        "cut.");
  }
}

Table score_table(const Review& review) {
  Table table{{{"metric"},
               {"period"},
               {"actual"},
               {"p05"},
               {"p10"},
               {"p25"},
               {"p50"},
               {"p75"},
               {"p90"},
               {"p95"},
               {"crps"},
               {"wis"},
               {"pit"},
               {"in_50"},
               {"in_80"},
               {"in_90"},
               {"random_walk_wis"},
               {"seasonal_naive_wis"}},
              {}};
  const auto flag = [](bool value) { return std::string{value ? "1" : "0"}; };
  const auto rival = [](const std::optional<double>& v) { return v ? format_number(*v) : ""; };
  for (const Score& score : review.scores) {
    std::vector<std::string> row{score.metric,
                                 score.period ? format_day(*score.period) : "rollup",
                                 format_number(score.actual)};
    for (const double quantile : score.quantiles) {
      row.push_back(format_number(quantile));
    }
    for (const double value : {score.crps, score.wis, score.pit}) {
      row.push_back(format_number(value));
    }
    for (const bool in : {score.in_50, score.in_80, score.in_90}) {
      row.push_back(flag(in));
    }
    row.push_back(rival(score.naive_wis));
    row.push_back(rival(score.seasonal_wis));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace betledger::reports
