#include "core/error.h"

#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"

namespace betledger {
namespace {

std::string corrupt_message(std::int64_t seq, const std::string& reason) {
  return seq > 0 ? fmt::format("the ledger cannot be trusted from entry {} on: {}", seq, reason)
                 : fmt::format("the ledger cannot be trusted: {}", reason);
}

std::string moved_message(const std::string& expected, const std::string& actual) {
  return expected.empty()
             ? "the ledger changed while you were at it: nothing was recorded"
             : fmt::format("somebody else changed the ledger: its head is {}, not the expected {}",
                           printable(actual),
                           printable(expected));
}

std::string domain_message(const std::string& metric,
                           const std::string& period,
                           const std::string& formula,
                           double bad) {
  // The one place where a NaN is named: it is the news.
  const auto value = bad == bad ? format_rounded(bad) : std::string{"not a number"};
  return fmt::format("metric {} in {}: `{}` gives {}, outside its domain",
                     printable(metric),
                     printable(period),
                     printable(formula),
                     value);
}

}  // namespace

StorageError::StorageError(std::filesystem::path at, const std::string& reason, bool denied)
    : Error{fmt::format("{}: {}", printable(at.string()), reason)},
      file{std::move(at)},
      not_permitted{denied} {}

CorruptLedger::CorruptLedger(std::int64_t at, const std::string& reason)
    : Error{corrupt_message(at, reason)}, seq{at} {}

HeadMoved::HeadMoved(std::string expected_head, std::string actual_head)
    : Error{moved_message(expected_head, actual_head)},
      expected{std::move(expected_head)},
      actual{std::move(actual_head)} {}

DomainError::DomainError(std::string at_metric,
                         std::string at_period,
                         std::string in_formula,
                         double bad)
    : Error{domain_message(at_metric, at_period, in_formula, bad)},
      metric{std::move(at_metric)},
      period{std::move(at_period)},
      formula{std::move(in_formula)},
      value{bad} {}

}  // namespace betledger
