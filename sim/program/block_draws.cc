#include "sim/program/block_draws.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/contract.h"
#include "sim/columns/formula_kernels.h"

namespace betledger::sim {
namespace {

using WordColumn = std::array<kernels::Word, runs_per_block>;
using MemberColumn = std::array<kernels::Member, runs_per_block>;

/// What a stated level may be at the least, so that it lies on the scale: a millionth of its
/// median, or a billionth from the ends of [0, 1].
void bound_to_support(tree::Support support, const Sampler& sampler, double* inout) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (support == tree::Support::fraction) {
    kernels::bound(1e-9, 1 - 1e-9, inout);
  } else if (support == tree::Support::positive) {
    BET_EXPECT(sampler.median() > 0);
    kernels::bound(1e-6 * sampler.median(), infinity, inout);
  }
}

}  // namespace

BlockDraws::BlockDraws(const Compiled& code) : code_{&code} {
  const Model& model = code.model;
  values_.coins = Columns{model.gates.size()};
  values_.gates = Columns{model.gates.size()};
  values_.amounts = Columns{code.slots.amount_columns};
  values_.pushes = Columns{code.slots.amount_columns};
  values_.factors = Columns{model.optimism.size()};
  values_.used = Columns{model.optimism.empty() ? 0 : code.slots.amount_columns};
  values_.delays = Columns{code.slots.delay_columns};
  values_.strengths = Columns{model.influences.size()};
  values_.pulls = Columns{model.influences.size()};
  values_.occasions = Columns{model.occasions.size()};
  values_.bases = Columns{code.slots.base_columns};
  values_.effects = Columns{code.slots.effect_columns};
  std::size_t longest = 1;
  for (const BaseCode& base : code.bases) {
    longest = std::max(longest, base.pool.periods + base.pool.lead);
  }
  scratch_ = Columns{2};
  float_ = FloatColumns{3 * longest + 1};
  draw(code.all, 0, 0);  // what is constant is never drawn again
}

void BlockDraws::assign(const Draws& other) {
  const auto& from = dynamic_cast<const BlockDraws&>(other);
  BET_EXPECT(from.code_ == code_);
  values_ = from.values_;
}

std::size_t BlockDraws::bytes() const {
  const Values& v = values_;
  std::size_t columns = 0;
  for (const Columns* each : {&v.coins,
                              &v.gates,
                              &v.amounts,
                              &v.pushes,
                              &v.factors,
                              &v.used,
                              &v.delays,
                              &v.strengths,
                              &v.pulls,
                              &v.occasions,
                              &v.bases,
                              &v.effects}) {
    columns += each->size();
  }
  return columns * Columns::stride * sizeof(double);
}

std::span<const double> BlockDraws::gate(std::uint32_t gate) const {
  BET_EXPECT(gate < values_.gates.size());
  return {flags(gate), runs_per_block};
}

std::span<const double> BlockDraws::amount(std::uint32_t intervention) const {
  BET_EXPECT(intervention < code_->amounts.size());
  const bool is_corrected = code_->model.interventions[intervention].optimism.has_value();
  return {(is_corrected ? values_.used : values_.amounts)[code_->slots.amounts[intervention]],
          runs_per_block};
}

std::span<const double> BlockDraws::factor(std::uint32_t optimism) const {
  BET_EXPECT(optimism < values_.factors.size());
  return {values_.factors[optimism], runs_per_block};
}

std::span<const double> BlockDraws::delay(std::uint32_t profile) const {
  BET_EXPECT(profile < code_->profiles.size());
  return {values_.delays[code_->slots.delays[profile]], runs_per_block};
}

std::span<double> BlockDraws::base_values(std::uint32_t node, std::uint32_t period) {
  BET_EXPECT(node < code_->nodes.size() && !code_->nodes[node].formula);
  BET_EXPECT(period < code_->periods());
  return {values_.bases[code_->slots.bases[code_->nodes[node].base] + period], runs_per_block};
}

std::span<double> BlockDraws::effect_values(std::uint32_t intervention, std::uint32_t period) {
  BET_EXPECT(intervention < code_->amounts.size());
  const ProfileCode& profile = code_->profiles[code_->model.interventions[intervention].profile];
  BET_EXPECT(profile.begin <= period && period < profile.end);
  return {values_.effects[code_->slots.effects[intervention] + period - profile.begin],
          runs_per_block};
}

std::span<double> BlockDraws::pull_values(std::uint32_t influence) {
  BET_EXPECT(influence < values_.pulls.size());
  return {values_.pulls[influence], runs_per_block};
}

std::span<double> BlockDraws::occasion_values(std::uint32_t occasion) {
  BET_EXPECT(occasion < values_.occasions.size());
  return {values_.occasions[occasion], runs_per_block};
}

void BlockDraws::draw(const Redraw& redraw, std::uint64_t seed, std::uint64_t block) {
  const Stream stream{seed, block};
  for (const std::uint32_t g : redraw.coins) {
    draw_coin(g, stream);
  }
  for (const std::uint32_t k : redraw.amounts) {
    draw_number(code_->amounts[k], stream, values_.amounts[code_->slots.amounts[k]]);
  }
  for (const std::uint32_t p : redraw.delays) {
    double* delay = values_.delays[code_->slots.delays[p]];
    draw_number(code_->profiles[p].delay, stream, delay);
    kernels::bound(0, std::numeric_limits<double>::infinity(), delay);
  }
  for (const std::uint32_t l : redraw.strengths) {
    draw_number(code_->strengths[l], stream, values_.strengths[l]);
  }
  for (const std::uint32_t o : redraw.occasions) {
    draw_number(code_->occasions[o], stream, values_.occasions[o]);
  }
  for (const std::uint32_t o : redraw.factors) {
    draw_number(code_->factors[o], stream, values_.factors[o]);
  }
  for (const std::uint32_t b : redraw.bases) {
    draw_base(code_->bases[b], stream, values_.bases[code_->slots.bases[b]]);
  }
  combine(redraw);
}

void BlockDraws::combine(const Redraw& redraw) {
  for (const std::uint32_t g : redraw.gates) {
    combine_gate(g);
  }
  for (const std::uint32_t p : redraw.profiles) {
    combine_profile(p);
  }
  for (const std::uint32_t l : redraw.pulls) {
    kernels::multiply(
        values_.strengths[l], flags(code_->model.influences[l].gate), values_.pulls[l]);
  }
}

void BlockDraws::draw_number(const RandomNumber& number, const Stream& stream, double* out) {
  WordColumn words;
  if (!number.sampler.is_constant()) {
    kernels::words(StreamKey::of(stream.seed, number.variable), stream.block, 0, words.data());
  }
  number.sampler.sample(words.data(), out);
}

void BlockDraws::draw_coin(std::uint32_t gate, const Stream& stream) {
  WordColumn words{};  // a word of 0 decides the certain ones: 0 < 1, and not 0 < 0
  const double probability = code_->model.gates[gate].probability;
  if (probability > 0 && probability < 1) {
    kernels::words(StreamKey::of(stream.seed, code_->gates[gate]), stream.block, 0, words.data());
  }
  kernels::coins(words.data(), probability, values_.coins[gate]);
}

void BlockDraws::draw_base(const BaseCode& base, const Stream& stream, double* out) {
  if (!base.known.empty()) {
    for (std::size_t t = 0; t < base.known.size(); ++t) {
      kernels::copy({nullptr, base.known[t]}, out + t * Columns::stride);
    }
  } else if (base.first) {
    draw_stated(base, stream, out);
  } else {
    draw_pool(base, stream, out);
  }
}

void BlockDraws::draw_pool(const BaseCode& base, const Stream& stream, double* out) {
  WordColumn words;
  MemberColumn member{};
  const std::size_t steps = base.pool.periods + base.pool.lead;
  if (!base.bounds.empty()) {
    kernels::words(StreamKey::of(stream.seed, base.member), stream.block, 0, words.data());
    kernels::members(words.data(), base.bounds, member.data());
  }
  double* score = scratch_[0];
  double* factor = scratch_[1];
  if (base.factors == nullptr) {
    kernels::copy({nullptr, 0}, factor);
  } else {
    kernels::words(StreamKey::of(stream.seed, base.sigma), stream.block, 0, words.data());
    kernels::normals(words.data(), score);
    kernels::lookup(*base.factors, member.data(), score, factor);
  }
  float* sigma = float_[3 * steps];
  kernels::member_sigma(base.pool, member.data(), factor, sigma);
  const StreamKey innovations = StreamKey::of(stream.seed, base.innovation);
  for (std::uint32_t s = 0; s < steps; ++s) {
    kernels::words(innovations, stream.block, s, words.data());
    kernels::normals(words.data(), float_[s]);
  }
  kernels::pool_path(
      base.pool, member.data(), sigma, {float_[0], float_[steps], float_[2 * steps]});
  const tree::Support support = code_->model.nodes[base.node].support;
  for (std::uint32_t t = 0; t < code_->periods(); ++t) {
    kernels::from_units(base.pool, support, t, float_[2 * steps + t], out + t * Columns::stride);
  }
}

void BlockDraws::draw_stated(const BaseCode& base, const Stream& stream, double* out) {
  WordColumn words;
  const tree::Support support = code_->model.nodes[base.node].support;
  const std::uint32_t periods = code_->periods();
  kernels::words(StreamKey::of(stream.seed, base.level), stream.block, 0, words.data());
  double* first = scratch_[0];
  double* last = scratch_[1];
  base.first->sample(words.data(), first);
  base.last->sample(words.data(), last);
  bound_to_support(support, *base.first, first);
  bound_to_support(support, *base.last, last);
  kernels::to_scale(support, first);
  kernels::to_scale(support, last);
  for (std::uint32_t t = 0; t < periods; ++t) {
    const double share = periods == 1 ? 0.0 : static_cast<double>(t) / (periods - 1);
    kernels::interpolate(first, last, share, out + t * Columns::stride);
    kernels::from_scale(support, out + t * Columns::stride);
  }
}

void BlockDraws::combine_gate(std::uint32_t gate) {
  double* open = values_.gates[gate];
  const double* so_far = values_.coins[gate];
  for (const std::uint32_t need : code_->model.gates[gate].needs) {
    kernels::multiply(so_far, flags(need), open);
    so_far = open;
  }
}

void BlockDraws::combine_profile(std::uint32_t number) {
  const ProfileCode& profile = code_->profiles[number];
  const Slots& slots = code_->slots;
  const double* delay = values_.delays[slots.delays[number]];
  for (const std::uint32_t k : profile.interventions) {
    combine_push(k);
  }
  for (std::uint32_t t = 0; t < profile.periods.size(); ++t) {
    const kernels::RampPeriod& period = profile.periods[t];
    if (!profile.certain[t] && period.decay == 0) {
      // One period's upper bound is the next one's lower.
      double* lower = scratch_[t % 2];
      double* upper = scratch_[(t + 1) % 2];
      if (t == 0) {
        kernels::ramp_until(period, period.lower, delay, lower);
      }
      kernels::ramp_until(period, period.upper, delay, upper);
      for (const std::uint32_t k : profile.interventions) {
        kernels::effect_of(values_.pushes[slots.amounts[k]],
                           period.scale,
                           lower,
                           upper,
                           values_.effects[slots.effects[k] + t]);
      }
      continue;
    }
    kernels::Operand live{scratch_[0], 0};
    if (profile.certain[t]) {
      live = {nullptr, *profile.certain[t]};
    } else {
      kernels::ramp(period, delay, scratch_[0]);
    }
    for (const std::uint32_t k : profile.interventions) {
      kernels::binary(tree::Op::multiply,
                      {values_.pushes[slots.amounts[k]], 0},
                      live,
                      values_.effects[slots.effects[k] + t]);
    }
  }
}

void BlockDraws::combine_push(std::uint32_t number) {
  const Intervention& intervention = code_->model.interventions[number];
  const std::uint32_t slot = code_->slots.amounts[number];
  const double* amount = values_.amounts[slot];
  if (intervention.optimism) {
    kernels::multiply(amount, values_.factors[*intervention.optimism], values_.used[slot]);
    amount = values_.used[slot];
  }
  double* push = values_.pushes[slot];
  const double* so_far = amount;
  for (const auto& gate : intervention.gates.all()) {
    if (gate) {
      kernels::multiply(so_far, flags(*gate), push);
      so_far = push;
    }
  }
  if (so_far != push) {
    kernels::copy({amount, 0}, push);
  }
}

}  // namespace betledger::sim
