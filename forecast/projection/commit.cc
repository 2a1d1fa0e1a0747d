#include "forecast/projection/commit.h"

#include <charconv>
#include <utility>

#include "core/contract.h"
#include "core/sha256.h"
#include "forecast/plan/canonical.h"
#include "forecast/plan/make_plan.h"
#include "forecast/projection/contract.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/settings.h"
#include "ledger/text/json_write.h"

namespace betledger::forecast {
namespace {

using ledger::Node;

std::uint64_t count_in(const Node& settings, std::string_view key, std::uint64_t otherwise) {
  const Node* node = settings.find(key);
  std::uint64_t value = otherwise;
  if (node != nullptr) {
    std::from_chars(node->text.data(), node->text.data() + node->text.size(), value);
  }
  return value;
}

Settings settings_of(const ledger::Commit& commit) {
  Settings settings;
  settings.runs = commit.runs;
  settings.seed = commit.seed;
  if (const Node* node = commit.summary.find("settings")) {
    const Node* attribution = node->find("attribution");
    settings.attribution = attribution == nullptr || attribution->text != "false";
    settings.attribution_runs = count_in(*node, "attribution_runs", settings.attribution_runs);
    settings.variance_runs = count_in(*node, "variance_runs", settings.variance_runs);
  }
  return settings;
}

std::string hash_of(const Node& node) {
  return sha256_hex(ledger::write_json(node));
}

}  // namespace

ledger::Commit make_commit(const Forecast& forecast, const std::string& version) {
  const Plan& plan = forecast.plan;
  ledger::Commit commit;
  commit.cycle = plan.cycle.key;
  commit.head_seq = plan.head_seq;
  commit.head_hash = plan.head_hash;
  commit.data_cut = plan.data_cut.value_or(plan.cycle.timeline.start - std::chrono::days{1});
  commit.seed = forecast.settings.seed;
  commit.runs = forecast.settings.runs;
  commit.version = version;
  commit.summary = contract_of(forecast, version);
  commit.baselines = baselines_of(forecast);
  commit.plan_sha256 = sha256_hex(canonical_plan(plan));
  commit.forecast_sha256 = hash_of(commit.summary);
  return commit;
}

Result<Recomputed> recompute(const ledger::Book& as_of,
                             const ledger::Commit& commit,
                             sim::Executor& executor) {
  BET_EXPECT(as_of.head_seq == commit.head_seq);
  Diagnostics warnings;  // were shown when it was committed
  auto plan = make_plan(as_of, {commit.cycle, commit.data_cut}, warnings);
  if (!plan) {
    return plan.error();
  }
  auto forecast = make_forecast(std::move(plan).value(), settings_of(commit), executor);
  if (!forecast) {
    return forecast.error();
  }
  const std::string plan_hash = sha256_hex(canonical_plan(forecast->plan));
  const std::string forecast_hash = hash_of(contract_of(*forecast, commit.version));
  return Recomputed{std::move(forecast).value(), plan_hash, forecast_hash, hash_of(commit.summary)};
}

bool holds(const ledger::Commit& commit, const Recomputed& again) {
  return again.plan_sha256 == commit.plan_sha256 &&
         again.forecast_sha256 == commit.forecast_sha256 &&
         again.stored_sha256 == commit.forecast_sha256;
}

}  // namespace betledger::forecast
