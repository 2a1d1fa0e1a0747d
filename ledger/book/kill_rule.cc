#include "ledger/book/kill_rule.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {
namespace {

using Measure = KillRule::Measure;
using Side = KillRule::Side;

constexpr auto grammar = "write it as `lift < 1% after 5w` or `return_share > 8% after 2w`";

Diagnostic words_only(std::string message, std::string hint = grammar) {
  return {"A121", Severity::error, {}, {}, std::move(message), std::move(hint)};
}

/// The words, with < and > as words of their own.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      inside = false;
    } else if (c == '<' || c == '>') {
      words.emplace_back(1, c);
      inside = false;
    } else {
      if (!inside) {
        words.emplace_back();
      }
      words.back() += c;
      inside = true;
    }
  }
  return words;
}

std::optional<Measure> measure_of(const std::string& word) {
  if (word == "lift") {
    return Measure::lift;
  }
  if (word == "shift") {
    return Measure::shift;
  }
  return word == "value" ? std::optional{Measure::value} : std::nullopt;
}

std::string_view name(Measure measure) {
  return measure == Measure::lift ? "lift" : measure == Measure::shift ? "shift" : "value";
}

std::optional<Diagnostic> read_bound(const std::string& word, KillRule& rule) {
  for (const NumberKind kind : {NumberKind::percent, NumberKind::points, NumberKind::plain}) {
    if (const auto number = parse_number(word, kind)) {
      rule.bound = *number;
      rule.written = kind;
      break;
    }
    if (kind == NumberKind::plain) {
      return words_only(fmt::format("\"{}\" is no number", printable(word)));
    }
  }
  const bool percent = rule.written == NumberKind::percent;
  const bool points = rule.written == NumberKind::points;
  if (rule.measure == Measure::lift && !percent) {
    return words_only(fmt::format("a lift of {} has no %", printable(word)),
                      fmt::format("write {}% if that is meant", printable(word)));
  }
  if ((rule.measure == Measure::shift && percent) || (rule.measure == Measure::value && points)) {
    return words_only(
        fmt::format("{} does not fit a {}", printable(word), name(rule.measure)),
        rule.measure == Measure::shift
            ? "shifts are in the metric's unit, those of fractions in percentage points (0.2pp)"
            : "write the value itself, as 8% or 120");
  }
  return std::nullopt;
}

/// The words before the < or >: a metric, a measure, both or (never) neither.
std::optional<Diagnostic> read_subject(const std::vector<std::string>& words, KillRule& rule) {
  if (words.size() == 1) {
    const auto measure = measure_of(words[0]);
    rule.measure = measure.value_or(Measure::value);
    rule.metric = measure ? std::string{} : words[0];
  } else if (words.size() == 2 && measure_of(words[1])) {
    rule.measure = *measure_of(words[1]);
    rule.metric = words[0];
  } else {
    return words_only("a kill rule names what it looks at before the < or >");
  }
  if (!rule.metric.empty() && !is_key(rule.metric)) {
    return words_only(fmt::format("\"{}\" is no metric's key", printable(rule.metric)));
  }
  return std::nullopt;
}

const Effect* effect_on(const Bet& bet, const std::string& metric) {
  const auto found = std::find_if(bet.effects.begin(), bet.effects.end(), [&](const Effect& one) {
    return one.metric == metric;
  });
  return found == bet.effects.end() ? nullptr : &*found;
}

/// Effects are judged by what the bet is believed to do: only where and how it acts.
std::optional<Diagnostic> against_effect(const KillRule& rule, const Bet& bet) {
  const Effect* effect = effect_on(bet, rule.metric);
  if (effect == nullptr) {
    return words_only(
        fmt::format("bet `{}` does not act on `{}` itself", bet.key, rule.metric),
        fmt::format("name a metric of its effects, or look at the metric's own value: `{} {} ...`",
                    rule.metric,
                    rule.side == Side::below ? "<" : ">"));
  }
  const bool lifts = effect->action == Action::lift;
  if (lifts != (rule.measure == Measure::lift)) {
    return words_only(fmt::format("the effect of `{}` on `{}` is stated as a {}",
                                  bet.key,
                                  rule.metric,
                                  lifts ? "lift" : "shift"),
                      fmt::format("state the rule as a {} too", lifts ? "lift" : "shift"));
  }
  return std::nullopt;
}

std::optional<Diagnostic> against_unit(const KillRule& rule, const tree::Metric& metric) {
  const bool fraction = metric.support == tree::Support::fraction;
  if (rule.measure == Measure::shift && fraction != (rule.written == NumberKind::points)) {
    return words_only(
        fmt::format("`{}` is {} fraction", metric.key, fraction ? "a" : "no"),
        fraction ? "write the shift in percentage points (0.2pp)" : "write the shift in its unit");
  }
  if (rule.measure == Measure::value &&
      ((rule.written == NumberKind::percent && !fraction) ||
       !(metric.support == tree::Support::real || tree::contains(metric.support, rule.bound)))) {
    return words_only(fmt::format("`{}` is never {}",
                                  metric.key,
                                  rule.written == NumberKind::percent ? "a percentage"
                                                                      : format_number(rule.bound)),
                      "write a value that it can have, as 8% for a fraction and 120 for others");
  }
  return std::nullopt;
}

}  // namespace

Result<KillRule> parse_kill_rule(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  const auto sign = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return word == "<" || word == ">";
  });
  const auto rest = words.end() - sign;  // sign, number, "after", duration
  if (rest != 4 || *(sign + 2) != "after") {
    return words_only(
        "a kill rule has the form `[METRIC] [lift|shift|value] < NUMBER after "
        "DURATION`, with < or >");
  }
  KillRule rule;
  rule.side = *sign == "<" ? Side::below : Side::above;
  if (auto wrong = read_subject({words.begin(), sign}, rule)) {
    return std::move(*wrong);
  }
  if (auto wrong = read_bound(*(sign + 1), rule)) {
    return std::move(*wrong);
  }
  const auto after = parse_duration(*(sign + 3));
  if (!after) {
    return words_only(fmt::format("\"{}\" is no length of time", printable(*(sign + 3))),
                      "write it as 10d, 5w or 2m");
  }
  rule.after = *after;
  return rule;
}

std::string format_kill_rule(const KillRule& rule) {
  std::string subject = rule.metric;
  if (rule.measure != Measure::value || rule.metric.empty()) {
    subject += subject.empty() ? "" : " ";
    subject += name(rule.measure);
  }
  return fmt::format("{} {} {} after {}",
                     subject,
                     rule.side == Side::below ? "<" : ">",
                     format_number(rule.bound, rule.written),
                     format_duration(rule.after));
}

Result<KillRule> kill_rule_of(const Bet& bet, const tree::TreeSpec& tree) {
  auto parsed = parse_kill_rule(bet.stop_when);
  if (!parsed) {
    return parsed;
  }
  KillRule rule = std::move(parsed).value();
  if (rule.metric.empty()) {
    rule.metric = bet.effects.front().metric;
  }
  const tree::Metric* metric = tree.find(rule.metric);
  if (metric == nullptr) {
    std::vector<std::string> keys;
    for (const tree::Metric& each : tree.metrics) {
      keys.push_back(each.key);
    }
    const auto close = suggestion(rule.metric, keys);
    return words_only(fmt::format("`{}` is no metric of the tree", rule.metric),
                      close ? fmt::format("did you mean `{}`?", *close) : grammar);
  }
  if (rule.measure != Measure::value) {
    if (auto wrong = against_effect(rule, bet)) {
      return std::move(*wrong);
    }
  }
  if (auto wrong = against_unit(rule, *metric)) {
    return std::move(*wrong);
  }
  return rule;
}

}  // namespace betledger::ledger
