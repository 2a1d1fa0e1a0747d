#include "reports/contracts/forecast.h"

#include <vector>

#include "reports/contracts/parts.h"
#include "reports/contracts/schema.h"

namespace betledger::reports {
namespace {

using ledger::Node;
using schema::maybe;
using schema::object;

Node share_schema() {
  return object({{"value", schema::share()}, {"se", schema::size()}});
}

Node odds_schema() {
  return object({{"metric", schema::text()},
                 maybe("at_least", schema::number()),
                 maybe("at_most", schema::number()),
                 {"probability",
                  object({{"with", schema::share()},
                          {"without", schema::share()},
                          {"se", schema::size()},
                          {"without_se", schema::size()}})}});
}

Node settings_schema() {
  return object({{"attribution", schema::flag()},
                 maybe("interrupted", schema::flag()),
                 {"quantiles", schema::text()},
                 {"attribution_runs", schema::count()},
                 {"variance_runs", schema::count()},
                 {"share_se", schema::text()},
                 {"variance_outermost", schema::share()}});
}

std::vector<schema::Key> attribution_keys() {
  const Node bet = object({{"bet", schema::text()},
                           {"uplift", schema::ref("summary")},
                           {"shapley", schema::ref("estimate")},
                           {"alone", schema::ref("estimate")},
                           {"probability_positive", schema::share()},
                           {"probability_positive_se", schema::size()},
                           maybe("target", schema::ref("estimate"))});
  const Node overlap = object({{"naive_sum", schema::number()},
                               {"joint", schema::number()},
                               {"excess", schema::number()},
                               {"naive_sum_se", schema::size()},
                               {"joint_se", schema::size()},
                               {"excess_se", schema::size()}});
  const Node variance = object({{"source", schema::text()},
                                {"first_order", schema::number()},
                                {"total", schema::number()},
                                {"se", schema::size()},
                                {"first_order_se", schema::size()}});
  const Node swing = object({{"source", schema::text()},
                             {"contrast", schema::one_of({"gate", "tenths"})},
                             {"low", schema::number()},
                             {"high", schema::number()},
                             {"se", schema::size()}});
  return {{"bets", schema::list_of(bet)},
          maybe("overlap", overlap),
          {"variance", schema::list_of(variance)},
          {"tornado", schema::list_of(swing)}};
}

}  // namespace

Node forecast_schema() {
  const Node watch = object({{"metric", schema::text()},
                             {"guardrail", schema::flag()},
                             {"better", share_schema()},
                             {"worse", share_schema()},
                             {"change", schema::ref("estimate")},
                             maybe("limit", odds_schema())});
  const Node clamp = object({{"metric", schema::text()}, {"share", schema::share()}});
  const Node correction = object({{"team", schema::text()},
                                  {"state", schema::one_of({"on", "off"})},
                                  {"p10", schema::number()},
                                  {"p50", schema::number()},
                                  {"p90", schema::number()},
                                  {"spread", schema::size()},
                                  {"source", schema::text()}});
  std::vector<schema::Key> keys{{"provenance", simulation_schema()},
                                {"settings", settings_schema()},
                                {"cycle", cycle_schema()},
                                {"data_cut", schema::or_null(schema::day())},
                                {"focus", schema::text()},
                                {"target", schema::or_null(odds_schema())},
                                {"metrics", schema::list_of(metric_fan_schema(false))}};
  for (schema::Key& key : attribution_keys()) {
    keys.push_back(std::move(key));
  }
  keys.insert(keys.end(),
              {{"watches", schema::list_of(watch)},
               {"clamps", schema::list_of(clamp)},
               {"funded", schema::list_of(schema::text())},
               {"cut", schema::list_of(schema::text())},
               maybe("optimism", schema::list_of(correction))});
  return schema::contract("forecast",
                          std::move(keys),
                          {{"summary", summary_schema()}, {"estimate", estimate_schema()}});
}

}  // namespace betledger::reports
