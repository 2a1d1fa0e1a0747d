// The closed cycle's plan on the new tree, and the events of a close.
#include <algorithm>
#include <utility>

#include "core/number.h"
#include "forecast/projection/committed.h"
#include "forecast/projection/fan.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/settings.h"
#include "forecast/review/closing.h"
#include "ledger/codec/codec.h"
#include "ledger/text/json_values.h"

namespace betledger::forecast {
namespace {

using ledger::Node;

/// The median that the commit's summary has of a metric's roll-up with bets.
double committed_median(const ledger::Commit& commit, const std::string& metric) {
  const Node* metrics = commit.summary.find("metrics");
  if (metrics == nullptr) {
    return 0;
  }
  for (const Node& one : metrics->items) {
    const Node* key = one.find("metric");
    const Node* rollup = one.find("rollup");
    const Node* with = rollup == nullptr ? nullptr : rollup->find("with");
    const Node* median = with == nullptr ? nullptr : with->find("p50");
    if (key != nullptr && key->text == metric && median != nullptr) {
      return parse_number(median->text, NumberKind::plain).value_or(0);
    }
  }
  return 0;
}

Node optional_number(const std::optional<double>& value) {
  return value ? json::number(*value) : Node{};
}

Node rerun_node(const Rerun& rerun) {
  Node then = Node::mapping();
  then.add("probability", optional_number(rerun.probability_then))
      .add("p50", json::number(rerun.median_then));
  Node now = Node::mapping();
  now.add("probability", optional_number(rerun.probability_now))
      .add("p50", json::number(rerun.median_now));
  return Node::mapping()
      .add("metric", json::text(rerun.focus))
      .add("committed", std::move(then))
      .add("again", std::move(now));
}

Node link_node(const LearnedLink& link) {
  return Node::mapping()
      .add("id", json::text(link.id))
      .add("entry", json::count(static_cast<std::uint64_t>(link.entry)))
      .add("action", json::text(std::string{name(link.action)}))
      .add("posterior", json::number(link.posterior))
      .add("from", ledger::encode_link(link.from))
      .add("to", link.to ? ledger::encode_link(*link.to) : Node{});
}

}  // namespace

Result<Rerun> run_again(Plan plan,
                        const std::vector<LearnedLink>& links,
                        const ledger::Commit& commit,
                        sim::Executor& executor) {
  tree::TreeSpec spec = plan.tree.spec();
  for (const LearnedLink& learned : links) {
    const auto place = std::find_if(spec.links.begin(), spec.links.end(), [&](const auto& link) {
      return link.key() == learned.from.key();
    });
    if (place == spec.links.end()) {
      continue;
    }
    if (learned.to) {
      *place = *learned.to;
    } else {
      spec.links.erase(place);
    }
  }
  auto tree = tree::MetricTree::build(std::move(spec));
  if (!tree) {
    return tree.error();
  }
  plan.tree = std::move(tree).value();
  Settings settings;
  settings.runs = commit.runs;
  settings.seed = commit.seed;
  settings.attribution = false;
  Rerun rerun;
  rerun.focus = plan.tree.metric(plan.tree.focus()).key;
  rerun.median_then = committed_median(commit, rerun.focus);
  if (const auto then = committed_probability(commit)) {
    rerun.probability_then = then->value;
  }
  const auto forecast = make_forecast(std::move(plan), settings, executor);
  if (!forecast) {
    return forecast.error();
  }
  if (forecast->target) {
    rerun.probability_now = forecast->target->with.value;
    rerun.se = forecast->target->with.se;
  }
  const auto fan = std::find_if(forecast->metrics.begin(),
                                forecast->metrics.end(),
                                [&](const MetricFan& one) { return one.metric == rerun.focus; });
  if (fan != forecast->metrics.end()) {
    rerun.median_now = fan->rollup_with.quantiles[3];
    rerun.p10_now = fan->rollup_with.quantiles[1];
    rerun.p90_now = fan->rollup_with.quantiles[5];
  }
  return rerun;
}

std::vector<ledger::Event> events_of(const Closing& closing,
                                     const Rerun& rerun,
                                     std::vector<Node> undecided) {
  ledger::Close close;
  close.cycle = closing.request.cycle;
  close.half_life = closing.request.half_life;
  close.because = closing.request.because;
  close.next = closing.request.next;
  for (const CarriedBet& bet : closing.carried) {
    close.carried.push_back(bet.bet);
  }
  close.summary.kind = Node::Kind::mapping;
  close.summary.add("kept", json::number(closing.kept))
      .add("links", json::list_of(closing.links, link_node))
      .add("rerun", rerun_node(rerun))
      .add("undecided", Node::sequence(std::move(undecided)));
  std::vector<ledger::Event> events{ledger::CycleClosed{std::move(close)}};
  events.insert(events.end(), closing.proposal.events.begin(), closing.proposal.events.end());
  return events;
}

}  // namespace betledger::forecast
