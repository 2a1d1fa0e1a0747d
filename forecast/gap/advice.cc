#include "forecast/gap/advice.h"

#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/number.h"

namespace betledger::forecast {
namespace {

std::string left_in_words(const AdviceContext& context, const Decision& decision) {
  if (!context.reaches_focus) {
    return "it does not act on the focus metric";
  }
  std::string words = fmt::format("from here on it adds {} {} (80 %: {} to {})",
                                  format_rounded(decision.left.mean, 3),
                                  context.unit,
                                  format_rounded(decision.left.p10, 3),
                                  format_rounded(decision.left.p90, 3));
  if (context.has_target) {
    words +=
        fmt::format(" and {:+.1f} pp of P(target)", 0.0 - 100 * decision.target_if_stopped.mean);
  }
  if (decision.effort > 0) {
    words += fmt::format("; stopping it frees at most {} person-weeks",
                         format_rounded(decision.effort, 3));
  }
  return words;
}

/// Is there a world in which it still moves the focus?
bool has_left(const Decision& decision) {
  return decision.left.mean != 0 || decision.left.sd != 0;
}

using Verdict = std::pair<Advice, std::string>;

/// What needs no look at the effect.
std::optional<Verdict> at_once(const AdviceContext& context, const Decision& decision) {
  if (!context.killed.empty()) {
    return Verdict{
        Advice::stop,
        fmt::format(
            "its kill rule is met: {}; {}", context.killed, left_in_words(context, decision))};
  }
  if (context.is_delivered) {
    return std::nullopt;
  }
  if (context.is_overdue) {
    return Verdict{Advice::stop,
                   "later than anyone believed possible, and taken as not coming: record its "
                   "delivery, or stop it"};
  }
  if (context.reaches_focus && !has_left(decision)) {
    return Verdict{Advice::stop, "nothing of it reaches the focus metric in this cycle any more"};
  }
  return std::nullopt;
}

Verdict by_effect(const AdviceContext& context, const Decision& decision) {
  const DecisionSettings& at = context.settings;
  if (!decision.with.empty()) {
    return {Advice::not_separable,
            fmt::format("acts on the same metric in the same periods as {}: their effects cannot "
                        "be told apart (correlation {:.2f}); that at least one of them is useful "
                        "has {}",
                        decision.with,
                        decision.correlation,
                        format_percent(decision.either.probability, 0))};
  }
  const std::string left = left_in_words(context, decision);
  if (!decision.learned) {
    return {Advice::go_on, "the actuals say nothing of its effect yet; " + left};
  }
  const double useful = decision.useful.probability;
  const double helps = decision.helps.probability;
  const bool stops = useful <= at.stop_below || (has_left(decision) && helps <= at.stop_below);
  const bool doubles = useful >= at.double_above && helps >= at.double_above;
  return {stops     ? Advice::stop
          : doubles ? Advice::double_down
                    : Advice::go_on,
          fmt::format("P(useful effect) {}, believed to work with {}; {}",
                      format_percent(useful, 0),
                      format_percent(decision.works_prior, 0),
                      left)};
}

}  // namespace

void advise(const AdviceContext& context, Decision& decision) {
  auto verdict = at_once(context, decision);
  std::tie(decision.advice, decision.why) = verdict ? *verdict : by_effect(context, decision);
}

}  // namespace betledger::forecast
