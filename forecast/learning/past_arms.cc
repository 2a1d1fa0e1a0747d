#include "forecast/learning/past_arms.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/text.h"

namespace betledger::forecast {
namespace {

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
    PastContrast contrast{test.name, arm->label, {}, {}, 1, {}};
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

}  // namespace

PastExperiments read_arms(RoleTable& table, const std::string& control) {
  PastExperiments past;
  past.layout = "arms";
  past.against_rest = control.empty();
  for (const Test& test : read_tests(table)) {
    (add_test(test, control, past) ? past.experiments : past.skipped) += 1;
  }
  return past;
}

}  // namespace betledger::forecast
