#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/contract.h"
#include "sim/columns/elementary.h"
#include "sim/program/compile.h"
#include "sim/random/chi_square.h"

namespace betledger::sim {
namespace {

// A word's score is not finer than 2e-10, and a sigma from n residuals is not known to 1 / sqrt(2
// n).
constexpr double factor_tolerance = 1e-7;

bool finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

double value_of(tree::Support support, double scaled) {
  switch (support) {
    case tree::Support::positive:
      return elementary::exp(scaled);
    case tree::Support::fraction:
      return elementary::logistic(scaled);
    default:
      return scaled;
  }
}

void expect_valid(const PathMember& member, std::size_t periods) {
  BET_EXPECT(member.mean.size() == periods && finite(member.mean));
  BET_EXPECT(member.psi.size() == periods + member.lead && finite(member.psi));
  BET_EXPECT(member.sigma >= 0 && std::isfinite(member.sigma));
  BET_EXPECT(member.dof > 0);
  BET_EXPECT(member.weight > 0 && std::isfinite(member.weight));
}

/// A power of two not far below what the members differ by and vary by; 1 if by nothing.
double unit_of(const std::vector<PathMember>& members) {
  double largest = 0;
  for (const PathMember& member : members) {
    largest = std::max(largest, member.sigma);
    for (std::size_t t = 0; t < member.mean.size(); ++t) {
      largest = std::max(largest, std::abs(member.mean[t] - members.front().mean[t]));
    }
  }
  return largest > 0 ? std::exp2(std::floor(std::log2(largest))) : 1.0;
}

double level_of(tree::Support support, double centre) {
  switch (support) {
    case tree::Support::positive:
      return elementary::exp(centre);
    case tree::Support::fraction:
      return elementary::exp(-centre);
    default:
      return centre;
  }
}

/// The members' tables, member by member within each row.
kernels::Pool tables_of(const std::vector<PathMember>& members,
                        tree::Support support,
                        std::size_t periods) {
  kernels::Pool pool;
  pool.row = std::max<std::size_t>(members.size(), 8);
  pool.periods = periods;
  pool.lead = members.front().lead;
  pool.unit = unit_of(members);
  pool.offset.resize(periods * pool.row);
  pool.psi.resize((periods + pool.lead) * pool.row);
  for (std::size_t m = 0; m < members.size(); ++m) {
    const PathMember& member = members[m];
    for (std::size_t t = 0; t < periods; ++t) {
      pool.offset[t * pool.row + m] =
          static_cast<float>((member.mean[t] - members.front().mean[t]) / pool.unit);
    }
    for (std::size_t s = 0; s < member.psi.size(); ++s) {
      pool.psi[s * pool.row + m] = static_cast<float>(member.psi[s]);
    }
    pool.sigma.push_back(member.sigma / pool.unit);
  }
  for (const double centre : members.front().mean) {
    pool.level.push_back(level_of(support, centre));
  }
  return pool;
}

void compile_pool(const PathPool& pool,
                  tree::Support support,
                  std::size_t periods,
                  BaseCode& code) {
  BET_EXPECT(!pool.members.empty());
  const PathMember& first = pool.members.front();
  double total = 0;
  for (const PathMember& member : pool.members) {
    expect_valid(member, periods);
    BET_EXPECT(member.lead == first.lead);
    total += member.weight;
  }
  if (pool.members.size() == 1 && first.sigma == 0) {
    for (const double mean : first.mean) {
      code.known.push_back(value_of(support, mean));
    }
    return;
  }
  double passed = 0;
  for (std::size_t m = 0; m + 1 < pool.members.size(); ++m) {
    passed += pool.members[m].weight;
    code.bounds.push_back(passed / total);
  }
  code.pool = tables_of(pool.members, support, periods);
  code.is_random = true;
}

}  // namespace

std::size_t BaseCode::words_per_run() const noexcept {
  if (!is_random) {
    return 0;
  }
  return first ? 1
               : pool.periods + pool.lead + (bounds.empty() ? 0U : 1U) +
                     (factors != nullptr ? 1U : 0U);
}

std::shared_ptr<const ZTable> SigmaFactors::table_of(const std::vector<double>& dofs) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto is_known = [](double dof) { return dof == infinity; };
  if (std::all_of(dofs.begin(), dofs.end(), is_known)) {
    return nullptr;
  }
  std::shared_ptr<const ZTable>& table = tables_[dofs];
  if (table == nullptr) {
    std::vector<std::function<double(double)>> functions;
    functions.reserve(dofs.size());
    for (const double dof : dofs) {
      functions.emplace_back([this, dof](double z) { return dof == infinity ? 0.0 : at(z, dof); });
    }
    auto fit = ZTable::fit(functions, factor_tolerance);
    BET_ENSURE(fit.has_value());
    table = std::make_shared<const ZTable>(std::move(*fit));
  }
  return table;
}

double SigmaFactors::at(double z, double dof) {
  const auto [place, is_new] = known_.try_emplace({dof, z}, 0.0);
  if (is_new) {
    place->second = log_sigma_factor(z, dof);
  }
  return place->second;
}

BaseCode compile_base(const Model& model, std::uint32_t node, SigmaFactors& factors) {
  const Node& from = model.nodes[node];
  const std::string name = "base:" + from.key;
  BaseCode code;
  code.node = node;
  code.member = Variable::of(name + "/member");
  code.innovation = Variable::of(name + "/innovation");
  code.sigma = Variable::of(name + "/sigma");
  code.level = Variable::of(name + "/level");
  const BasePath& path = std::get<BasePath>(from.source);
  if (const auto* pool = std::get_if<PathPool>(&path)) {
    compile_pool(*pool, from.support, model.periods, code);
    if (code.is_random) {
      std::vector<double> dofs;
      for (const PathMember& member : pool->members) {
        dofs.push_back(member.dof);
      }
      code.factors = factors.table_of(dofs);
    }
  } else if (const auto* stated = std::get_if<StatedPath>(&path)) {
    code.first.emplace(stated->first);
    code.last.emplace(stated->last);
    code.is_random = !code.first->is_constant() || !code.last->is_constant();
  } else {
    code.known = std::get<KnownPath>(path).values;
    BET_EXPECT(code.known.size() == model.periods && finite(code.known));
  }
  return code;
}

}  // namespace betledger::sim
