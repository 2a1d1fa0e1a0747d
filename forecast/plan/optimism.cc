#include "forecast/plan/optimism.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace betledger::forecast {
namespace {

/// About the median of what is widened, by `spread`: one overload for each family.
struct Widening {
  double median;
  double spread;

  [[nodiscard]] double on_line(double x) const { return median + spread * (x - median); }

  /// On the line that the bounds call for (core/line_scale.h); a value at a bound stays there.
  [[nodiscard]] double between(double x,
                               const std::optional<double>& lower,
                               const std::optional<double>& upper) const {
    const bool at_bound = (lower && (x <= *lower || median <= *lower)) ||
                          (upper && (x >= *upper || median >= *upper));
    if (at_bound) {
      return x;
    }
    if (lower && upper) {
      const auto odds = [&](double y) { return (y - *lower) / (*upper - y); };
      const double wide = odds(median) * std::pow(odds(x) / odds(median), spread);
      return std::clamp(*lower + (*upper - *lower) * wide / (1 + wide), *lower, *upper);
    }
    if (lower) {
      return *lower + (median - *lower) * std::pow((x - *lower) / (median - *lower), spread);
    }
    if (upper) {
      return *upper - (*upper - median) * std::pow((*upper - x) / (*upper - median), spread);
    }
    return on_line(x);
  }

  Family operator()(const Constant& f) const { return f; }
  Family operator()(const Normal& f) const { return Normal{f.mean, f.sd * spread}; }
  Family operator()(const LogNormal& f) const {
    return LogNormal{f.median, std::min(f.sdlog * spread, 10.0)};
  }
  Family operator()(const Uniform& f) const { return Uniform{on_line(f.low), on_line(f.high)}; }
  Family operator()(const Triangular& f) const {
    return Triangular{on_line(f.low), on_line(f.mode), on_line(f.high)};
  }
  Family operator()(const Pert& f) const {
    return Pert{on_line(f.low), on_line(f.mode), on_line(f.high)};
  }
  /// The variance m (1 - m) / (n + 1), times spread^2.
  Family operator()(const Beta& f) const {
    const double mean = f.alpha / (f.alpha + f.beta);
    const double least = 0.01 / std::min(mean, 1 - mean);
    const double n = std::max((f.alpha + f.beta + 1) / (spread * spread) - 1, least);
    return Beta{n * mean, n * (1 - mean)};
  }
  Family operator()(Quantiles f) const {
    for (double& value : f.values) {
      value = between(value, f.lower, f.upper);
    }
    return f;
  }
  Family operator()(Empirical f) const {
    for (double& value : f.values) {
      value = on_line(value);
    }
    return f;
  }
};

/// Of two independent numbers, as a sample: the midpoints of equally likely slices of each.
Distribution product(const Distribution& amount, const Distribution& factor) {
  constexpr std::size_t slices = 99;
  const auto middle = [](std::size_t i) { return (static_cast<double>(i) + 0.5) / slices; };
  std::vector<double> factors;
  for (std::size_t f = 0; f < slices; ++f) {
    factors.push_back(factor.quantile(middle(f)));
  }
  Empirical sample;
  for (std::size_t a = 0; a < slices; ++a) {
    const double value = amount.quantile(middle(a));
    for (const double f : factors) {
      sample.values.push_back(value * f);
    }
  }
  auto made = Distribution::make(std::move(sample));
  return made ? std::move(made).value() : amount;  // past 1e100
}

}  // namespace

ledger::OptimismByTeam optimism_in(const ledger::Book& book, const Plan& plan) {
  std::set<std::string> teams{""};
  for (const auto* bets : {&plan.bets, &plan.cut}) {
    for (const ledger::BetRecord& record : *bets) {
      teams.insert(record.terms.team);
    }
  }
  ledger::OptimismByTeam found;
  bool any = false;
  for (const auto& [team, optimism] : book.optimism) {
    if (teams.contains(team)) {
      found.emplace(team, optimism);
      any = any || optimism.is_on;
    }
  }
  return any ? found : ledger::OptimismByTeam{};
}

void note_offer(const ledger::Book& book, const Plan& plan, Diagnostics& warnings) {
  const auto closed = std::count_if(book.cycles.begin(), book.cycles.end(), [](const auto& cycle) {
    return cycle.second.closed.has_value();
  });
  const auto names_team = [](const ledger::BetRecord& record) {
    return !record.terms.team.empty();
  };
  if (closed == 0 || !book.optimism.empty() ||
      std::none_of(plan.bets.begin(), plan.bets.end(), names_team)) {
    return;
  }
  warnings.push_back(remark(
      Severity::note,
      "B015",
      fmt::format("effects are read as they are stated; {} may offer a correction",
                  closed == 1 ? "a closed cycle" : fmt::format("{} closed cycles", closed)),
      "betledger optimism apply --dry-run shows it; optimism apply turns it on where there is "
      "enough, optimism off leaves effects as they are stated and ends this note"));
}

Distribution widened(const Distribution& belief, double spread) {
  if (spread == 1 || belief.is_constant()) {
    return belief;
  }
  auto wide =
      Distribution::make(std::visit(Widening{belief.quantile(0.5), spread}, belief.family()));
  return wide ? std::move(wide).value() : belief;  // past 1e100
}

Distribution corrected(const Distribution& amount, const ledger::Optimism& optimism) {
  return product(widened(amount, optimism.spread), optimism.factor);
}

Distribution amount_of(const sim::Model& model, std::uint32_t intervention) {
  const sim::Intervention& from = model.interventions[intervention];
  return from.optimism ? product(from.amount, model.optimism[*from.optimism].factor) : from.amount;
}

}  // namespace betledger::forecast
