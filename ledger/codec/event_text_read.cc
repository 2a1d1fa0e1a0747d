#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "ledger/codec/codec.h"
#include "ledger/codec/event_fields.h"
#include "ledger/codec/event_text.h"

namespace betledger::ledger {
namespace {

// Every decoder: the event, or nothing where a part with its own codec is broken. Findings may have
// been added in either case.
using Decoded = std::optional<Event>;
using Decoder = Decoded (*)(std::string_view kind, const Node& payload, Diagnostics& findings);

Decoded ledger_opened(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"title", "nonce"}, findings};
  return LedgerOpened{in.text("title"), in.text("nonce")};
}

Decoded tree_described(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind,
                 payload,
                 {"tree", "focus", "period", "confidence", "review", "metrics", "links", "events"},
                 findings};
  TreeDescribed event;
  event.title = in.text("tree");
  event.focus = in.text("focus");
  event.period = in.period("period");
  event.confidence =
      in.part("confidence", decode_confidence_scale).value_or(tree::ConfidenceScale{});
  if (payload.kind == Node::Kind::mapping && payload.find("review") != nullptr) {
    event.review = in.part("review", decode_review_rules).value_or(tree::ReviewRules{});
  }
  event.metrics = in.texts("metrics");
  event.links = in.texts("links");
  event.occasions = in.texts("events");
  return event;
}

Decoded metric_defined(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "metric"}, findings};
  auto metric = in.part("metric", "key", decode_metric);
  return metric ? Decoded{MetricDefined{*std::move(metric)}} : std::nullopt;
}

Decoded metric_retired(std::string_view kind, const Node& payload, Diagnostics& findings) {
  return MetricRetired{EventFields{kind, payload, {"key"}, findings}.text("key")};
}

Decoded link_defined(std::string_view kind, const Node& payload, Diagnostics& findings) {
  auto link = EventFields{kind, payload, {"link"}, findings}.part("link", decode_link);
  return link ? Decoded{LinkDefined{*std::move(link)}} : std::nullopt;
}

Decoded link_retired(std::string_view kind, const Node& payload, Diagnostics& findings) {
  return LinkRetired{EventFields{kind, payload, {"key"}, findings}.text("key")};
}

Decoded occasion_defined(std::string_view kind, const Node& payload, Diagnostics& findings) {
  auto occasion = EventFields{kind, payload, {"event"}, findings}.part("event", decode_occasion);
  return occasion ? Decoded{OccasionDefined{*std::move(occasion)}} : std::nullopt;
}

Decoded occasion_retired(std::string_view kind, const Node& payload, Diagnostics& findings) {
  return OccasionRetired{EventFields{kind, payload, {"name"}, findings}.text("name")};
}

Decoded bets_described(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"cycle", "capacity", "bets"}, findings};
  return BetsDescribed{in.text("cycle"), in.numbers("capacity"), in.texts("bets")};
}

/// What is recorded was judged beside its tree, so it has an effect on its hypothesis' metric.
Result<Bet> decode_recorded_bet(const std::string& key, const Node& body) {
  auto bet = decode_bet(key, body);
  if (bet && bet->effects.front().metric != bet->hypothesis.metric) {
    return Diagnostic{
        "A111",
        Severity::error,
        body.at,
        {},
        fmt::format("no effect is on `{}`, the metric of the hypothesis", bet->hypothesis.metric),
        "this entry was not written by betledger"};
  }
  return bet;
}

Decoded bet_proposed(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"cycle", "key", "bet"}, findings};
  std::string cycle = in.text("cycle");
  auto bet = in.part("bet", "key", decode_recorded_bet);
  return bet ? Decoded{BetProposed{std::move(cycle), *std::move(bet)}} : std::nullopt;
}

Decoded bet_amended(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "bet", "because"}, findings};
  std::string because = in.text("because");
  auto bet = in.part("bet", "key", decode_recorded_bet);
  return bet ? Decoded{BetAmended{*std::move(bet), std::move(because)}} : std::nullopt;
}

Decoded bet_withdrawn(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "because"}, findings};
  return BetWithdrawn{in.text("key"), in.text("because")};
}

Decoded bet_started(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "on"}, findings};
  return BetStarted{in.text("key"), in.day("on")};
}

Decoded bet_delivered(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "on", "share"}, findings};
  return BetDelivered{in.text("key"), in.day("on"), in.number("share")};
}

Decoded bet_stopped(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "on", "because"}, findings};
  return BetStopped{in.text("key"), in.day("on"), in.text("because")};
}

Decoded cycle_opened(std::string_view kind, const Node& payload, Diagnostics& findings) {
  auto cycle = EventFields{kind, payload, {"cycle"}, findings}.part("cycle", decode_cycle);
  return cycle ? Decoded{CycleOpened{*std::move(cycle)}} : std::nullopt;
}

Decoded cycle_committed(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind,
                 payload,
                 {"cycle",
                  "head_seq",
                  "head_hash",
                  "data_cut",
                  "seed",
                  "runs",
                  "plan_sha256",
                  "forecast_sha256",
                  "version",
                  "because",
                  "baselines",
                  "summary"},
                 findings};
  Commit commit;
  commit.cycle = in.text("cycle");
  commit.head_seq = in.whole("head_seq");
  commit.head_hash = in.text("head_hash");
  commit.data_cut = in.day("data_cut");
  commit.seed = in.natural("seed");
  commit.runs = in.natural("runs");
  commit.plan_sha256 = in.text("plan_sha256");
  commit.forecast_sha256 = in.text("forecast_sha256");
  commit.version = in.text("version");
  commit.because = in.text("because");
  commit.baselines = in.node("baselines");
  commit.summary = in.node("summary");
  return CycleCommitted{std::move(commit)};
}

Decoded actuals_recorded(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"metric", "source", "values"}, findings};
  return ActualsRecorded{in.text("metric"), in.text("source"), in.observations("values")};
}

Decoded experiment_recorded(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind,
                 payload,
                 {"bet", "link", "metric", "estimate", "se", "counts", "exposure", "on", "source"},
                 findings};
  Experiment experiment;
  experiment.bet = in.text("bet");
  experiment.link = in.text("link");
  experiment.metric = in.text("metric");
  experiment.estimate = in.number("estimate");
  experiment.se = in.number("se");
  const auto counts = in.naturals("counts", 4);
  if (!counts.empty()) {
    experiment.counts = ExperimentCounts{counts[0], counts[1], counts[2], counts[3]};
  }
  experiment.exposure = in.number("exposure");
  experiment.on = in.day("on");
  experiment.source = in.text("source");
  return ExperimentRecorded{std::move(experiment)};
}

Decoded experiment_withdrawn(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"experiment", "because"}, findings};
  return ExperimentWithdrawn{in.whole("experiment"), in.text("because")};
}

Decoded priors_learned(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind,
                 payload,
                 {"source",
                  "family",
                  "effects",
                  "base_rate",
                  "base_rate_low",
                  "base_rate_high",
                  "works",
                  "mean",
                  "scale"},
                 findings};
  RecordedPrior prior;
  prior.source = in.text("source");
  prior.family = in.text("family");
  prior.effects = in.natural("effects");
  prior.base_rate = in.number("base_rate");
  prior.base_rate_low = in.number("base_rate_low");
  prior.base_rate_high = in.number("base_rate_high");
  prior.works = in.number("works");
  prior.mean = in.number("mean");
  prior.scale = in.number("scale");
  return PriorsLearned{std::move(prior)};
}

Decoded review_decided(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{
      kind, payload, {"cycle", "proposal", "link", "decision", "because", "evidence"}, findings};
  Decision decision;
  decision.cycle = in.text("cycle");
  decision.proposal = in.text("proposal");
  decision.link = in.text("link");
  decision.ruling = in.ruling("decision");
  decision.because = in.text("because");
  decision.evidence = in.object("evidence");
  return ReviewDecided{std::move(decision)};
}

Decoded cycle_closed(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{
      kind, payload, {"cycle", "half_life", "next", "carried", "because", "summary"}, findings};
  Close close;
  close.cycle = in.text("cycle");
  close.half_life = in.number("half_life");
  close.next = in.text("next");
  close.carried = in.texts("carried");
  close.because = in.text("because");
  close.summary = in.object("summary");
  return CycleClosed{std::move(close)};
}

Decoded bet_corrected(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind, payload, {"key", "step", "because"}, findings};
  return BetCorrected{in.text("key"), in.step("step"), in.text("because")};
}

Decoded optimism_set(std::string_view kind, const Node& payload, Diagnostics& findings) {
  EventFields in{kind,
                 payload,
                 {"team", "state", "factor", "spread", "source", "readouts", "because"},
                 findings};
  Optimism optimism;
  optimism.team = in.text("team");
  optimism.is_on = in.is_on("state");
  if (auto factor = in.part<Distribution>("factor", decode_factor)) {
    optimism.factor = *std::move(factor);
  }
  optimism.spread = in.number("spread");
  optimism.source = in.text("source");
  optimism.readouts = in.natural("readouts");
  optimism.because = in.text("because");
  return OptimismSet{std::move(optimism)};
}

struct Kind {
  std::string_view name;
  Decoder decode;
};

// In the order of `Event`.
constexpr std::array<Kind, std::variant_size_v<Event>> kinds{{
    {"ledger_opened", ledger_opened},
    {"tree_described", tree_described},
    {"metric_defined", metric_defined},
    {"metric_retired", metric_retired},
    {"link_defined", link_defined},
    {"link_retired", link_retired},
    {"occasion_defined", occasion_defined},
    {"occasion_retired", occasion_retired},
    {"bets_described", bets_described},
    {"bet_proposed", bet_proposed},
    {"bet_amended", bet_amended},
    {"bet_withdrawn", bet_withdrawn},
    {"bet_started", bet_started},
    {"bet_delivered", bet_delivered},
    {"bet_stopped", bet_stopped},
    {"cycle_opened", cycle_opened},
    {"cycle_committed", cycle_committed},
    {"actuals_recorded", actuals_recorded},
    {"experiment_recorded", experiment_recorded},
    {"experiment_withdrawn", experiment_withdrawn},
    {"priors_learned", priors_learned},
    {"review_decided", review_decided},
    {"cycle_closed", cycle_closed},
    {"bet_corrected", bet_corrected},
    {"optimism_set", optimism_set},
}};

}  // namespace

std::string_view kind_of(const Event& event) noexcept {
  return kinds[event.index()].name;
}

Result<Event> decode(std::string_view kind, const Node& payload) {
  const auto known =
      std::find_if(kinds.begin(), kinds.end(), [kind](const Kind& k) { return k.name == kind; });
  if (known == kinds.end()) {
    return Diagnostic{
        "L009",
        Severity::error,
        payload.at,
        {},
        fmt::format("\"{}\" is no kind of entry that this program knows", printable(kind)),
        "a newer version may have written it: update betledger"};
  }
  Diagnostics findings;
  auto event = known->decode(kind, payload, findings);
  if (!event || has_error(findings)) {
    return findings;
  }
  return *std::move(event);
}

}  // namespace betledger::ledger
