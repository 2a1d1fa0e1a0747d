#include "forecast/projection/committed.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "core/number.h"
#include "ledger/text/node.h"

namespace betledger::forecast {
namespace {

using ledger::Node;

/// Reads the members of a node; `ok` turns false at the first that is not there or not of its kind.
class Reader {
 public:
  explicit Reader(const Node& node) : node_{node} {}

  [[nodiscard]] const Node* find(std::string_view key) const { return node_.find(key); }

  std::string text(std::string_view key) {
    const Node* node = node_.find(key);
    ok = ok && node != nullptr && node->kind == Node::Kind::scalar;
    return ok ? node->text : std::string{};
  }
  double number(std::string_view key) { return number_in(text(key)); }
  std::uint32_t count(std::string_view key) {
    const std::string digits = text(key);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    ok = ok && error == std::errc{} && end == digits.data() + digits.size();
    return value;
  }
  std::vector<double> numbers(std::string_view key) {
    const Node* node = node_.find(key);
    ok = ok && node != nullptr && node->kind == Node::Kind::sequence;
    std::vector<double> values;
    for (std::size_t i = 0; ok && i < node->items.size(); ++i) {
      values.push_back(number_in(node->items[i].text));
    }
    return values;
  }

  bool ok = true;

 private:
  double number_in(const std::string& text) {
    const auto value = parse_number(text, NumberKind::plain);
    ok = ok && value.has_value();
    return value.value_or(0);
  }

  const Node& node_;
};

std::optional<FittedMember> member_of(const Node& node) {
  Reader in{node};
  FittedMember member;
  member.name = in.text("name");
  member.details = in.text("details");
  member.path.sigma = in.number("sigma");
  if (in.find("dof") != nullptr) {
    member.path.dof = in.number("dof");
  }
  member.path.weight = in.number("weight");
  member.path.lead = in.count("lead");
  member.path.mean = in.numbers("mean");
  member.path.psi = in.numbers("psi");
  const bool sound = in.ok && member.path.sigma >= 0 && member.path.dof > 0 &&
                     member.path.weight > 0 && !member.path.mean.empty() &&
                     member.path.psi.size() == member.path.mean.size() + member.path.lead;
  return sound ? std::optional{std::move(member)} : std::nullopt;
}

std::optional<Baseline> baseline_of(const Node& node, const tree::MetricTree& tree) {
  Reader in{node};
  Baseline baseline;
  baseline.metric = in.text("metric");
  baseline.points = in.count("points");
  const auto last = parse_day(in.text("last"));
  const auto metric = tree.find(baseline.metric);
  const Node* members = in.find("members");
  if (!in.ok || !last || !metric || members == nullptr || members->items.empty()) {
    return std::nullopt;
  }
  baseline.last = *last;
  baseline.support = tree.metric(*metric).support;
  for (const Node& each : members->items) {
    auto member = member_of(each);
    if (!member) {
      return std::nullopt;
    }
    baseline.members.push_back(std::move(*member));
  }
  return baseline;
}

bool read_range(const Node& node, CommittedBand::Range& range) {
  const Node* with = node.find("with");
  if (with == nullptr) {
    return false;
  }
  Reader in{*with};
  range = {in.number("p10"), in.number("p50"), in.number("p90")};
  return in.ok;
}

}  // namespace

std::optional<std::vector<Baseline>> committed_baselines(const ledger::Commit& commit,
                                                         const tree::MetricTree& tree) {
  std::vector<Baseline> baselines;
  for (const Node& node : commit.baselines.items) {
    auto baseline = baseline_of(node, tree);
    if (!baseline) {
      return std::nullopt;
    }
    baselines.push_back(std::move(*baseline));
  }
  return baselines;
}

std::optional<sim::Share> committed_probability(const ledger::Commit& commit) {
  const Node* target = commit.summary.find("target");
  const Node* probability = target == nullptr ? nullptr : target->find("probability");
  if (probability == nullptr) {
    return std::nullopt;
  }
  Reader in{*probability};
  sim::Share share;
  share.value = in.number("with");
  share.se = in.number("se");
  return in.ok ? std::optional{share} : std::nullopt;
}

std::vector<std::optional<double>> committed_means(const ledger::Commit& commit,
                                                   const tree::MetricTree& tree) {
  std::vector<std::optional<double>> means(tree.size());
  const Node* metrics = commit.summary.find("metrics");
  for (std::size_t i = 0; metrics != nullptr && i < metrics->items.size(); ++i) {
    Reader in{metrics->items[i]};
    const auto metric = tree.find(in.text("metric"));
    const Node* rollup = in.find("rollup");
    const Node* with = rollup == nullptr ? nullptr : rollup->find("with");
    if (metric && with != nullptr) {
      Reader summary{*with};
      const double mean = summary.number("mean");
      means[metric->value()] = summary.ok ? std::optional{mean} : std::nullopt;
    }
  }
  return means;
}

std::optional<CommittedBand> committed_band(const ledger::Commit& commit,
                                            const std::string& metric) {
  const Node* metrics = commit.summary.find("metrics");
  for (std::size_t i = 0; metrics != nullptr && i < metrics->items.size(); ++i) {
    const Node& node = metrics->items[i];
    const Node* rollup = node.find("rollup");
    const Node* periods = node.find("periods");
    if (Reader{node}.text("metric") != metric || rollup == nullptr || periods == nullptr) {
      continue;
    }
    CommittedBand band;
    bool ok = read_range(*rollup, band.rollup);
    for (const Node& period : periods->items) {
      ok = read_range(period, band.periods.emplace_back()) && ok;
    }
    return ok ? std::optional{std::move(band)} : std::nullopt;
  }
  return std::nullopt;
}

double committed_variance(const ledger::Commit& commit, const std::string& source) {
  const Node* shares = commit.summary.find("variance");
  for (std::size_t i = 0; shares != nullptr && i < shares->items.size(); ++i) {
    Reader in{shares->items[i]};
    if (in.text("source") == source) {
      const double total = in.number("total");
      return in.ok ? total : 0;
    }
  }
  return 0;
}

}  // namespace betledger::forecast
