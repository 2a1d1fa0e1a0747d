#include "forecast/learning/read_experiments.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "forecast/learning/past_arms.h"

namespace betledger::forecast {
namespace {

/// An estimate and its error, or nothing where one of them is missing.
std::optional<Readout> read_readout(RoleTable& table,
                                    std::size_t row,
                                    std::string_view estimate_role,
                                    std::string_view se_role) {
  const auto estimate = table.number(row, estimate_role);
  const auto se = table.number(row, se_role);
  if (!estimate || !se) {
    return std::nullopt;
  }
  if (*se < 1e-12) {
    table.complain(
        row,
        se_role,
        problem("E003", "a standard error is above 0", "leave out estimates that have none"));
    return std::nullopt;
  }
  return Readout{*estimate, *se};
}

PastExperiments read_estimates(RoleTable& table) {
  PastExperiments past;
  past.layout = "estimates";
  const bool halves = table.has_all({"held_estimate", "held_se"});
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto readout = read_readout(table, row, "estimate", "se");
    if (!readout) {
      past.skipped += 1;
      continue;
    }
    const std::string name = table.text(row, "experiment");
    PastContrast contrast{name.empty() ? std::to_string(row + 1) : name,
                          table.text(row, "arm"),
                          table.text(row, "metric"),
                          *readout,
                          1,
                          {}};
    if (halves) {
      contrast.held_out = read_readout(table, row, "held_estimate", "held_se");
    }
    past.contrasts.push_back(std::move(contrast));
    past.experiments += 1;
  }
  return past;
}

/// The relative difference of means; nothing where counts, mean or variance do not allow it.
std::optional<Readout> read_moments(RoleTable& table, std::size_t row) {
  const auto count_c = table.number(row, "count_c");
  const auto count_t = table.number(row, "count_t");
  const auto mean_c = table.number(row, "mean_c");
  const auto mean_t = table.number(row, "mean_t");
  const auto variance_c = table.number(row, "variance_c");
  const auto variance_t = table.number(row, "variance_t");
  const bool whole = count_c && count_t && mean_c && mean_t && variance_c && variance_t;
  if (!whole || *count_c < 2 || *count_t < 2 || *variance_c < 0 || *variance_t < 0) {
    return std::nullopt;
  }
  const double count = *count_c + *count_t;
  const double mean = (*count_c * *mean_c + *count_t * *mean_t) / count;
  const double variance = (*count_c * *variance_c + *count_t * *variance_t) / count;
  if (!(mean > 0) || !(variance > 0)) {
    return std::nullopt;
  }
  return Readout{(*mean_t - *mean_c) / mean,
                 std::sqrt(variance * (1 / *count_c + 1 / *count_t)) / mean};
}

PastExperiments read_readouts(RoleTable& table) {
  PastExperiments past;
  past.layout = "moments";
  struct Latest {
    double time = 0;
    Readout readout;
  };
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, std::optional<Latest>> latest;
  std::vector<Key> order;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Key key{table.text(row, "experiment_id"),
                  table.text(row, "variant_id"),
                  table.text(row, "metric_id")};
    const auto [place, fresh] = latest.try_emplace(key);
    if (fresh) {
      order.push_back(key);
    }
    const double time = table.number(row, "time_since_start").value_or(static_cast<double>(row));
    const auto readout = read_moments(table, row);
    if (readout && (!place->second || time >= place->second->time)) {
      place->second = Latest{time, *readout};
    }
  }
  for (const Key& key : order) {
    const auto& found = latest.at(key);
    if (!found) {
      past.skipped += 1;
      continue;
    }
    const auto& [experiment, arm, metric] = key;
    past.contrasts.push_back({experiment, arm, metric, found->readout, 1, {}});
    past.experiments += 1;
  }
  return past;
}

Result<PastExperiments> read_layout(RoleTable& table,
                                    const RoleSettings& settings,
                                    const std::string& control) {
  if (table.has_all({"estimate", "se"})) {
    return read_estimates(table);
  }
  if (table.has_all({"experiment", "impressions", "clicks"})) {
    return read_arms(table, control);
  }
  if (table.has_all({"experiment_id",
                     "count_c",
                     "count_t",
                     "mean_c",
                     "mean_t",
                     "variance_c",
                     "variance_t"})) {
    return read_readouts(table);
  }
  Diagnostic none = problem("E005",
                            "the columns are none of the layouts of past experiments",
                            "estimate,se; or experiment,arm,impressions,clicks; name other columns "
                            "with --columns impressions=views,clicks=orders");
  none.at = {settings.file, 1, 1};
  return none;
}

}  // namespace

const std::vector<std::string>& experiment_roles() {
  static const std::vector<std::string> roles{
      "experiment",  "arm",           "metric",        "estimate",  "se",
      "impressions", "clicks",        "held_estimate", "held_se",   "held_impressions",
      "held_clicks", "experiment_id", "variant_id",    "metric_id", "time_since_start",
      "count_c",     "count_t",       "mean_c",        "mean_t",    "variance_c",
      "variance_t"};
  return roles;
}

Result<PastExperiments> read_experiments(std::string_view text,
                                         const RoleSettings& settings,
                                         const std::string& control) {
  auto table = RoleTable::read(text, settings, experiment_roles());
  if (!table) {
    return table.error();
  }
  auto past = read_layout(table.value(), settings, control);
  if (table->has_findings()) {
    return table->findings(text);
  }
  if (!past) {
    Diagnostics why = past.error();
    ledger::add_excerpts(why, text);
    return why;
  }
  if (past->contrasts.size() < 2 || past->contrasts.size() > most_contrasts) {
    return problem("E006",
                   past->contrasts.size() < 2
                       ? "there is nothing to learn from: fewer than two usable effects"
                       : fmt::format("more than {} effects", most_contrasts),
                   "give a row per past experiment, the nil results too");
  }
  return past;
}

}  // namespace betledger::forecast
