#include "reports/contracts/schemas.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/contract.h"
#include "ledger/text/json_write.h"
#include "reports/contracts/baseline.h"
#include "reports/contracts/calibration.h"
#include "reports/contracts/check.h"
#include "reports/contracts/closing.h"
#include "reports/contracts/cycle.h"
#include "reports/contracts/experiments.h"
#include "reports/contracts/explain.h"
#include "reports/contracts/forecast.h"
#include "reports/contracts/gap.h"
#include "reports/contracts/log.h"
#include "reports/contracts/optimism.h"
#include "reports/contracts/priors.h"
#include "reports/contracts/rank.h"
#include "reports/contracts/review.h"
#include "reports/contracts/standing.h"
#include "reports/contracts/why.h"

namespace betledger::reports {
namespace {

using Schema = ledger::Node (*)();

constexpr std::array<std::pair<std::string_view, Schema>, 26> schemas{{
    {"backtest", backtest_schema},
    {"baseline", baseline_schema},
    {"bet", bet_schema},
    {"bet-list", bets_schema},
    {"calibration", calibration_schema},
    {"check", check_schema},
    {"close", close_schema},
    {"code", code_schema},
    {"cycle", cycle_page_schema},
    {"cycles", cycles_schema},
    {"diff", diff_schema},
    {"entry", entry_schema},
    {"experiments", experiments_page_schema},
    {"forecast", forecast_schema},
    {"gap", gap_schema},
    {"import", import_schema},
    {"link", link_schema},
    {"log", log_schema},
    {"metric", metric_schema},
    {"optimism", optimism_schema},
    {"priors", priors_schema},
    {"rank", rank_schema},
    {"review", review_schema},
    {"standing", standing_schema},
    {"verify", verify_schema},
    {"why", why_schema},
}};

}  // namespace

std::vector<std::string> outputs() {
  std::vector<std::string> names;
  for (const auto& [name, schema] : schemas) {
    names.emplace_back(name);
  }
  return names;
}

std::string output_schema(std::string_view output) {
  const auto found =
      std::ranges::find(schemas, output, &std::pair<std::string_view, Schema>::first);
  BET_EXPECT(found != schemas.end());
  return ledger::write_json_indented(found->second());
}

}  // namespace betledger::reports
