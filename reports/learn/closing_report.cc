#include "reports/learn/closing_report.h"

#include <utility>

#include <fmt/format.h>

#include "core/number.h"
#include "core/text.h"
#include "reports/ledger/changes.h"
#include "reports/page/figures.h"
#include "reports/page/page.h"

namespace betledger::reports {
namespace {

using forecast::Closing;
using forecast::LearnedLink;

std::string strength_in_words(const tree::Link& link) {
  return format_rounded(link.strength.quantile(0.5), 3);
}

std::string real_in_words(const tree::Link& link, const Closing& closing) {
  return format_percent(link.confidence.on(closing.tree.confidence).value(), 0);
}

/// Evidence of links that nobody decided on.
void add_passed_over(Page& out, const Closing& closing) {
  std::vector<std::string> items;
  for (const forecast::LinkProposal& p : closing.passed_over) {
    items.push_back(fmt::format("{} ({}): {}, P(real) {} → {}, {:.2f} bits",
                                p.id,
                                p.link,
                                name(p.action),
                                format_percent(p.real_from, 0),
                                format_percent(p.real_to.probability, 0),
                                p.bits + p.strength_bits));
  }
  if (items.empty()) {
    return;
  }
  out.document.heading("Evidence that nobody decided on");
  out.document.list(std::move(items));
  out.document.paragraph(
      "These links stay as they are. The close keeps the evidence, and its cycle counts where a "
      "link may be hardened later.");
}

void add_links(Page& out, const Closing& closing) {
  Table table{{{"id"},
               {"link"},
               {"accepted"},
               {"P(real)", Align::right},
               {"posterior", Align::right},
               {"next", Align::right},
               {"strength", Align::right},
               {"next", Align::right}},
              {}};
  for (const LearnedLink& link : closing.links) {
    table.rows.push_back({link.id,
                          link.from.key(),
                          std::string{name(link.action)},
                          real_in_words(link.from, closing),
                          format_percent(link.posterior, 0),
                          link.to ? real_in_words(*link.to, closing) : "retired",
                          strength_in_words(link.from),
                          link.to ? strength_in_words(*link.to) : ""});
  }
  out.document.heading("What was learned");
  if (table.rows.empty()) {
    out.document.paragraph("No proposal was accepted: every link stays as it is.");
    return;
  }
  out.document.table(std::move(table));
  out.document.paragraph(fmt::format(
      "Strengths are medians. Half of what was learned is forgotten after {} cycles: {} of what "
      "separates the posterior "
      "from the belief that was written last is kept, in log odds and in precision. A hardened "
      "link "
      "counts as real until somebody writes its formula.",
      format_rounded(closing.request.half_life, 4),
      format_percent(closing.kept, 1)));
  if (!closing.undecided.empty()) {
    out.document.paragraph("Without a decision, as they were: " + join(closing.undecided, ", ") +
                           ".");
  }
}

void add_rerun(Page& out, const ClosePage& page) {
  const forecast::Rerun& rerun = page.rerun;
  out.document.heading("The plan of " + page.closing.request.cycle + " on the new links");
  Table table{{{"what"}, {"as committed", Align::right}, {"run again", Align::right}}, {}};
  if (rerun.probability_then && rerun.probability_now) {
    table.rows.push_back({"P(target)",
                          format_percent(*rerun.probability_then, 1),
                          share_with_error(*rerun.probability_now, rerun.se)});
  }
  table.rows.push_back({rerun.focus + " over the cycle, median",
                        format_rounded(rerun.median_then, 4),
                        format_rounded(rerun.median_now, 4)});
  out.document.table(std::move(table));
  out.document.paragraph(
      "The same bets, history, seed and runs; only the links differ, so the rest of the noise is "
      "shared.");
}

}  // namespace

std::string render(const ClosePage& page,
                   const Provenance& provenance,
                   Format format,
                   const Style& style) {
  const Closing& closing = page.closing;
  Page out;
  out.json = contract_of(page, provenance);
  out.document.title(fmt::format(
      "Cycle {}: {}", closing.request.cycle, page.recorded ? "closed" : "what its close would do"));
  add_links(out, closing);
  add_passed_over(out, closing);
  out.document.heading("Tree and bets");
  add_changes(out, closing.proposal, page.recorded);
  add_rerun(out, page);
  return write(out, format, style);
}

}  // namespace betledger::reports
