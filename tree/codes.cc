#include "tree/codes.h"

#include <array>

namespace betledger::tree {
namespace {

constexpr auto formula_and_tree_codes = std::to_array<CodeInfo>({
    {"F001",
     "Empty formula",
     "A metric with a formula is computed from others; an empty one says neither how nor from "
     "what.",
     "Write the identity, such as `formula: orders * price`, or take the line out: the metric then "
     "has its own history and baseline."},
    {"F002",
     "Character without a meaning",
     "A formula has numbers, metric keys, + - * / ^, parentheses and functions. Quotes, currency "
     "signs, square brackets and unusual spaces are not passed over, so that nothing is misread.",
     "Take the character out; keys and numbers stand bare: `gross_revenue * (1 - return_share)`."},
    {"F003",
     "Not a number",
     "A number that can be read in two ways, or in none, would silently change the result.",
     "Write 3, 0.25, 2e-3, 12k or 3.4M. For a product write the sign: `2 * orders`, not "
     "`2orders`."},
    {"F004",
     "Comma out of place",
     "`1,5` is one and a half to some readers and fifteen or two operands to others.",
     "Write 1.5 with a decimal point and 1000 without a separator. A comma stands only between the "
     "operands of a function: `max(a, b)`."},
    {"F005",
     "Missing operand",
     "An operator or a parenthesis has nothing to work on.",
     "Complete it (`a + b`) or take the operator out."},
    {"F006",
     "Missing operator",
     "Two operands stand side by side; the product is not assumed, since a forgotten plus or comma "
     "looks the same.",
     "Write the operator: `price * orders`, `2 * (a + b)`."},
    {"F007",
     "Unbalanced parenthesis",
     "A parenthesis has no partner, so it is not clear what belongs together.",
     "Add the missing one, or take the spare one out."},
    {"F008",
     "Unknown function",
     "There are min, max, exp, log, sqrt, abs, clamp and lag: few enough for everybody to read.",
     "Use one of them; `log` is the natural logarithm. To multiply by a group write `a * (b + "
     "c)`."},
    {"F009",
     "Wrong number of operands",
     "exp, log, sqrt and abs take one operand, lag takes two, clamp three, min and max two or "
     "more.",
     "Write `clamp(x, low, high)`, `lag(metric, 1)`, `max(a, b)`. A decimal comma also adds an "
     "operand: write 0.5, not 0,5."},
    {"F010",
     "Lag of something that is not a metric",
     "`lag(x, k)` reads a value that was observed or simulated k periods before, so x is a metric; "
     "the past of an expression is the expression of the pasts.",
     "Write `lag(a, 1) + lag(b, 1)` instead of `lag(a + b, 1)`."},
    {"F011",
     "Distance of a lag",
     "A lag reads a whole number of periods back, from 1 to 104; this is what breaks a loop in "
     "time.",
     "Write `lag(active, 1)` for the period before. For the same period write the metric itself."},
    {"F012",
     "Formula too long",
     "A formula has at most 4,096 bytes; nobody reviews a longer one.",
     "Give parts of it metrics of their own, with names that people know."},
    {"F013",
     "Formula nested too deeply",
     "Parentheses, functions and exponents nest at most 64 levels.",
     "Give an inner part a metric of its own."},
    {"F014",
     "Formula with too many steps",
     "A formula has at most 1,000 steps.",
     "Give parts of it metrics of their own."},
    {"F015",
     "Operator of another language",
     "The operators are + - * / ^. Signs that look like them, powers written ** and comparisons "
     "are "
     "refused rather than guessed.",
     "Write `*` for ×, `/` for ÷, `^` for **, the plain `-` for a long dash. Write only the right "
     "side of an equation. min, max and clamp replace most conditions."},
    {"F016",
     "Percent sign in a formula",
     "In a formula % could mean a hundredth or a remainder.",
     "Write the share as a number: 0.03 instead of 3%."},
    {"F017",
     "Not a metric key",
     "A key has a-z, 0-9 and _, starts with a letter and has at most 64 characters, so that it is "
     "the same in every file, formula and report. Capitals are not folded.",
     "Write the key, not the name: `net_revenue`, not `Net revenue`."},
    {"F018",
     "Function without operands",
     "The name of a function stands alone, so it is neither a call nor a metric.",
     "Write its operands in parentheses: `max(a, b)`."},
    {"T001",
     "Tree without metrics",
     "There is nothing to forecast.",
     "Add the focus metric and the metrics that drive it."},
    {"T002",
     "Key used twice",
     "Formulas, links, bets and history name a metric by its key; two of one key could not be told "
     "apart.",
     "Rename one of the two metrics."},
    {"T003",
     "No such focus",
     "A cycle is about one metric, the focus; everything is judged by what it does to it.",
     "Write `focus:` with the key of a metric of the tree."},
    {"T004",
     "Formula of an unknown metric",
     "A formula names a metric that the tree has not.",
     "Correct the key, or add the metric."},
    {"T005",
     "Link of an unknown metric",
     "A link joins two metrics of the tree.",
     "Correct `from` or `to`, or add the metric."},
    {"T006",
     "Link to itself",
     "What a metric does to its own future is its momentum, which the baseline has already; a link "
     "would count it twice.",
     "Take the link out. A stock that carries over is a formula: `new + 0.9 * lag(active, 1)`."},
    {"T007",
     "Link written twice",
     "Two links between the same metrics would be added up, which is seldom meant.",
     "Keep one, with the strength that you believe in all."},
    {"T008",
     "Event on an unknown metric",
     "An event acts on a metric of the tree.",
     "Correct the key, or add the metric."},
    {"T009",
     "Link into a component",
     "A component is an exact identity of other metrics: it leaves no room for an influence of its "
     "own.",
     "Aim the link at one of the metrics in the formula, the one that really moves."},
    {"T010",
     "Event on a component",
     "A component is an exact identity of other metrics: it moves only when they do.",
     "Aim the event at one of the metrics in the formula."},
    {"T011",
     "Stated baseline of a component",
     "The baseline of a component follows from its formula; a second one would contradict it.",
     "State the baselines of the metrics in the formula, or take the formula out."},
    {"T012",
     "Loop within one period",
     "Each metric of the loop needs the next one's value of the same period first, so none can be "
     "computed.",
     "Let one of them read the period before, `lag(active, 1)`, or give a link of the loop a lag "
     "of at "
     "least one period. Lags are rounded to whole periods: 3 days of a weekly tree are none."},
    {"T013",
     "Weighted by an unknown metric",
     "A rate is averaged over a cycle with the weights of another metric of the tree.",
     "Correct the key, or add the metric: `rollup: {weighted by: orders}`."},
    {"T014",
     "Weighted by itself",
     "A rate weighted by itself overstates its high weeks.",
     "Weight it by what it is a rate of: revenue per order by orders."},
    {"T015",
     "Weight that can be negative",
     "Weights of an average must be positive, or the average can lie outside all its values.",
     "Weight by a count, or give the weight the support positive if it is."},
    {"T016",
     "Clash of units",
     "A sum, difference, minimum or maximum of two units means nothing. Products, quotients and "
     "bare "
     "numbers are not judged.",
     "Bring both to one unit, or write one unit in one way: `GBP` and `£` are two."},
    {"T017",
     "Formula that never fits its support",
     "With the supports of the metrics in it, the formula has no value at all or always one that "
     "the "
     "metric cannot take, such as a share of `1 + return_share`.",
     "Correct the formula, or the support: real, positive (> 0) or fraction (between 0 and 1)."},
    {"T018",
     "Elasticity of a metric that can be negative",
     "An elasticity is a ratio of relative changes: a per cent of a per cent. It has no meaning "
     "where "
     "a metric can be zero or change its sign.",
     "State a slope (units per unit), or give the metric the support positive if it is."},
    {"T019",
     "Event written twice",
     "Events are told apart by their names, in reports and in changes.",
     "Give each its own name: `Christmas 2010`, `Christmas 2011`."},
    {"T020",
     "Event that ends before it starts",
     "The end of an event is its last day.",
     "Swap the dates or correct one: `start: 2011-11-01, end: 2011-12-16`."},
    {"T021",
     "Belief outside the support",
     "The stated value cannot be a value of the metric: a share above 1, a count below 0, a lift "
     "of "
     "-100 % or less.",
     "Shares are written 12% or 0.12. Look for a forgotten percent sign."},
});

constexpr auto finding_codes = std::to_array<CodeInfo>({
    {"T101",
     "Second root",
     "A part of the tree does not lead to the focus, so nothing in it can matter to the cycle.",
     "Link it to a metric below the focus, mark its top as a guardrail, or take it out."},
    {"T102",
     "Orphan metric",
     "The metric is tied to no other: no formula or link has it, and it is no guardrail.",
     "Link it to what it moves, mark it `guardrail: true`, or take it out."},
    {"T103",
     "No owner",
     "A metric without an owner has nobody who answers when it moves or when its data stop.",
     "Write `owner:` with a person or a team."},
    {"T104",
     "No unit",
     "Without units sums cannot be checked and reports cannot be read.",
     "Write `unit: GBP`, `unit: orders` or `unit: \"%\"`."},
    {"T105",
     "No definition",
     "Two people who count differently will argue about the forecast instead of the bets.",
     "Say in one sentence what is counted, in which period, and what is left out."},
    {"T106",
     "Too many drivers",
     "More than four drivers on one metric can be neither remembered nor told apart by the data.",
     "Group some under a metric between, or drop the weakest."},
    {"T107",
     "Too deep",
     "A metric more than six steps below the focus moves it by a product of many uncertain links.",
     "Leave out steps that nobody acts on."},
    {"T108",
     "No guardrail",
     "A focus without a guardrail can be won at the cost of what is not looked at.",
     "Mark a metric that must not suffer: `guardrail: true`, `limit: at most 4%`."},
    {"T109",
     "Focus without a direction",
     "Without a desired direction neither a bet nor a forecast is good or bad.",
     "Write `desired: up` or `desired: down`."},
    {"T110",
     "Controllable component",
     "A component moves only when the metrics in its formula do, so no team can act on it as such.",
     "Mark the metrics it is made of as controllable."},
    {"T111",
     "Link hardly believed",
     "A link believed with less than 10 % changes no decision but costs attention.",
     "Test it, or take it out."},
    {"T112",
     "Link without evidence",
     "A belief without its reason can be neither questioned nor learned from.",
     "Write `evidence:` an experiment, an analysis, or whose judgement it is."},
    {"T113",
     "Lag that rounds to nothing",
     "Lags act in whole periods: less than half a period is none.",
     "Nothing, if the same period is meant; else write a longer lag or use shorter periods."},
    {"T114",
     "Link of strength zero",
     "The link passes nothing on.",
     "State the strength as a distribution, `{p10: 0.05, p50: 0.2, p90: 0.4}`, or take it out."},
    {"T115",
     "Formula without metrics",
     "A metric that is a constant cannot move and takes no part in the cycle.",
     "Write the number where it is used, or give the metric a history or a baseline."},
    {"T116",
     "Key that formulas cannot name",
     "In a formula a hyphen is a minus and the name of a function is the function.",
     "Rename it with underscores: `new_buyers`."},
    {"T117",
     "Limit that guards nothing",
     "A limit is judged only on guardrails.",
     "Write `guardrail: true`, or take the limit out."},
    {"T118",
     "Guardrail that cannot be judged",
     "Without a limit or a desired direction no change of it is a harm.",
     "Write `limit: at most 4%` or `desired: down`."},
    {"T119",
     "Limit outside the support",
     "The limit is a value that the metric cannot take, so it holds always or never.",
     "Write shares as 5% or 0.05. Look for a forgotten percent sign."},
    {"T120",
     "Share that is added up",
     "A sum of thirteen weekly shares is no share; its number for the cycle means nothing.",
     "Write `rollup: mean`, or better `rollup: {weighted by: orders}`."},
    {"T121",
     "Formula that can leave its domain",
     "With the supports of the metrics in it, it can divide by zero or take the logarithm or root "
     "of "
     "what has none; a simulation that does stops with an error.",
     "Give the metrics the support positive or fraction where true, or guard it: `x / max(y, 1)`."},
    {"T122",
     "Formula that can leave its support",
     "A difference or a sum of metrics can go where the support of the result says it never is.",
     "Turn the identity round (`all = new + returning`), use clamp, or give it the support real."},
    {"T123",
     "Nothing is controllable",
     "Focus inputs are chosen from the metrics that teams can move.",
     "Mark them `controllable: true`."},
    {"T124",
     "Focus without drivers",
     "If nothing drives the focus, no bet on another metric can move it.",
     "Write its formula, or links from the metrics that move it."},
    {"D001",
     "No history and no baseline",
     "The metric has no past to forecast from and nobody stated what to expect.",
     "Import its history (`actuals import`), or state a baseline: quantiles at the start and the "
     "end "
     "of the cycle."},
    {"D002",
     "Stated baseline only",
     "A stated baseline works, but nothing checks it: stated intervals are usually too narrow.",
     "Start to collect the metric; a few weeks already help the review."},
    {"D003",
     "Component without actuals",
     "Without its own actuals the identity of a component cannot be checked against the data.",
     "Import the number where it is counted independently, such as revenue from the accounts."},
    {"D004",
     "Value outside the support",
     "A positive metric is above 0 and a fraction strictly between 0 and 1: others have no place "
     "on "
     "the scale where the metric is modelled, and would stop the fit.",
     "Correct the value. Import shares as 0.031 or 3.1%. Leave a period out if nothing was "
     "measured; "
     "where 0 is real, model the count or use the support real."},
    {"D005",
     "Gap in a series",
     "A period without a value is missing, never zero; the model integrates over it, which costs "
     "certainty.",
     "Import the missing values. If nothing happened in that period, write the 0."},
    {"D006",
     "Stale series",
     "The last value is two periods or more older than the end of the data: a feed may have "
     "stopped.",
     "Import the newest values, or repair the feed."},
    {"D007",
     "Short history",
     "From fewer than 26 periods the noise itself is hardly known, so the bands are wide and "
     "rough.",
     "Import what there is from before, even if it was counted by hand."},
    {"D008",
     "Series that never changes",
     "A metric with one value in every period has no noise to learn; a forecast from it is certain "
     "of "
     "a feed that is probably broken.",
     "Look at the feed. A true constant belongs into the formula as a number."},
    {"D009",
     "Identity that does not hold",
     "The component's own actuals differ from its formula of the actual children. What does not "
     "fit is "
     "carried through every report as unexplained.",
     "Look for a filter, a currency, a time zone or a definition that differs between the "
     "sources."},
    {"D010",
     "Formula without a value on the data",
     "On the actuals of some period the formula divides by zero or leaves a domain, so the "
     "identity "
     "cannot be checked there.",
     "Look at that period's values: a zero may be a missing value."},
    {"D011",
     "History by another period",
     "The history is, say, by month and the tree by week; one is not made from the other by "
     "guessing.",
     "Import the history by the period of the tree, or change `period:` of the tree."},
    {"D012",
     "History and stated baseline",
     "Both say what to expect; only one can be used.",
     "Take the stated baseline out once the history is trusted."},
    {"D013",
     "Start of a lag is missing",
     "`lag(x, k)` reads the last k actuals at the start of the cycle; one of them is missing.",
     "Import the last k values of that metric."},
    {"D014",
     "History of an unknown metric",
     "The data have a metric that the tree has not: a slip in its key, or a metric to add.",
     "Correct the key in the import, or add the metric to the tree."},
});

template <std::size_t A, std::size_t B>
constexpr std::array<CodeInfo, A + B> both(const std::array<CodeInfo, A>& a,
                                           const std::array<CodeInfo, B>& b) {
  std::array<CodeInfo, A + B> result{};
  for (std::size_t i = 0; i < A; ++i) {
    result[i] = a[i];
  }
  for (std::size_t i = 0; i < B; ++i) {
    result[A + i] = b[i];
  }
  return result;
}

constexpr auto all = both(formula_and_tree_codes, finding_codes);

}  // namespace

std::span<const CodeInfo> codes() noexcept {
  return all;
}

}  // namespace betledger::tree
