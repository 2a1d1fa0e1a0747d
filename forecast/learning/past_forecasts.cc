#include "forecast/learning/past_forecasts.h"

#include <fmt/format.h>

namespace betledger::forecast {
namespace {

constexpr std::size_t most_forecasts = 100'000;

std::optional<PastForecast> read_interval(RoleTable& table, std::size_t row) {
  constexpr double z90 = 1.2815515655446004;
  const auto low = table.number(row, "p10");
  const auto middle = table.number(row, "p50");
  const auto high = table.number(row, "p90");
  if (!low || !middle || !high) {
    return std::nullopt;
  }
  if (!(*low <= *middle && *middle <= *high && *low < *high)) {
    table.complain(row,
                   "p10",
                   problem("E003",
                           "p10, p50 and p90 are not in order",
                           "p10 is the lowest; a forecast without an interval is a point: give it "
                           "as `forecast`"));
    return std::nullopt;
  }
  return PastForecast{{}, *middle, (*high - *low) / (2 * z90), 0, {}};
}

std::optional<PastForecast> read_probability(RoleTable& table, std::size_t row) {
  const auto probability = table.number(row, "probability");
  if (!probability) {
    return std::nullopt;
  }
  if (*probability < 0 || *probability > 1) {
    table.complain(row,
                   "probability",
                   problem("E003", "a probability lies between 0 and 1", "write 0.7, not 70"));
    return std::nullopt;
  }
  return PastForecast{{}, *probability, 1, 0, {}};
}

std::optional<PastForecast> read_point(RoleTable& table, std::size_t row) {
  const auto point = table.number(row, "forecast");
  return point ? std::optional{PastForecast{{}, *point, 1, 0, {}}} : std::nullopt;
}

std::optional<ForecastKind> kind_of(const RoleTable& table) {
  if (!table.has("outcome")) {
    return std::nullopt;
  }
  if (table.has("probability")) {
    return ForecastKind::probability;
  }
  if (table.has_all({"p10", "p50", "p90"})) {
    return ForecastKind::interval;
  }
  return table.has("forecast") ? std::optional{ForecastKind::point} : std::nullopt;
}

/// What the row says, with its outcome; nothing where one of them is missing.
std::optional<PastForecast> read_row(RoleTable& table, ForecastKind kind, std::size_t row) {
  auto forecast = kind == ForecastKind::interval      ? read_interval(table, row)
                  : kind == ForecastKind::probability ? read_probability(table, row)
                                                      : read_point(table, row);
  const auto outcome = table.number(row, "outcome");
  if (!forecast || !outcome) {
    return std::nullopt;
  }
  if (kind == ForecastKind::probability && *outcome != 0 && *outcome != 1) {
    table.complain(
        row,
        "outcome",
        problem("E003", "what a probability was given for happened, or not", "write 1 or 0"));
    return std::nullopt;
  }
  forecast->outcome = *outcome;
  return forecast;
}

}  // namespace

const std::vector<std::string>& forecast_roles() {
  static const std::vector<std::string> roles{
      "forecaster", "team", "forecast", "p10", "p50", "p90", "probability", "outcome", "item"};
  return roles;
}

Result<PastForecasts> read_forecasts(std::string_view text, const RoleSettings& settings) {
  auto table = RoleTable::read(text, settings, forecast_roles());
  if (!table) {
    return table.error();
  }
  const auto kind = kind_of(table.value());
  if (!kind) {
    Diagnostics none{problem("E005",
                             "the columns are none of the layouts of past forecasts",
                             "outcome, and probability, forecast, or p10,p50,p90; name other "
                             "columns with --columns forecast=expected,outcome=actual")};
    none.front().at = {settings.file, 1, 1};
    ledger::add_excerpts(none, text);
    return none;
  }
  PastForecasts past;
  past.kind = *kind;
  for (std::size_t row = 0; row < table->rows(); ++row) {
    auto forecast = read_row(table.value(), *kind, row);
    if (!forecast) {
      past.skipped += 1;
      continue;
    }
    forecast->group = table->has("forecaster") ? table->text(row, "forecaster") : "all";
    forecast->item = table->text(row, "item");
    past.by_forecaster.push_back(*forecast);
    if (table->has("team")) {
      forecast->group = table->text(row, "team");
      past.by_team.push_back(*std::move(forecast));
    }
  }
  if (table->has_findings()) {
    return table->findings(text);
  }
  if (past.by_forecaster.size() < 2 || past.by_forecaster.size() > most_forecasts) {
    return problem("E006",
                   past.by_forecaster.size() < 2
                       ? "there is nothing to learn from: fewer than two forecasts with an outcome"
                       : fmt::format("more than {} forecasts", most_forecasts),
                   "give a row per forecast with its outcome");
  }
  return past;
}

}  // namespace betledger::forecast
