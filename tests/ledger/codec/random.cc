#include "tests/ledger/codec/random.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/number.h"

namespace betledger::ledger {
namespace {

using std::chrono::days;

Day random_day(Random& random) {
  return *parse_day("1990-01-01") + days{static_cast<int>(random.below(60'000))};
}

Duration random_duration(Random& random) {
  const auto unit = static_cast<Duration::Unit>(random.below(3));
  return {random.chance(0.3) ? std::floor(random.uniform() * 8) : random.uniform() * 100, unit};
}

std::vector<double> rising(Random& random, std::size_t count, double scale) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back((random.uniform() - 0.4) * scale);
  }
  std::sort(values.begin(), values.end());
  return values;
}

Family random_quantiles(Random& random, double scale) {
  Quantiles q;
  const std::size_t count = 2 + random.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    q.levels.push_back(random.chance(0.8) ? (static_cast<double>(i) + 1) * 0.1
                                          : (static_cast<double>(i) + random.share()) / 8);
  }
  std::sort(q.levels.begin(), q.levels.end());
  q.levels.erase(std::unique(q.levels.begin(), q.levels.end()), q.levels.end());
  q.values = rising(random, q.levels.size(), scale);
  if (q.levels.size() < 2) {
    return Constant{scale};
  }
  if (random.chance(0.2)) {
    q.lower = q.values.front() - random.positive();
  }
  if (random.chance(0.2)) {
    q.upper = q.values.back() + random.positive();
  }
  return q;
}

/// A belief of any family; `scale` is the size of its numbers, all of them positive if `positive`.
Distribution random_belief(Random& random, double scale, bool positive = false) {
  const double a = random.share() * scale;
  const double b = a + random.share() * scale;
  const double c = b + random.share() * scale;
  Family family = Constant{a};
  switch (random.below(positive ? 7 : 9)) {
    case 0:
      family = LogNormal{a, random.share()};
      break;
    case 1:
      family = Uniform{a, b};
      break;
    case 2:
      family = Triangular{a, b, c};
      break;
    case 3:
      family = Pert{a, b, c};
      break;
    case 4:
      family = Empirical{{a, b, c}};
      break;
    case 5:
      family = Quantiles{{0.1, 0.5, 0.9}, {a, b, c}, {}, {}};
      break;
    case 7:
      family = Normal{-a, b};
      break;
    case 8:
      family = random_quantiles(random, scale);
      break;
    default:
      break;
  }
  auto made = Distribution::make(family);
  return made ? std::move(made).value() : Distribution::constant(a);
}

Distribution random_amount(Random& random) {
  return random.chance(0.1) ? Distribution::make(Beta{0.5 + 10 * random.share(), 2}).value()
                            : random_belief(random, 0.5);
}

Distribution random_level(Random& random, tree::Support support) {
  if (support == tree::Support::real) {
    return random_belief(random, 1000);
  }
  const double top = support == tree::Support::fraction ? 0.2 : 1000;
  if (!random.chance(0.5)) {
    return random_belief(random, top, true);
  }
  const double a = random.share() * top;
  const double b = a + random.share() * top;
  Quantiles q{{0.1, 0.5, 0.9}, {a, b, b + random.share() * top}, {}, {}};
  q.lower = random.chance(0.7)   ? std::optional{0.0}
            : random.chance(0.5) ? std::optional{a / 2}
                                 : std::nullopt;
  q.upper =
      random.chance(0.7) && support == tree::Support::fraction ? std::optional{1.0} : std::nullopt;
  return Distribution::make(q).value();
}

tree::Confidence random_confidence(Random& random) {
  if (random.chance(0.5)) {
    return tree::Confidence{static_cast<tree::Confidence::Word>(random.below(3))};
  }
  return tree::Confidence{Probability{random.share()}};
}

}  // namespace

double Random::share() {
  return chance(0.5) ? static_cast<double>(1 + below(999)) / 1000 : uniform() * 0.998 + 0.001;
}

double Random::positive() {
  const double base = chance(0.5) ? static_cast<double>(1 + below(9999)) / 100 : uniform() + 1e-9;
  return chance(0.1) ? base * std::pow(10.0, static_cast<double>(below(20)) - 6) : base;
}

double Random::number() {
  return chance(0.3) ? -positive() : positive();
}

std::string Random::key() {
  static const std::string letters = "abcdefghijklmnopqrstuvwxyz";
  std::string key(1, letters[below(26)]);
  const std::string more = letters + "0123456789_-";
  for (std::size_t i = below(9); i > 0; --i) {
    key += more[below(more.size())];
  }
  return key;
}

std::string Random::text() {
  static const std::vector<std::string> parts{
      "orders", "a",     "1",         "3%",     "null",   "true",   "no",  "~",
      ": ",     ":",     " #",        "#",      "- ",     "-",      "?",   "? ",
      "\"",     "'",     "\\",        "{",      "}",      "[",      "]",   ",",
      "&x",     "*x",    "!t",        "|",      ">",      "%",      "@",   "`",
      "é",      "☃",     "🎯",         "\n",     "\t",     " ",      "  ",  "=",
      "<<",     "2026",  "0x1F",      "1e5",    "---",    "...",    "\r",  std::string(1, '\0'),
      "\x7f",   "\x1b",  "\u202e",    "\u0085", "\ufeff", "\u2028", "key", "it's",
      "a: b",   "12:30", "2011-07-18"};
  std::string out;
  for (std::size_t i = 1 + below(6); i > 0; --i) {
    out += pick(parts);
  }
  return out;
}

Node random_node(Random& random, int depth) {
  const std::size_t kind = random.below(depth > 0 ? 10 : 5);
  if (kind == 0) {
    return {};
  }
  if (kind < 5) {
    return random.chance(0.5) ? Node::string(random.text())
                              : Node::scalar(random.chance(0.1) ? "" : random.text());
  }
  const std::size_t size = random.below(5);
  if (kind < 7) {
    Node node = Node::sequence({});
    for (std::size_t i = 0; i < size; ++i) {
      node.items.push_back(random_node(random, depth - 1));
    }
    return node;
  }
  Node node = Node::mapping();
  for (std::size_t i = 0; i < size; ++i) {
    const std::string key = random.chance(0.7) ? random.key() : random.text();
    if (node.find(key) == nullptr) {
      node.add(key, random_node(random, depth - 1));
    }
  }
  return node;
}

tree::Metric random_metric(Random& random, const std::string& key) {
  tree::Metric metric;
  metric.key = key;
  metric.name = random.chance(0.3) ? key : "N " + random.text();
  metric.definition = random.chance(0.3) ? "" : "D " + random.text();
  metric.unit = random.chance(0.5) ? "" : "u" + random.text();
  metric.owner = random.chance(0.5) ? "" : random.key();
  metric.source = random.chance(0.5) ? "" : "12";
  metric.support = static_cast<tree::Support>(random.below(3));
  metric.rollup.kind = static_cast<tree::RollupKind>(random.below(4));
  if (metric.rollup.kind == tree::RollupKind::weighted) {
    metric.rollup.weighted_by = random.key();
  }
  metric.desired = static_cast<tree::Desired>(random.below(3));
  metric.category = static_cast<tree::Category>(random.below(7));
  metric.controllable = random.chance(0.5);
  metric.source_of_truth = random.chance(0.5);
  metric.sensitive = random.chance(0.5);
  metric.guardrail = random.chance(0.5);
  if (metric.guardrail && random.chance(0.7)) {
    metric.limit = tree::Limit{static_cast<tree::Limit::Side>(random.below(2)), random.number()};
  }
  if (random.chance(0.3)) {
    metric.formula = tree::parse_formula(fmt::format("k{} * (lag(other, 2) + {})",
                                                     random.below(9),
                                                     format_number(random.positive())))
                         .value();
  } else if (random.chance(0.3)) {
    metric.baseline = tree::StatedBaseline{random_level(random, metric.support),
                                           random_level(random, metric.support)};
  }
  return metric;
}

tree::Link random_link(Random& random) {
  tree::Link link;
  link.from = random.key();
  link.to = random.key();
  link.kind = static_cast<tree::LinkKind>(random.below(2));
  link.strength = random_belief(random, 2);
  link.lag = random.chance(0.3) ? link.lag : random_duration(random);
  link.confidence = random_confidence(random);
  link.evidence = random.chance(0.5) ? "" : "e" + random.text();
  return link;
}

tree::Occasion random_occasion(Random& random) {
  tree::Occasion occasion;
  occasion.name = "O" + random.text();
  occasion.metric = random.key();
  occasion.action = static_cast<tree::Action>(random.below(2));
  occasion.amount = random_amount(random);
  occasion.start = random_day(random);
  occasion.end = occasion.start + days{static_cast<int>(random.below(100))};
  return occasion;
}

Bet random_bet(Random& random, const std::string& key) {
  Bet bet;
  bet.key = key;
  bet.name = random.chance(0.3) ? key : "N " + random.text();
  bet.hypothesis = {
      "do " + random.text(), random.key(), static_cast<Hypothesis::Change>(random.below(2))};
  for (std::size_t i = 1 + random.below(3); i > 0; --i) {
    Effect effect;
    effect.metric = bet.effects.empty() ? bet.hypothesis.metric : random.key();
    effect.action = static_cast<Action>(random.below(2));
    effect.amount = random_amount(random);
    effect.works = random.chance(0.7) ? std::nullopt : std::optional{Probability{random.share()}};
    bet.effects.push_back(effect);
  }
  bet.works = random.chance(0.3) ? bet.works : Probability{random.share()};
  bet.delivery = random.chance(0.3) ? bet.delivery : Probability{random.share()};
  bet.start = random_day(random);
  bet.delay_days = random.chance(0.5) ? bet.delay_days : random_belief(random, 30, true);
  bet.ramp = random.chance(0.3) ? bet.ramp : random_duration(random);
  bet.ramp_shape = static_cast<RampShape>(random.below(2));
  if (random.chance(0.3)) {
    bet.half_life = Duration{random.positive(), Duration::Unit::days};
    bet.half_life->count = std::min(bet.half_life->count, 1000.0);
  }
  for (std::size_t i = random.below(3); i > 0; --i) {
    bet.effort_person_weeks[random.key()] = std::min(random.positive(), 1e5);
  }
  bet.cost = random.chance(0.5) ? 0 : random.positive();
  bet.team = random.chance(0.3) ? "" : random.key();
  bet.owner = random.chance(0.3) ? "" : "o" + random.text();
  bet.evidence = random.chance(0.3) ? "" : "e" + random.text();
  bet.needs = random.chance(0.5) ? std::vector<std::string>{}
                                 : std::vector<std::string>{random.key(), random.key() + "x"};
  bet.excludes =
      random.chance(0.5) ? std::vector<std::string>{} : std::vector<std::string>{random.key()};
  bet.stop_when = random.chance(0.3) ? "" : "s" + random.text();
  if (random.chance(0.3)) {
    bet.rice = Rice{random.positive(), random.positive(), Probability{random.share()}};
  }
  bet.funded = random.chance(0.7);
  std::sort(bet.needs.begin(), bet.needs.end());
  bet.needs.erase(std::unique(bet.needs.begin(), bet.needs.end()), bet.needs.end());
  return bet;
}

tree::TreeSpec random_tree(Random& random) {
  tree::TreeSpec tree;
  tree.title = "T " + random.text();
  tree.focus = "m0";
  tree.period = static_cast<PeriodKind>(random.below(3));
  if (random.chance(0.5)) {
    tree.confidence = {Probability{0.8}, Probability{0.5}, Probability{random.share() / 2}};
  }
  if (random.chance(0.3)) {
    tree.review.sure = 0.6 + 0.3 * random.share();
    tree.review.exceeded = 1 + random.share();
    tree.review.harden_cycles = 1 + static_cast<std::uint32_t>(random.below(5));
  }
  const std::size_t components = 1 + random.below(4);
  const std::size_t count = components + 2 + random.below(8);
  for (std::size_t i = 0; i < count; ++i) {
    tree::Metric metric = random_metric(random, fmt::format("m{}", i));
    metric.unit.clear();
    metric.support = tree::Support::positive;
    metric.rollup = {};
    metric.baseline.reset();
    metric.formula.reset();
    if (i < components) {
      metric.formula = tree::parse_formula(
                           fmt::format("m{} * m{} + 1", i + 1, i + 1 + random.below(count - i - 1)))
                           .value();
    }
    tree.metrics.push_back(std::move(metric));
  }
  if (random.chance(0.5)) {
    tree.metrics.back().support = tree::Support::fraction;
  }
  for (std::size_t i = components; i + 1 < count; ++i) {
    if (random.chance(0.6)) {
      tree::Link link = random_link(random);
      link.from = fmt::format("m{}", i + 1);
      link.to = fmt::format("m{}", i);
      tree.links.push_back(std::move(link));
    }
  }
  for (std::size_t i = random.below(3); i > 0; --i) {
    tree::Occasion occasion = random_occasion(random);
    occasion.name += fmt::format(" {}", i);
    occasion.metric = fmt::format("m{}", count - 1);
    occasion.amount = random_belief(random, 0.5);
    tree.occasions.push_back(std::move(occasion));
  }
  return tree;
}

BetSheet random_sheet(Random& random, const tree::TreeSpec& tree) {
  BetSheet sheet;
  sheet.cycle = "2026Q3";
  sheet.capacity_person_weeks = {{"core", 12},
                                 {"growth", random.chance(0.2) ? 0 : 100 * random.share()}};
  const std::size_t first = static_cast<std::size_t>(
      std::count_if(tree.metrics.begin(), tree.metrics.end(), [](const tree::Metric& metric) {
        return metric.is_component();
      }));
  for (std::size_t i = 0; i < 1 + random.below(6); ++i) {
    Bet bet = random_bet(random, fmt::format("b{}", i));
    bet.start = *parse_day("2026-07-20");
    bet.needs =
        i > 0 && random.chance(0.5) ? std::vector<std::string>{"b0"} : std::vector<std::string>{};
    bet.excludes.clear();
    for (Effect& effect : bet.effects) {
      effect.metric = tree.metrics[first + random.below(tree.metrics.size() - first)].key;
      effect.amount = random_belief(random, 0.5, true);
    }
    bet.hypothesis.metric = bet.effects.front().metric;
    sheet.bets.push_back(std::move(bet));
  }
  return sheet;
}

}  // namespace betledger::ledger
