#include "bench/peers/evaluate.h"

#include <functional>

#include "bench/peers/report.h"

namespace bench {
namespace {

double ramp_integral(Ramp ramp, double x, double length) {
  if (ramp == Ramp::step || length <= 0) {
    return std::max(0.0, x);
  }
  const double q = std::clamp(x / length, 0.0, 1.0);
  const double past = std::max(0.0, x - length);
  return ramp == Ramp::linear ? length * q * q / 2 + past
                              : length * (q * q * q - q * q * q * q / 2) + past;
}

/// Repeats until nothing changes.
void settle(const std::function<bool()>& pass) {
  while (pass()) {
  }
}

bool set(std::vector<bool>& flags, std::uint32_t i) {
  const bool changed = !flags[i];
  flags[i] = true;
  return changed;
}

}  // namespace

double live_share(const Profile& profile, double delay, std::uint32_t period) {
  const double length = profile.ramp == Ramp::step ? 0 : profile.length;
  const double start = profile.start + delay;
  const double from = std::min<double>(period, profile.end) - start;
  const double to = std::min(period + 1.0, profile.end) - start;
  if (to <= 0) {
    return 0;
  }
  if (!std::isfinite(profile.half_life)) {
    return profile.scale *
           (ramp_integral(profile.ramp, to, length) - ramp_integral(profile.ramp, from, length));
  }
  const double decay = M_LN2 / profile.half_life;
  const double rising = ramp_integral(profile.ramp, std::min(to, length), length) -
                        ramp_integral(profile.ramp, std::min(from, length), length);
  const double falling = std::exp(-decay * std::max(0.0, from - length)) -
                         std::exp(-decay * std::max(0.0, to - length));
  return profile.scale * (rising + falling / decay);
}

Structure::Structure(const Model& from)
    : model{from},
      reached(from.nodes.size()),
      needs_with(from.nodes.size()),
      needs_without(from.nodes.size()),
      lifts(from.nodes.size()),
      shifts(from.nodes.size()),
      links(from.nodes.size()),
      occasions(from.nodes.size()) {
  for (std::uint32_t k = 0; k < model.interventions.size(); ++k) {
    const Intervention& item = model.interventions[k];
    (item.lift ? lifts : shifts)[item.node].push_back(k);
    reached[item.node] = true;
  }
  for (std::uint32_t l = 0; l < model.influences.size(); ++l) {
    links[model.influences[l].to].push_back(l);
  }
  for (std::uint32_t o = 0; o < model.occasions.size(); ++o) {
    occasions[model.occasions[o].node].push_back(o);
  }
  find_reached();
  find_needed();
}

void Structure::find_reached() {
  settle([&] {
    bool changed = false;
    for (std::uint32_t i = 0; i < model.nodes.size(); ++i) {
      each_driver(i, [&](std::uint32_t driver, bool) {
        node_by_node = node_by_node && driver < i;
        if (reached[driver]) {
          changed = set(reached, i) || changed;
        }
      });
    }
    return changed;
  });
}

void Structure::find_needed() {
  for (const std::uint32_t output : model.outputs) {
    needs_with[output] = true;
    if (model.nodes[output].rollup == Rollup::weighted) {
      needs_with[model.nodes[output].weight] = true;
    }
  }
  if (model.target) {
    needs_with[model.target->node] = true;
  }
  settle([&] {
    bool changed = false;
    for (auto i = static_cast<std::uint32_t>(model.nodes.size()); i-- > 0;) {
      changed = find_needed_by(i) || changed;
    }
    return changed;
  });
}

bool Structure::find_needed_by(std::uint32_t i) {
  bool changed = false;
  if (needs_with[i] && (!reached[i] || model.nodes[i].formula.empty())) {
    changed = set(needs_without, i);
  }
  each_driver(i, [&](std::uint32_t driver, bool link) {
    if (needs_with[i] && reached[i] && (!link || reached[driver])) {
      changed = set(needs_with, driver) || changed;
      changed = (link && set(needs_without, driver)) || changed;
    }
    if (needs_without[i] && !link) {
      changed = set(needs_without, driver) || changed;
    }
  });
  return changed;
}

Evaluator::Evaluator(const Structure& structure)
    : s_{structure},
      model_{structure.model},
      nodes_{static_cast<std::uint32_t>(model_.nodes.size())},
      periods_{model_.periods},
      open_(model_.gates.size()),
      acts_(model_.interventions.size()),
      delay_drawn_(model_.profiles.size()),
      amounts_(model_.interventions.size()),
      pulls_(model_.influences.size()),
      live_{std::vector<double>(model_.profiles.size() * periods_), periods_},
      without_{std::vector<double>(std::size_t{nodes_} * periods_), periods_},
      with_{std::vector<double>(std::size_t{nodes_} * periods_), periods_},
      stack_(64, std::vector<double>(periods_)) {}

void Evaluator::evaluate() {
  if (s_.node_by_node) {
    for (std::uint32_t i = 0; i < nodes_; ++i) {
      evaluate(i, {0, periods_});
    }
    return;
  }
  for (std::uint32_t t = 0; t < periods_; ++t) {
    for (std::uint32_t i = 0; i < nodes_; ++i) {
      evaluate(i, {t, t + 1});
    }
  }
}

void Evaluator::evaluate(std::uint32_t i, Span span) {
  const Node& node = model_.nodes[i];
  if (s_.needs_without[i] && !node.formula.empty()) {
    formula(node, false, span, without_.of(i));
  }
  if (s_.needs_with[i] && s_.reached[i]) {
    if (node.formula.empty()) {
      change(i, span);
    } else {
      formula(node, true, span, with_.of(i));
    }
  }
}

// Elasticities first: they scale the level, slopes add to it.
void Evaluator::follow_links(std::uint32_t i, Span span) {
  double* out = with_.of(i);
  const auto first = [&](const Influence& link) { return std::max(span.begin, link.lag); };
  for (const std::uint32_t l : s_.links[i]) {
    const Influence& link = model_.influences[l];
    if (!link.elastic || pulls_[l] == 0 || !s_.reached[link.from]) {
      continue;
    }
    for (std::uint32_t t = first(link); t < span.end; ++t) {
      const double before = without_.of(link.from)[t - link.lag];
      const double after = with_.of(link.from)[t - link.lag];
      if (after != before) {
        out[t] *= std::pow(after / before, pulls_[l]);
      }
    }
  }
  for (const std::uint32_t l : s_.links[i]) {
    const Influence& link = model_.influences[l];
    if (link.elastic || pulls_[l] == 0 || !s_.reached[link.from]) {
      continue;
    }
    for (std::uint32_t t = first(link); t < span.end; ++t) {
      out[t] +=
          pulls_[l] * (with_.of(link.from)[t - link.lag] - without_.of(link.from)[t - link.lag]);
    }
  }
}

void Evaluator::change(std::uint32_t i, Span span) {
  const double* without = without_.of(i);
  double* out = with_.of(i);
  std::copy(without + span.begin, without + span.end, out + span.begin);
  follow_links(i, span);
  for (const std::uint32_t k : s_.lifts[i]) {
    const double* live = live_.of(model_.interventions[k].profile);
    for (std::uint32_t t = span.begin; acts_[k] != 0 && t < span.end; ++t) {
      out[t] *= 1 + amounts_[k] * live[t];
    }
  }
  for (const std::uint32_t k : s_.shifts[i]) {
    const double* live = live_.of(model_.interventions[k].profile);
    for (std::uint32_t t = span.begin; acts_[k] != 0 && t < span.end; ++t) {
      out[t] += amounts_[k] * live[t];
    }
  }
  const Support support = model_.nodes[i].support;
  for (std::uint32_t t = span.begin; support != Support::real && t < span.end; ++t) {
    out[t] = support == Support::positive ? std::max(out[t], 1e-6 * without[t])
                                          : std::clamp(out[t], 0.0, 1.0);
  }
}

namespace {

double apply(Op op, double a, double b) {
  switch (op) {
    case Op::add:
      return a + b;
    case Op::subtract:
      return a - b;
    case Op::multiply:
      return a * b;
    case Op::divide:
      return a / b;
    case Op::power:
      return std::pow(a, b);
    case Op::min:
      return std::min(a, b);
    case Op::max:
      return std::max(a, b);
    default:
      return a;
  }
}

double apply(Op op, double a) {
  switch (op) {
    case Op::negate:
      return -a;
    case Op::exp:
      return std::exp(a);
    case Op::log:
      return std::log(a);
    case Op::sqrt:
      return std::sqrt(a);
    default:
      return std::abs(a);
  }
}

/// A loop per operation: the switch is outside of it.
void apply(Op op, double* a, const double* b, std::uint32_t begin, std::uint32_t end) {
  switch (op) {
    case Op::add:
      for (std::uint32_t t = begin; t < end; ++t) {
        a[t] += b[t];
      }
      break;
    case Op::multiply:
      for (std::uint32_t t = begin; t < end; ++t) {
        a[t] *= b[t];
      }
      break;
    case Op::divide:
      for (std::uint32_t t = begin; t < end; ++t) {
        a[t] /= b[t];
      }
      break;
    default:
      for (std::uint32_t t = begin; t < end; ++t) {
        a[t] = apply(op, a[t], b[t]);
      }
  }
}

}  // namespace

void Evaluator::operand(const Step& step, bool with, Span span, double* to) const {
  const double* from = step.op == Op::node ? side(with, step.node).of(step.node) : nullptr;
  for (std::uint32_t t = span.begin; t < span.end; ++t) {
    to[t] = from == nullptr ? step.number
            : step.lag <= t ? from[t - step.lag]
                            : *(model_.nodes[step.node].past.end() - (step.lag - t));
  }
}

void Evaluator::formula(const Node& node, bool with, Span span, double* out) {
  std::size_t top = 0;  // of the stack, one past
  for (const Step& step : node.formula) {
    if (step.op <= Op::node) {
      if (top == stack_.size()) {
        stack_.emplace_back(periods_);
      }
      operand(step, with, span, stack_[top++].data());
    } else if (step.op < Op::add) {
      for (std::uint32_t t = span.begin; t < span.end; ++t) {
        stack_[top - 1][t] = apply(step.op, stack_[top - 1][t]);
      }
    } else if (step.op == Op::clamp) {
      top -= 2;
      for (std::uint32_t t = span.begin; t < span.end; ++t) {
        stack_[top - 1][t] =
            std::min(std::max(stack_[top - 1][t], stack_[top][t]), stack_[top + 1][t]);
      }
    } else {
      --top;
      apply(step.op, stack_[top - 1].data(), stack_[top].data(), span.begin, span.end);
    }
  }
  std::copy(stack_[0].begin() + span.begin, stack_[0].begin() + span.end, out + span.begin);
}

double Evaluator::roll_up(std::uint32_t i) const {
  const Node& node = model_.nodes[i];
  const double* values = side(true, i).of(i);
  double sum = 0;
  double weights = 0;
  for (std::uint32_t t = 0; t < periods_; ++t) {
    const double weight =
        node.rollup == Rollup::weighted ? side(true, node.weight).of(node.weight)[t] : 1;
    sum += weight * values[t];
    weights += weight;
  }
  switch (node.rollup) {
    case Rollup::sum:
      return sum;
    case Rollup::last:
      return values[periods_ - 1];
    default:
      return sum / weights;
  }
}

void Evaluator::series(double* out) const {
  for (const std::uint32_t output : model_.outputs) {
    const double* values = side(true, output).of(output);
    out = std::copy(values, values + periods_, out);
    *out++ = roll_up(output);
  }
}

}  // namespace bench
