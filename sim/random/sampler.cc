#include "sim/random/sampler.h"

#include <cmath>
#include <functional>
#include <span>
#include <utility>
#include <variant>

#include "core/normal.h"
#include "sim/columns/elementary.h"
#include "sim/columns/formula_kernels.h"
#include "sim/random/inverse_normal.h"

namespace betledger::sim {
namespace {

constexpr double table_tolerance = 2.5e-8;  // logarithms: of the value, times up to four

}  // namespace

Sampler::Sampler(Distribution distribution) : distribution_{std::move(distribution)} {
  const Family& family = distribution_.family();
  if (distribution_.is_constant()) {
    way_ = Way::constant;
    a_ = distribution_.from_normal(0);
  } else if (const auto* normal = std::get_if<Normal>(&family)) {
    way_ = Way::normal;
    a_ = normal->mean;
    b_ = normal->sd;
  } else if (const auto* lognormal = std::get_if<LogNormal>(&family)) {
    way_ = Way::lognormal;
    a_ = elementary::log(lognormal->median);
    b_ = lognormal->sdlog;
  } else if (const auto* uniform = std::get_if<Uniform>(&family)) {
    way_ = Way::uniform;
    a_ = uniform->low;
    b_ = uniform->high - uniform->low;
  } else if (const auto* triangular = std::get_if<Triangular>(&family)) {
    way_ = Way::triangular;
    a_ = triangular->low;
    b_ = triangular->mode;
    c_ = triangular->high;
  } else if (std::holds_alternative<Empirical>(family)) {
    way_ = Way::by_level;
  } else {
    tabulate();
  }
}

void Sampler::tabulate() {
  const double low = distribution_.lowest();
  const double high = distribution_.highest();
  const auto fit = [](std::function<double(double)> function) {
    return ZTable::fit(std::span<const std::function<double(double)>>{&function, 1},
                       table_tolerance);
  };
  if (std::isfinite(low) != std::isfinite(high)) {
    // Tails that grow like an exponential: tabulated as logarithms, they are nearly straight.
    way_ = Way::table_from_bound;
    a_ = std::isfinite(low) ? low : high;
    b_ = std::isfinite(low) ? 1 : -1;
    table_ = fit([this](double z) {
      return b_ * elementary::log(b_ * (distribution_.from_normal(z) - a_));
    });
  } else {
    way_ = Way::table;
    a_ = low;
    b_ = high;
    table_ = fit([this](double z) { return distribution_.from_normal(z); });
  }
  if (!table_) {
    way_ = Way::by_score;
  }
}

void Sampler::sample(const kernels::Word* words, double* out) const {
  switch (way_) {
    case Way::constant:
      kernels::copy({nullptr, a_}, out);
      break;
    case Way::uniform:
    case Way::triangular:
    case Way::by_level:
      kernels::uniforms(words, out);
      from_levels(out);
      break;
    case Way::normal:
    case Way::lognormal:
    case Way::table:
    case Way::table_from_bound:
    case Way::by_score:
      kernels::normals(words, out);
      at_scores(out, out);
      break;
  }
}

void Sampler::from_levels(double* inout) const {
  if (way_ == Way::uniform) {
    kernels::affine(b_, a_, inout);
  } else if (way_ == Way::triangular) {
    kernels::triangular(a_, b_, c_, inout);
  } else {
    for (std::size_t i = 0; i < runs_per_block; ++i) {
      inout[i] = distribution_.quantile(inout[i]);
    }
  }
}

void Sampler::at_scores(const double* scores, double* out) const {
  if (scores != out) {
    kernels::copy({scores, 0}, out);
  }
  switch (way_) {
    case Way::constant:
      kernels::copy({nullptr, a_}, out);
      break;
    case Way::normal:
      kernels::affine(b_, a_, out);
      break;
    case Way::lognormal:
      kernels::affine(b_, a_, out);
      kernels::exponential(out);
      break;
    case Way::uniform:
    case Way::triangular:
    case Way::by_level:
      for (std::size_t i = 0; i < runs_per_block; ++i) {
        out[i] = normal_cdf(out[i]);
      }
      from_levels(out);
      break;
    case Way::table:
      kernels::lookup(*table_, nullptr, out, out);
      kernels::bound(a_, b_, out);
      break;
    case Way::table_from_bound:
      kernels::lookup(*table_, nullptr, out, out);
      kernels::affine(b_, 0, out);
      kernels::exponential(out);
      kernels::affine(b_, a_, out);
      break;
    case Way::by_score:
      for (std::size_t i = 0; i < runs_per_block; ++i) {
        out[i] = distribution_.from_normal(out[i]);
      }
      break;
  }
}

}  // namespace betledger::sim
