#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "core/beta_quantile.h"
#include "core/distribution.h"
#include "core/normal.h"
#include "core/number.h"

namespace betledger {
namespace {

double tail_share(const Family& family, const std::optional<QuantileFit>& fit) {
  if (const auto* lognormal = std::get_if<LogNormal>(&family)) {
    constexpr double z99 = 2.3263478740408411;
    return normal_cdf(lognormal->sdlog - z99);
  }
  if (const auto* beta = std::get_if<Beta>(&family)) {
    return beta_tail_share(beta->alpha, beta->beta);
  }
  return fit ? fit->tail_share() : 0;
}

Diagnostic remark(std::string_view code, Severity severity, std::string message, std::string hint) {
  return {.code = std::string{code},
          .severity = severity,
          .at = {},
          .excerpt = {},
          .message = std::move(message),
          .hint = std::move(hint)};
}

void explain_fit(const Quantiles& stated, QuantileFit::Reason reason, Diagnostics& remarks) {
  switch (reason) {
    case QuantileFit::Reason::metalog:
      return;
    case QuantileFit::Reason::infeasible:
      remarks.push_back(remark("Q020",
                               Severity::warning,
                               fmt::format("the median {} is too near to one end of [{}, {}] for a "
                                           "metalog; a monotone curve is used",
                                           format_number(stated.values[1]),
                                           format_number(stated.values[0]),
                                           format_number(stated.values[2])),
                               "look again at the median, or state more quantiles"));
      return;
    case QuantileFit::Reason::at_bound:
      remarks.push_back(remark("Q022",
                               Severity::warning,
                               "a stated quantile equals a bound, so a share of all cases lies "
                               "exactly there",
                               "move it off the bound unless that is meant"));
      return;
    case QuantileFit::Reason::other_levels:
      break;
  }
  const std::string_view reading = stated.levels.size() > 2       ? "a monotone curve"
                                   : stated.lower && stated.upper ? "a logit-normal"
                                   : stated.lower || stated.upper ? "a lognormal"
                                                                  : "a normal";
  remarks.push_back(remark("Q023",
                           Severity::note,
                           fmt::format("the stated quantiles are read as {}", reading),
                           "{p10, p50, p90} says more about the skew"));
}

}  // namespace

Diagnostics Distribution::warnings() const {
  constexpr double heavy = 0.25;
  Diagnostics remarks;
  if (is_constant()) {
    return remarks;
  }
  if (fit_) {
    explain_fit(std::get<Quantiles>(family_), fit_->reason(), remarks);
  }
  const double share = tail_share(family_, fit_);
  if (share > heavy) {
    const std::string what = std::isinf(mean())
                                 ? "the tail is so heavy that the mean does not exist"
                                 : fmt::format("the outermost 1% of cases carries {} of the mean",
                                               format_percent(share, 0));
    remarks.push_back(remark(
        "Q021", Severity::warning, what, "state an upper bound or a p95; decide by the median"));
  }
  return remarks;
}

}  // namespace betledger
