#include <utility>

#include <fmt/format.h>

#include "ledger/authoring/authored_rules.h"
#include "ledger/text/source_text.h"

namespace betledger::ledger {

Diagnostics check_sensitive(const Node& file) {
  RuleFindings findings;
  const Node* metrics = file.find("metrics");
  if (metrics == nullptr) {
    return {};
  }
  for (const Member& metric : metrics->members) {
    for (const Member& field : metric.value.members) {
      if (field.key == "sensitive") {
        findings.error("A122",
                       field.key_at,
                       fmt::format("the values of `{}` cannot be hidden yet: exports and reports "
                                   "would show them, and what is computed from them",
                                   shown(metric.key)),
                       "take `sensitive` out; the key comes back when it is kept");
      }
    }
  }
  return std::move(findings).take();
}

}  // namespace betledger::ledger
