#include <cmath>
#include <variant>

#include <fmt/format.h>

#include "ledger/codec/belief_text.h"

namespace betledger::ledger {
namespace {

std::string level_key(double level) {
  std::string text = format_number(level, NumberKind::percent);
  text.pop_back();
  return "p" + text;
}

/// One overload for each family: the inverse of decode_belief.
struct Encoder {
  BeliefUnit unit;
  bool points;

  [[nodiscard]] std::string number(double value) const { return format_in(unit, value, points); }

  Node operator()(const Constant& f) const { return Node::scalar(number(f.value)); }
  Node operator()(const Normal& f) const {
    return Node::scalar(fmt::format("normal({}, {})", number(f.mean), number(f.sd)));
  }
  Node operator()(const LogNormal& f) const {
    return Node::scalar(
        fmt::format("lognormal(median={}, sdlog={})", number(f.median), format_number(f.sdlog)));
  }
  Node operator()(const Uniform& f) const {
    return Node::scalar(fmt::format("uniform({}, {})", number(f.low), number(f.high)));
  }
  Node operator()(const Triangular& f) const {
    return Node::scalar(
        fmt::format("triangular({}, {}, {})", number(f.low), number(f.mode), number(f.high)));
  }
  Node operator()(const Pert& f) const {
    return Node::scalar(
        fmt::format("pert({}, {}, {})", number(f.low), number(f.mode), number(f.high)));
  }
  Node operator()(const Beta& f) const {
    return Node::scalar(fmt::format("beta({}, {})", format_number(f.alpha), format_number(f.beta)));
  }
  Node operator()(const Quantiles& f) const {
    Node node = Node::mapping();
    for (std::size_t i = 0; i < f.levels.size(); ++i) {
      node.add(level_key(f.levels[i]), Node::scalar(number(f.values[i])));
    }
    if (f.lower) {
      node.add("low", Node::scalar(number(*f.lower)));
    }
    if (f.upper) {
      node.add("high", Node::scalar(number(*f.upper)));
    }
    return node;
  }
  Node operator()(const Empirical& f) const {
    std::vector<std::string> values;
    for (const double value : f.values) {
      values.push_back(number(value));
    }
    return Node::scalar(fmt::format("empirical({})", fmt::join(values, ", ")));
  }
};

}  // namespace

std::string format_days(double days) {
  const double weeks = days / 7;
  return std::floor(weeks) == weeks ? format_number(weeks) + "w" : format_number(days) + "d";
}

std::string format_in(BeliefUnit unit, double value, bool points) {
  switch (unit) {
    case BeliefUnit::lift:
      return format_number(value, NumberKind::percent);
    case BeliefUnit::length:
      return format_days(value);
    case BeliefUnit::shift:
      return format_number(value, points ? NumberKind::points : NumberKind::plain);
    case BeliefUnit::plain:
    case BeliefUnit::share:
      break;
  }
  return format_number(value);
}

Node encode_belief(const Distribution& belief, BeliefUnit unit, bool points) {
  return std::visit(Encoder{unit, points}, belief.family());
}

Node encode_level(const Distribution& level, tree::Support support) {
  Family family = level.family();
  bool open_low = false;
  bool open_high = false;
  if (auto* quantiles = std::get_if<Quantiles>(&family)) {
    const bool has_low = support != tree::Support::real;
    const bool has_high = support == tree::Support::fraction;
    open_low = has_low && !quantiles->lower;
    open_high = has_high && !quantiles->upper;
    if (has_low && quantiles->lower == 0.0) {
      quantiles->lower.reset();
    }
    if (has_high && quantiles->upper == 1.0) {
      quantiles->upper.reset();
    }
  }
  Node node = std::visit(Encoder{BeliefUnit::plain, false}, family);
  if (open_low) {
    node.add("low", Node::scalar("none"));
  }
  if (open_high) {
    node.add("high", Node::scalar("none"));
  }
  return node;
}

}  // namespace betledger::ledger
