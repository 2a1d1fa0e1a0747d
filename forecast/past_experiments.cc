#include "forecast/past_experiments.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "core/text.h"

namespace betledger::forecast {
namespace {

Diagnostic problem(std::string code, std::string message, std::string hint) {
  return {std::move(code), Severity::error, {}, {}, std::move(message), std::move(hint)};
}

/// Units and what they did, of an arm or of all the others together.
struct Side {
  double units = 0;
  double events = 0;
};

/// The difference of rates over the test's rate, with the test's variance in both arms.
Readout relative(const Side& arm, const Side& other, const Side& test) {
  const double rate = test.events / test.units;
  const double variance = (1 - rate) / rate * (1 / arm.units + 1 / other.units);
  return {(arm.events / arm.units - other.events / other.units) / rate, std::sqrt(variance)};
}

bool says_something(const Side& test) {
  return test.events > 0 && test.events < test.units;
}

struct Arm {
  std::string label;
  Side side;
  std::optional<Side> held;
};

struct Test {
  std::string name;
  std::vector<Arm> arms;
};

/// Units above 0 and events up to them, both whole; nothing after a complaint or an empty field.
std::optional<Side> read_side(RoleTable& table,
                              std::size_t row,
                              std::string_view units_role,
                              std::string_view events_role) {
  const auto units = table.number(row, units_role);
  const auto events = table.number(row, events_role);
  if (!units || !events) {
    return std::nullopt;
  }
  if (*units < 1 || *units != std::floor(*units)) {
    table.complain(row,
                   units_role,
                   problem("E003",
                           "an arm has 1 unit or more, in whole numbers",
                           "leave out arms that nobody saw"));
    return std::nullopt;
  }
  if (*events < 0 || *events > *units || *events != std::floor(*events)) {
    table.complain(row,
                   events_role,
                   problem("E003",
                           fmt::format("{} of {} units cannot be", *events, *units),
                           "events are whole numbers from 0 to the arm's units"));
    return std::nullopt;
  }
  return Side{*units, *events};
}

std::vector<Test> read_tests(RoleTable& table) {
  std::vector<Test> tests;
  std::map<std::string, std::size_t> places;
  std::map<std::pair<std::string, std::string>, std::size_t> seen;
  const bool halves = table.has_all({"held_impressions", "held_clicks"});
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string name = table.text(row, "experiment");
    const auto [place, fresh] = places.try_emplace(name, tests.size());
    if (fresh) {
      tests.push_back({name, {}});
    }
    Test& test = tests[place->second];
    const std::string label =
        table.has("arm") ? table.text(row, "arm") : std::to_string(test.arms.size() + 1);
    if (table.has("arm") && !seen.try_emplace({name, label}, row).second) {
      table.complain(row,
                     "arm",
                     problem("E004",
                             fmt::format("arm {} of experiment {} is there already",
                                         printable(label),
                                         printable(name)),
                             "give each arm one row; add up its counts first"));
    }
    const auto side = read_side(table, row, "impressions", "clicks");
    if (side) {
      test.arms.push_back({label, *side, {}});
      if (halves) {
        test.arms.back().held = read_side(table, row, "held_impressions", "held_clicks");
      }
    }
  }
  return tests;
}

Side sum_of(const Test& test, bool held) {
  Side sum;
  for (const Arm& arm : test.arms) {
    const Side side = held ? arm.held.value_or(Side{}) : arm.side;
    sum.units += side.units;
    sum.events += side.events;
  }
  return sum;
}

Side rest_of(const Side& test, const Side& arm) {
  return {test.units - arm.units, test.events - arm.events};
}

/// The arms of a test that says something; false: it says nothing.
bool add_test(const Test& test, const std::string& control, PastExperiments& past) {
  const Side all = sum_of(test, false);
  const Side held = sum_of(test, true);
  const bool halves = std::all_of(
      test.arms.begin(), test.arms.end(), [](const Arm& arm) { return arm.held.has_value(); });
  const auto against = std::find_if(test.arms.begin(), test.arms.end(), [&control](const Arm& arm) {
    return !control.empty() && arm.label == control;
  });
  if (test.arms.size() < 2 || !says_something(all) ||
      (!control.empty() && against == test.arms.end())) {
    return false;
  }
  const auto count = static_cast<double>(test.arms.size());
  for (auto arm = test.arms.begin(); arm != test.arms.end(); ++arm) {
    if (arm == against) {
      continue;
    }
    Contrast contrast{test.name, arm->label, {}, {}, 1, {}};
    contrast.weight = control.empty() ? (count - 1) / count : 1;
    contrast.readout =
        relative(arm->side, control.empty() ? rest_of(all, arm->side) : against->side, all);
    if (halves && says_something(held)) {
      contrast.held_out =
          relative(*arm->held, control.empty() ? rest_of(held, *arm->held) : *against->held, held);
    }
    past.contrasts.push_back(std::move(contrast));
  }
  return true;
}

PastExperiments read_arms(RoleTable& table, const std::string& control) {
  PastExperiments past;
  past.layout = "arms";
  past.against_rest = control.empty();
  for (const Test& test : read_tests(table)) {
    (add_test(test, control, past) ? past.experiments : past.skipped) += 1;
  }
  return past;
}

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
    Contrast contrast{name.empty() ? std::to_string(row + 1) : name,
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

std::vector<PastEffect> PastExperiments::effects() const {
  std::vector<PastEffect> all;
  for (const Contrast& contrast : contrasts) {
    all.push_back({contrast.readout, contrast.weight});
  }
  return all;
}

std::vector<HeldOut> PastExperiments::held_out() const {
  std::vector<HeldOut> all;
  for (const Contrast& contrast : contrasts) {
    if (contrast.held_out) {
      all.push_back({contrast.readout, *contrast.held_out, contrast.weight});
    }
  }
  return all;
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
