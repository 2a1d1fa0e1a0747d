#include "betledger/betledger.h"

#include <span>
#include <utility>

#include "core/diagnostic.h"
#include "forecast/gap/gap.h"
#include "forecast/plan/make_plan.h"
#include "forecast/projection/contract.h"
#include "forecast/projection/fan.h"
#include "forecast/projection/make_forecast.h"
#include "forecast/projection/settings.h"
#include "forecast/review/cycle_review.h"
#include "forecast/review/review.h"
#include "forecast/standing/make_standing.h"
#include "ledger/actuals/actuals_import.h"
#include "ledger/actuals/actuals_table.h"
#include "ledger/authoring/authored.h"
#include "ledger/authoring/proposal.h"
#include "ledger/book/book.h"
#include "ledger/book/book_as_of.h"
#include "ledger/store/ledger.h"
#include "ledger/text/json_write.h"
#include "reports/contracts/gap.h"
#include "reports/contracts/review.h"
#include "sim/tasks/executor.h"

namespace betledger {
namespace {

std::vector<Finding> findings_of(std::span<const Diagnostic> diagnostics) {
  std::vector<Finding> found;
  for (const Diagnostic& one : diagnostics) {
    const auto severity = one.severity == Severity::note      ? Finding::Severity::note
                          : one.severity == Severity::warning ? Finding::Severity::warning
                                                              : Finding::Severity::error;
    found.push_back(
        {severity, one.code, one.at.file, one.at.line, one.at.column, one.message, one.hint});
  }
  return found;
}

/// The value, or all that speaks against it, thrown.
template <class T>
T value_of(Result<T> result) {
  if (!result) {
    throw Refused{findings_of(result.error()), render(result.error())};
  }
  return std::move(result).value();
}

ledger::Stamp stamp_of(const Signature& by) {
  ledger::Stamp stamp;
  stamp.actor = by.actor;
  stamp.at = Instant{std::chrono::seconds{by.unix_seconds}};
  return stamp;
}

std::optional<Day> day_of(const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const auto day = parse_day(text);
  if (!day) {
    throw std::invalid_argument{"as_of takes a day like 2026-07-06, not `" + text + "`"};
  }
  return *day;
}

template <class Number>
Uncertain uncertain(const Number& number) {
  return {number.value, number.se};
}

Fan fan_of(const sim::Summary& summary) {
  constexpr std::size_t p10 = 1;  // in sim::summary_levels
  constexpr std::size_t p50 = 3;
  constexpr std::size_t p90 = 5;
  return {{summary.mean, summary.se},
          summary.quantiles[p10],
          summary.quantiles[p50],
          summary.quantiles[p90]};
}

MetricAnswer metric_answer(const forecast::MetricFan& fan) {
  return {fan.metric, fan.unit, fan_of(fan.rollup_with), fan_of(fan.rollup_without)};
}

std::unique_ptr<sim::Executor> executor_of(const Question& question) {
  return sim::make_tbb_executor(question.threads);
}

forecast::StandingRequest standing_request(const Question& question) {
  return {.cycle = question.cycle, .as_of = day_of(question.as_of), .recorded_by = {}};
}

forecast::GapSettings settings_of(const Question& question) {
  forecast::GapSettings settings;
  settings.landing.seed = question.seed;
  settings.landing.particles = (question.particles + 255) / 256 * 256;
  return settings;
}

}  // namespace

Refused::Refused(std::vector<Finding> why, const std::string& text)
    : std::runtime_error{text}, findings{std::move(why)} {}

struct LedgerFile::State {
  ledger::Ledger file;

  std::vector<Finding> append(const std::vector<ledger::Event>& events,
                              const Signature& by,
                              const Diagnostics& warnings) {
    if (!events.empty()) {
      value_of(file.append(events, stamp_of(by)));
    }
    return findings_of(warnings);
  }

  [[nodiscard]] ledger::BookAsOf books() const {
    return [this](std::int64_t seq) { return file.book(seq); };
  }
};

LedgerFile::LedgerFile(std::unique_ptr<State> state) : state_{std::move(state)} {}
LedgerFile::LedgerFile(LedgerFile&&) noexcept = default;
LedgerFile& LedgerFile::operator=(LedgerFile&&) noexcept = default;
LedgerFile::~LedgerFile() = default;

LedgerFile LedgerFile::open(const std::filesystem::path& file) {
  return LedgerFile{
      std::make_unique<State>(State{ledger::Ledger::open(file, ledger::Ledger::Mode::write)})};
}

std::vector<Finding> LedgerFile::apply(const std::vector<TextFile>& files, const Signature& by) {
  std::vector<ledger::AuthoredFile> authored;
  for (const TextFile& file : files) {
    authored.push_back({file.name, file.text});
  }
  const ledger::Book book = state_->file.book();
  Diagnostics warnings;
  const auto proposal = value_of(ledger::propose_files(book, authored, {}, warnings));
  return state_->append(proposal.events, by, warnings);
}

std::vector<Finding> LedgerFile::import_actuals(const TextFile& csv, const Signature& by) {
  const ledger::Book book = state_->file.book();
  const auto table = value_of(ledger::parse_actuals(csv.text, csv.name, {}));
  const Day today = std::chrono::floor<std::chrono::days>(stamp_of(by).at);
  const auto plan = value_of(ledger::plan_import(book, table, {csv.name, today, false}));
  return state_->append(plan.events, by, plan.warnings);
}

ForecastAnswer LedgerFile::forecast(const Question& question) const {
  Diagnostics warnings;
  auto plan =
      value_of(forecast::make_plan(state_->file.book(), {question.cycle, std::nullopt}, warnings));
  forecast::Settings settings;
  settings.seed = question.seed;
  settings.runs = question.runs;
  const auto made =
      value_of(forecast::make_forecast(std::move(plan), settings, *executor_of(question)));
  ForecastAnswer answer;
  answer.cycle = made.plan.cycle.key;
  answer.focus = made.plan.tree.metric(made.plan.tree.focus()).key;
  if (made.target) {
    answer.target = {uncertain(made.target->with), uncertain(made.target->without)};
  }
  for (const forecast::MetricFan& fan : made.metrics) {
    answer.metrics.push_back(metric_answer(fan));
  }
  answer.json = ledger::write_json_indented(forecast::contract_of(made, BET_VERSION));
  return answer;
}

GapAnswer LedgerFile::gap(const Question& question) const {
  Diagnostics warnings;
  auto standing = value_of(forecast::make_standing(
      state_->file.book(), state_->books(), standing_request(question), warnings));
  const auto made =
      forecast::make_gap(std::move(standing), settings_of(question), *executor_of(question));
  const tree::MetricTree& tree = made.standing.locked.tree;
  GapAnswer answer;
  answer.cycle = made.standing.locked.cycle.key;
  answer.as_of = format_day(made.standing.as_of);
  if (made.landing.at_commit) {
    answer.chance_at_commit = made.landing.at_commit->value;
  }
  if (made.landing.target) {
    answer.chance_now = uncertain(made.landing.target->with);
  }
  if (const auto* bridge = made.bridge.find(tree.metric(tree.focus()).key)) {
    answer.plan = bridge->plan;
    answer.landing = bridge->landing;
    for (const forecast::Contribution& part : bridge->contributions) {
      const forecast::Factor& factor = made.bridge.factors[part.factor];
      answer.bridge.push_back({forecast::name(factor.kind), factor.source, {part.amount, part.se}});
    }
  }
  for (const forecast::LandingMetric& metric : made.landing.metrics) {
    answer.metrics.push_back(metric_answer(metric.fan));
  }
  answer.json = ledger::write_json_indented(reports::contract_of(made, BET_VERSION));
  return answer;
}

ReviewAnswer LedgerFile::review(const Question& question) const {
  Diagnostics warnings;
  const auto made =
      value_of(forecast::review_cycle(state_->file.book(),
                                      state_->books(),
                                      {standing_request(question), settings_of(question)},
                                      *executor_of(question),
                                      warnings));
  ReviewAnswer answer;
  answer.cycle = made.gap.standing.locked.cycle.key;
  for (const forecast::BetVerdict& verdict : made.verdicts) {
    answer.verdicts.push_back(
        {verdict.bet, std::string{forecast::name(verdict.verdict)}, verdict.because});
  }
  for (const forecast::LinkProposal& proposal : made.proposals) {
    answer.proposals.push_back({proposal.link,
                                std::string{forecast::name(proposal.action)},
                                proposal.real_from,
                                proposal.real_to.probability});
  }
  answer.json = ledger::write_json_indented(reports::contract_of(made, BET_VERSION));
  return answer;
}

}  // namespace betledger
