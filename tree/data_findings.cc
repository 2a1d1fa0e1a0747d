#include "tree/data_findings.h"

#include <vector>

#include <fmt/core.h>

#include "core/text.h"
#include "tree/finding.h"

namespace betledger::tree {

void DataFindings::add(
    std::string_view code, Severity severity, MetricId id, std::string message, std::string hint) {
  list_.push_back(
      finding(code, severity, tree_.metric(id).at, std::move(message), std::move(hint)));
}

std::string DataFindings::get_data(MetricId id, std::string_view what) const {
  const Metric& metric = tree_.metric(id);
  std::vector<std::string> whom;
  if (!metric.source.empty()) {
    whom.push_back("source: " + printable(metric.source));
  }
  if (!metric.owner.empty()) {
    whom.push_back("owner: " + printable(metric.owner));
  }
  return whom.empty() ? std::string{what} : fmt::format("{} ({})", what, join(whom, ", "));
}

}  // namespace betledger::tree
