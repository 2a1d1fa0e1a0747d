#include "reports/ledger/changes.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/contracts/log.h"

namespace betledger::reports {
namespace {

std::string_view sign(ledger::Change::Kind kind) {
  constexpr std::array<std::string_view, 3> signs{"+", "~", "-"};
  return signs[static_cast<std::size_t>(kind)];
}

}  // namespace

void add_changes(Page& out, const ledger::Proposal& proposal, bool recorded) {
  out.csv = {{{"kind"}, {"what"}, {"field"}}, {}};
  std::vector<std::string> lines;
  std::array<std::size_t, 3> counts{};
  for (const ledger::Change& change : proposal.changes) {
    ++counts[static_cast<std::size_t>(change.kind)];
    lines.push_back("  " + std::string{sign(change.kind)} + " " + change.what);
    out.csv.rows.push_back({std::string{change_word(change.kind)}, change.what, ""});
    for (const std::string& field : change.fields) {
      lines.push_back("      " + field);
      out.csv.rows.push_back({std::string{change_word(change.kind)}, change.what, field});
    }
  }
  if (lines.empty()) {
    out.document.paragraph("Nothing to change: the ledger already says this.");
  } else {
    out.document.lines(std::move(lines));
    out.document.paragraph(std::to_string(counts[0]) + " added, " + std::to_string(counts[1]) +
                           " changed, " + std::to_string(counts[2]) + " removed" +
                           (recorded ? "; recorded." : "; nothing recorded (dry run)."));
  }
}

}  // namespace betledger::reports
