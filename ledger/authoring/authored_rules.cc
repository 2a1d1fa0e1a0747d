#include "ledger/authoring/authored_rules.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "ledger/book/kill_rule.h"
#include "ledger/codec/words.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

constexpr std::chrono::days most_carried_over{366};
constexpr double highest_base_rate =
    0.5;  // published rates of ideas that move their metric: 8 to 34 %

std::vector<std::string> keys_of(const tree::TreeSpec& tree) {
  std::vector<std::string> keys;
  keys.reserve(tree.metrics.size());
  for (const tree::Metric& metric : tree.metrics) {
    keys.push_back(metric.key);
  }
  return keys;
}

const Node* effect_node(const Node* body, const Effect& effect) {
  const Node* effects = body == nullptr ? nullptr : body->find("effects");
  if (effects == nullptr) {
    return nullptr;
  }
  const auto found = std::find_if(effects->items.begin(),
                                  effects->items.end(),
                                  [&](const Node& item) { return item.at == effect.at; });
  return found == effects->items.end() ? nullptr : &*found;
}

Position value_at(const Node* node, std::string_view key, const Position& otherwise) {
  const Node* value = node == nullptr ? nullptr : node->find(key);
  return value == nullptr ? otherwise : value->at;
}

/// The metrics one level below a component, that a bet can aim at.
std::string aims(const tree::Metric& component) {
  const auto references = component.formula->references();
  const std::vector<std::string> keys(references.begin(), references.end());
  return keys.empty() ? "it has nothing below it to aim at"
                      : fmt::format("aim at {}", join(keys, " or "));
}

class SheetCheck {
 public:
  SheetCheck(const AuthoredSheet& sheet, const AuthoredWorld& world, RuleFindings& findings)
      : sheet_{sheet}, world_{world}, findings_{findings}, metrics_{keys_of(world.tree)} {}

  void run() {
    const auto span = parse_cycle_key(sheet_.sheet.cycle);
    if (span) {
      timeline_ = periods_of(*span, world_.tree.period);
    }
    for (const Bet& bet : sheet_.sheet.bets) {
      bool sound = true;
      for (const Effect& effect : bet.effects) {
        sound = effect_on(bet, effect) && sound;
      }
      if (bet.effects.front().metric == bet.hypothesis.metric) {
        direction(bet);
      } else {
        beside_the_point(bet, sound);
      }
      terms(bet);
      start(bet);
      capacity(bet);
      if (sound) {
        kill_rule(bet);
      }
    }
  }

 private:
  const tree::Metric* metric(const std::string& key, const Bet& bet, const Position& at) {
    const tree::Metric* found = world_.tree.find(key);
    if (found == nullptr) {
      const auto close = suggestion(key, metrics_);
      findings_.error(
          "A103",
          at,
          fmt::format("bet `{}` is tied to `{}`, which is no metric of the tree", bet.key, key),
          close ? fmt::format("did you mean `{}`?", *close)
                : "add the metric to the tree, or aim at one that is there");
    }
    return found;
  }

  /// No effect is on the metric of the hypothesis. Where one of them is not `sound` that is why.
  void beside_the_point(const Bet& bet, bool sound) {
    const Node* body = body_of(sheet_, bet);
    const std::string& key = bet.hypothesis.metric;
    const tree::Metric* wanted = metric(
        key, bet, value_at(body == nullptr ? nullptr : body->find("hypothesis"), "metric", bet.at));
    if (wanted == nullptr || !sound) {
      return;
    }
    findings_.error(
        "A111",
        value_at(body, "effects", bet.at),
        fmt::format("no effect is on `{}`, the metric of the hypothesis", key),
        wanted->is_component()
            ? fmt::format("let the hypothesis name `{}`: `{}` has a formula, no bet can "
                          "aim at it",
                          bet.effects.front().metric,
                          key)
            : fmt::format("add {{metric: {}, lift: ...}}, or correct the hypothesis", key));
  }

  // The first effect stands on the metric of the hypothesis.
  void direction(const Bet& bet) {
    const bool risen = bet.hypothesis.change == Hypothesis::Change::rise;
    const Effect& effect = bet.effects.front();
    const double median = effect.amount.quantile(0.5);
    if ((risen && median < 0) || (!risen && median > 0)) {
      const Node* body = body_of(sheet_, bet);
      findings_.warn(
          "A114",
          value_at(body == nullptr ? nullptr : body->find("hypothesis"), "change", bet.at),
          fmt::format("bet `{}` believes that `{}` will {}, but its effect points the other way",
                      bet.key,
                      effect.metric,
                      risen ? "rise" : "fall"),
          "correct the hypothesis or the sign of the effect");
    }
  }

  /// Whether it is on a metric that a bet can aim at.
  bool effect_on(const Bet& bet, const Effect& effect) {
    const Node* node = effect_node(body_of(sheet_, bet), effect);
    const Position at = value_at(node, "metric", effect.at);
    const tree::Metric* on = metric(effect.metric, bet, at);
    if (on == nullptr) {
      return false;
    }
    if (on->is_component()) {
      findings_.error(
          "A104",
          at,
          fmt::format("`{}` has a formula: a bet cannot move it past what it is made of", on->key),
          aims(*on));
    }
    if (effect.action == Action::shift && node != nullptr && node->find("shift") != nullptr) {
      check_shift_unit(*node->find("shift"), *on, findings_);
    }
    if (effect.action == Action::lift && on->support != Support::real &&
        effect.amount.quantile(0.5) <= -1) {
      findings_.error("A120",
                      value_at(node, "lift", effect.at),
                      fmt::format("a lift of {} takes all of `{}` away, or more",
                                  format_percent(effect.amount.quantile(0.5)),
                                  on->key),
                      "write a lift above -100%");
    }
    return !on->is_component();
  }

  void terms(const Bet& bet) {
    if (bet.works.value() > highest_base_rate) {
      findings_.warn("A112",
                     place_of(sheet_, bet, "works"),
                     fmt::format("bet `{}` is believed to work with {}; published base rates of "
                                 "ideas that move their metric are 8 to 34%",
                                 bet.key,
                                 format_percent(bet.works.value(), 0)),
                     "keep it if there is a test behind it, and name that in `evidence`");
    }
    if (bet.effort_person_weeks.empty()) {
      findings_.warn("A116",
                     bet.at,
                     fmt::format("bet `{}` states no effort: it cannot be ranked by effort nor "
                                 "planned against capacity",
                                 bet.key),
                     "write effort: {team: 6pw}");
    }
  }

  void start(const Bet& bet) {
    if (timeline_.count == 0) {
      return;
    }
    const Position at = place_of(sheet_, bet, "start");
    const std::string span = fmt::format("{} runs from {} to {}",
                                         sheet_.sheet.cycle,
                                         format_day(timeline_.start),
                                         format_day(timeline_.last_day()));
    if (bet.start > timeline_.last_day()) {
      findings_.error(
          "A110",
          at,
          fmt::format(
              "bet `{}` starts on {}, after its cycle: {}", bet.key, format_day(bet.start), span),
          "correct the date, or move the bet to the sheet of its cycle");
    } else if (bet.start < timeline_.start - most_carried_over) {
      findings_.error("A110",
                      at,
                      fmt::format("bet `{}` starts on {}, more than a year before its cycle: {}",
                                  bet.key,
                                  format_day(bet.start),
                                  span),
                      fmt::format("correct the date: a bet starts between {} and {}",
                                  format_day(timeline_.start - most_carried_over),
                                  format_day(timeline_.last_day())));
    } else if (bet.start < timeline_.start) {
      findings_.warn(
          "A110",
          at,
          fmt::format(
              "bet `{}` starts on {}, before its cycle: {}", bet.key, format_day(bet.start), span),
          "correct the date unless the bet carries over from the cycle before");
    }
  }

  void capacity(const Bet& bet) {
    const auto& capacity = sheet_.sheet.capacity_person_weeks;
    std::vector<std::string> teams;
    teams.reserve(capacity.size());
    for (const auto& [team, weeks] : capacity) {
      teams.push_back(team);
    }
    for (const auto& [team, weeks] : bet.effort_person_weeks) {
      if (!capacity.empty() && capacity.find(team) == capacity.end()) {
        const auto close = suggestion(team, teams);
        findings_.warn(
            "A113",
            place_of(sheet_, bet, "effort"),
            fmt::format("bet `{}` takes {}pw of `{}`, which has no capacity on this sheet",
                        bet.key,
                        format_number(weeks),
                        team),
            close ? fmt::format("did you mean `{}`?", *close)
                  : fmt::format("add {} to `capacity`", team));
      }
    }
  }

  void kill_rule(const Bet& bet) {
    if (bet.stop_when.empty()) {
      return;
    }
    const auto rule = kill_rule_of(bet, world_.tree);
    if (!rule) {
      const Diagnostic& why = rule.error().front();
      findings_.warn(
          "A121",
          place_of(sheet_, bet, "stop when"),
          fmt::format("the kill rule of bet `{}` will not be watched: {}", bet.key, why.message),
          why.hint);
    }
  }

  const AuthoredSheet& sheet_;
  const AuthoredWorld& world_;
  RuleFindings& findings_;
  std::vector<std::string> metrics_;
  Timeline timeline_;
};

}  // namespace

const Node* body_of(const AuthoredSheet& sheet, const Bet& bet) {
  const Node* bets = sheet.file.find("bets");
  return bets == nullptr ? nullptr : bets->find(bet.key);
}

Position place_of(const AuthoredSheet& sheet, const Bet& bet, std::string_view key) {
  return value_at(body_of(sheet, bet), key, bet.at);
}

Diagnostics check_sheet(const AuthoredSheet& sheet, const AuthoredWorld& world) {
  RuleFindings findings;
  SheetCheck{sheet, world, findings}.run();
  check_needs(sheet, world, findings);
  check_other_cycles(sheet, world, findings);
  return std::move(findings).take();
}

}  // namespace betledger::ledger
