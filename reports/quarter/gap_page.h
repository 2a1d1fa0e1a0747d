#pragma once

#include <optional>
#include <string>

#include "forecast/gap/gap.h"
#include "reports/contracts/bridge.h"
#include "reports/page/document.h"
#include "reports/page/report.h"
#include "reports/quarter/bridge_report.h"

// Sections of the gap report that speak of what can be done, each with its own heading.

namespace betledger::reports {

/// Has the target's metric ended: is it met? Nothing without a target or before that.
[[nodiscard]] std::optional<bool> target_met(const forecast::Gap& gap);
/// "fund express_checkout with one_click"
[[nodiscard]] std::string in_words(const forecast::Idea& idea);
/// When the plan of record was committed and what it replaced, where that is worth a word.
void add_commits(Document& page, const forecast::Standing& standing);
/// "2011Q3", or "2011Q3 (closed on 2011-10-01)".
[[nodiscard]] std::string cycle_in_title(const forecast::Standing& standing);
/// Where the focus metric stands in the plan's band, and actuals that break their own formula: a
/// description, no warning.
void add_place(Document& page, const forecast::Gap& gap);
/// Early warnings; that there are none is said too, with what that means.
void add_signals(Document& page, const forecast::Gap& gap);
/// Advice per bet with freed effort, and kill rules.
void add_advice(Document& page, const forecast::Gap& gap);
/// Candidates to close the gap with their latest useful start, and required lifts against the
/// track record.
void add_candidates(Document& page, const forecast::Gap& gap);

/// A sentence where the believed effects of a plan of record are corrected ones, else nothing.
void add_corrections(Document& page, const forecast::Standing& standing);

/// A section of the gap report: what the data say of the factors; nothing where none is on.
void add_factors(Document& page, const forecast::Gap& gap);

/// How far to trust the posterior, what the yardstick is, what it was computed from.
void add_trust(Document& page, const forecast::Gap& gap, const Provenance& provenance);

/// A chat message: P(target), signals beyond noise, bets past their kill rule or to be stopped or
/// doubled, what could close the gap. `format` table or markdown.
[[nodiscard]] Document digest_page(const forecast::Gap& gap);

}  // namespace betledger::reports
