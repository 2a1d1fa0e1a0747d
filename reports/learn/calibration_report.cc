#include "reports/learn/calibration_report.h"

#include <algorithm>
#include <cmath>

#include "core/number.h"
#include "core/text.h"
#include "forecast/learning/estimators.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::Calibration;
using forecast::ForecastKind;
using forecast::GroupCalibration;

constexpr double z95 = 1.959963984540054;
constexpr std::size_t most_shown = 30;

std::string bias_title(ForecastKind kind) {
  switch (kind) {
    case ForecastKind::interval:
      return "bias (own spreads)";
    case ForecastKind::point:
      return "outcome ÷ forecast";
    case ForecastKind::probability:
      break;
  }
  return "shift (log-odds)";
}

std::string with_interval(const forecast::Readout& readout) {
  return format_rounded(readout.estimate, 3) + " (" +
         format_rounded(readout.estimate - z95 * readout.se, 3) + " to " +
         format_rounded(readout.estimate + z95 * readout.se, 3) + ")";
}

std::string whole_in_words(const Calibration& calibration) {
  const std::string bias = with_interval(calibration.bias);
  switch (calibration.kind) {
    case ForecastKind::interval:
      return "What came lay " + bias +
             " stated spreads from the median (below 0: under it), and varied " +
             format_rounded(calibration.spread, 3) + " times as much as stated.";
    case ForecastKind::point:
      return "What came was " + bias + " times the forecast, give or take " +
             format_rounded(calibration.spread, 3) + ".";
    case ForecastKind::probability:
      break;
  }
  return "True log-odds are " + with_interval(calibration.slope) + " times the stated ones, plus " +
         bias + ": a stated 80 % is " +
         format_percent(correct(calibration, {"", 0.8, 1, 0, ""}).centre, 0) +
         ", a stated 20 % is " +
         format_percent(correct(calibration, {"", 0.2, 1, 0, ""}).centre, 0) + ".";
}

void add_score(Document& out, const Calibration& calibration) {
  const auto& score = calibration.score;
  const std::string measure = calibration.kind == ForecastKind::probability ? "log score"
                              : calibration.kind == ForecastKind::interval
                                  ? "CRPS (in stated spreads)"
                                  : "CRPS";
  const double share = score.raw > 0 ? score.gain / score.raw : 0;
  out.paragraph(std::string{score.items < calibration.count
                                ? "Each forecast corrected by those of other items: mean "
                                : "Each forecast corrected by the others: mean "} +
                measure + " " + format_rounded(score.raw, 4) + " as stated, " +
                format_rounded(score.corrected, 4) + " corrected; better by " +
                with_error(score.gain, score.gain_se) + " (" + format_percent(share, 1) + "). " +
                (worth_offering(calibration)
                     ? "The correction is worth applying."
                     : "That is not beyond two standard errors: no correction is offered."));
  if (calibration.coverage) {
    out.paragraph(format_percent(calibration.covered, 0) + " of the outcomes (" +
                  format_percent(calibration.coverage->low, 0) + " to " +
                  format_percent(calibration.coverage->high, 0) +
                  ") fell into the 80 % intervals.");
  }
}

/// The groups furthest from the average first.
std::vector<const GroupCalibration*> by_distance(const Calibration& calibration) {
  std::vector<const GroupCalibration*> groups;
  for (const GroupCalibration& group : calibration.groups) {
    groups.push_back(&group);
  }
  const double mean = calibration.bias.estimate;
  std::stable_sort(groups.begin(), groups.end(), [mean](const auto* a, const auto* b) {
    return std::abs(a->pooled.estimate - mean) > std::abs(b->pooled.estimate - mean);
  });
  groups.resize(std::min(groups.size(), most_shown));
  return groups;
}

Document document(const CalibrationPage& page) {
  Document out;
  out.title("Calibration of " + counted(page.by_forecaster.count, "forecast"));
  if (page.by_team != nullptr) {
    add_calibration(out, *page.by_team, "team");
  }
  add_calibration(out, page.by_forecaster, "forecaster");
  if (page.skipped > 0) {
    out.paragraph("Left out, without a forecast or an outcome: " + std::to_string(page.skipped) +
                  ".");
  }
  return out;
}

void add_rows(Table& table, const Calibration& calibration, const std::string& level) {
  for (const GroupCalibration& group : calibration.groups) {
    table.rows.push_back({level,
                          group.group,
                          std::to_string(group.count),
                          format_number(group.own.estimate),
                          format_number(group.own.se),
                          format_number(group.pooled.estimate),
                          format_number(group.pooled.se),
                          format_number(group.spread)});
  }
}

Table csv_of(const CalibrationPage& page) {
  Table table{{{"level"},
               {"group"},
               {"forecasts"},
               {"bias"},
               {"bias_se"},
               {"pooled"},
               {"pooled_se"},
               {"spread"}},
              {}};
  if (page.by_team != nullptr) {
    add_rows(table, *page.by_team, "team");
  }
  add_rows(table, page.by_forecaster, "forecaster");
  return table;
}

}  // namespace

void add_calibration(Document& out, const Calibration& calibration, const std::string& noun) {
  out.heading("By " + noun);
  out.paragraph(whole_in_words(calibration));
  add_score(out, calibration);
  Table table{{{noun},
               {"forecasts", Align::right},
               {bias_title(calibration.kind) + ", alone", Align::right},
               {"pooled (95 %)", Align::right}},
              {}};
  const bool spreads = calibration.kind != ForecastKind::probability;
  if (spreads) {
    table.columns.push_back(
        {calibration.kind == ForecastKind::interval ? "spread factor (95 %)" : "± left (95 %)",
         Align::right});
  }
  for (const GroupCalibration* const group : by_distance(calibration)) {
    table.rows.push_back({group->group,
                          std::to_string(group->count),
                          format_rounded(group->own.estimate, 3),
                          with_interval(group->pooled)});
    if (spreads) {
      table.rows.back().push_back(format_rounded(group->spread, 3) + " (" +
                                  format_rounded(group->spread_low, 3) + " to " +
                                  format_rounded(group->spread_high, 3) + ")");
    }
  }
  out.table(std::move(table));
  if (calibration.groups.size() > most_shown) {
    out.paragraph("The " + std::to_string(most_shown) + " furthest from the average of " +
                  std::to_string(calibration.groups.size()) + "; all: --format csv.");
  }
  out.paragraph("Between " + noun + "s the bias varies by " +
                format_rounded(calibration.between, 3) +
                " (standard deviation beyond chance); few forecasts are drawn to the average.");
}

std::string render(const CalibrationPage& page, Format format, const Style& style) {
  return write({document(page), contract_of(page), csv_of(page)}, format, style);
}

}  // namespace betledger::reports
