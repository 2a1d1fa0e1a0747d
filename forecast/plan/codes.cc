#include "forecast/plan/codes.h"

#include <array>

namespace betledger::forecast {
namespace {

constexpr auto all_codes = std::to_array<CodeInfo>({
    {"B001",
     "No metric tree",
     "A plan is a forecast of a tree's focus metric; without a tree there is nothing to forecast.",
     "Write tree.yaml and record it: `betledger apply tree.yaml`."},
    {"B002",
     "No such cycle",
     "A plan belongs to one open cycle: its periods, its target, its bets.",
     "Open it (`betledger cycle open 2026Q3 --target \"orders >= 12k\"`), or name one of the open "
     "cycles with `--cycle`."},
    {"B003",
     "Cycle is not open",
     "The cycle has bets, but no periods and no target yet.",
     "`betledger cycle open 2026Q3`."},
    {"B004",
     "Target on an unknown metric",
     "P(target) is the chance that a metric's cycle value meets a bound; the tree no longer has "
     "that metric.",
     "Put the metric back into the tree, or open the cycle with a target on another one."},
    {"B005",
     "Unknown focus input",
     "Focus inputs are the metrics that the cycle watches; they must be in the tree.",
     "Correct the key, or put the metric back into the tree."},
    {"B006",
     "Bet on an unknown metric",
     "A bet that is tied to no metric of the tree cannot be forecast or judged.",
     "Correct the effect's `metric`, or add the metric to the tree."},
    {"B007",
     "Bet on a formula",
     "A component is an exact identity of its children: an effect on it would have to break the "
     "identity.",
     "Aim at the child that the action really changes: the formula carries it up."},
    {"B008",
     "Needed bet is not funded",
     "A bet is delivered only if the bets it needs are; one that is not funded never is.",
     "Fund the needed bet too, or cut this one. A need counts as met if the bet was delivered in "
     "an earlier cycle."},
    {"B009",
     "Needs in a circle",
     "Bets that need each other can never be delivered: none of them can be the first.",
     "Take one of the `needs` out; a bet that must be built in one piece with another is one bet."},
    {"B010",
     "Excluded bets are both funded",
     "`excludes` says that the two cannot go together, so their forecast would be of a plan that "
     "nobody can carry out.",
     "Set `funded: false` on one of them; compare both ways with `betledger forecast --drop BET`."},
    {"B011",
     "Data cut inside the cycle",
     "A plan says what was believed before the cycle; reading its first weeks would leak the "
     "outcome into it.",
     "Cut the data before the cycle starts, or ask `betledger gap --as-of DATE` where it lands."},
    {"B012",
     "No history and no stated baseline",
     "What happens without bets must come from somewhere: a history to fit, or a belief.",
     "Import actuals, or write `baseline: {start: {p10: 80, p50: 100, p90: 120}, end: {...}}` for "
     "the first and the last period of the cycle."},
    {"B013",
     "Formula reads before the history",
     "`lag(x, k)` in the first periods of the cycle reads x before the cycle starts, and x has no "
     "values there.",
     "Import actuals of x for those periods: for a stock, the opening value is enough with k = 1."},
    {"B014",
     "Cycle and tree count in different periods",
     "The tree's period changed after the cycle was opened, so its history no longer lies on the "
     "cycle's periods.",
     "Open a new cycle, or give the tree its period back."},
    {"B015",
     "Stated effects are not corrected",
     "Cycles that are over say how far a team's beliefs were off; nobody has decided yet whether "
     "the next forecast should be corrected by it.",
     "`betledger optimism apply --dry-run` shows what they offer; `optimism apply` turns it on, "
     "`optimism off` leaves it."},
    {"B016",
     "Experiment that the plan does not take up",
     "A plan is made from what is stated of bets and links. An experiment that was recorded before "
     "the commit is not added to that by itself, or it would count twice with whoever wrote it "
     "into the terms already; and gap and review only add those recorded after it.",
     "Write what the message says into the bets file or the tree and apply it; `betledger "
     "experiment list` shows how it comes about. Nothing to do where the terms hold it already or "
     "you do not believe it."},
    {"B020",
     "Committed plan came out differently",
     "The plan that the ledger gives as of the commit does not have the hash that was committed.",
     "Check the ledger (`betledger verify`) and the version: a newer program may read the same "
     "entries into a plan with more in it."},
    {"B030",
     "Change of an unknown bet",
     "A what-if can only move bets of the cycle.",
     "Name a bet of the cycle; `betledger bet show` lists them."},
    {"B031",
     "Bet is not funded",
     "A bet that is on the cut list adds nothing, so there is nothing to drop.",
     "Leave that change out."},
    {"B032",
     "Bet is funded already",
     "The plan holds the bet, so funding it changes nothing.",
     "Leave that change out."},
    {"B040",
     "No plan of record",
     "Where a cycle stands is told against what was locked; nothing has been locked by then.",
     "`betledger cycle commit`, or choose a later `--recorded-by`."},
    {"B041",
     "Day before the cycle",
     "Until the cycle starts there is nothing to compare with its plan.",
     "Choose a day of the cycle; `betledger forecast` shows the plan itself."},
    {"B042",
     "No actuals in the cycle",
     "No metric of the plan has a value in the cycle by then, so nothing says how it goes.",
     "`betledger actuals import FILE`."},
    {"B043",
     "Day after the cycle",
     "A standing ends with the cycle: later periods belong to the next one.",
     "Nothing to do; `betledger review` looks at the cycle as a whole."},
    {"B044",
     "Bet's news of a later day",
     "What is recorded of a bet for a day that is still to come is an intention, not a fact.",
     "Choose a later day, or correct the record."},
    {"B045",
     "Bet amended after the plan of record",
     "A plan of record is judged by what it said; new terms would move the yardstick.",
     "Nothing to do. A second `betledger cycle commit` would make a new plan that knows what came "
     "since; every report would say so."},
    {"B046",
     "Bet under way outside the plan of record",
     "Work that nobody planned moves metrics too; it is counted where they land, but no plan is "
     "credited with it.",
     "Nothing to do: the bridge shows it as what came from outside the plan. A second `betledger "
     "cycle commit` would make a new plan that knows what came since; every report would say so."},
    {"B047",
     "Bet overdue",
     "The bet has not been delivered and the day is past the latest one that its own delay leaves "
     "possible. What was believed of its timing is refuted, so nothing says when it might come: it "
     "is taken as not coming.",
     "Record what happened: `betledger bet deliver`, or `betledger bet stop`; or amend its delay "
     "and commit the cycle again."},
    {"B048",
     "Plan of record locked in the middle of the cycle",
     "A plan that knows weeks of its cycle says less of how well was planned than one made before "
     "it: `gap`, `digest` and `review` say when it was committed, with how much known, and what "
     "was "
     "committed before.",
     "Nothing to do. To judge the first plan look at the ledger before the later commit: "
     "--recorded-by."},
    {"B050",
     "Accepted proposal that cannot be carried out",
     "A proposal was computed for the link as the plan of record defines it. By now the link has "
     "other terms, or is gone, so what was accepted says nothing of it.",
     "Reject the proposal, or give the link back the terms of the plan."},
    {"B051",
     "Evidence cannot be read",
     "A decision carries the proposal as it was shown. This one does not hold the numbers that the "
     "close of a cycle needs.",
     "`betledger review accept ID` again."},
    {"B052",
     "Metric cannot be retired",
     "A formula, a link, an event, a bet to come or the goal of another cycle still reads it.",
     "Take it out there first, or leave the metric in."},
    {"B053",
     "Start of the next cycle not known",
     "Bets that are carried over start with the next cycle at the earliest, so its days must be "
     "known and lie after the cycle that closes.",
     "Name it 2026Q4, 2026-10 or 2027, or open it first with --start and --end."},
    {"B054",
     "Values newer than a decision",
     "Actuals of the cycle were recorded after a proposal was accepted: the review may say another "
     "thing now. What was accepted is what is done.",
     "`betledger review`, and accept again to use what it says now."},
    {"B055",
     "Evidence that nobody decided on",
     "The review proposes to change links, and nobody accepted or rejected it before the close. "
     "The "
     "links stay as they are and the next plan starts without what was learned of them. The close "
     "keeps the evidence, and the cycle counts for hardening.",
     "`betledger review` shows the proposals; accept or reject them, then close."},
    {"D501",
     "Too little history to fit",
     "A baseline learns its level from one value and its noise from the steps between two.",
     "Import actuals, or state the baseline: `baseline: {start: {p10: 80, p50: 100, p90: 120}, "
     "end: "
     "{...}}`."},
    {"D502",
     "History outside the support",
     "A baseline is fitted on the metric's own scale (logarithms for positive, log-odds for a "
     "fraction), where such a value has no place.",
     "Correct the value, leave the period empty (a missing period is marginalised, never zero), or "
     "give the metric `support: real`."},
    {"D503",
     "Too little history for a back-test",
     "A back-test forecasts from inside the history: it needs `--least` known values to fit to, "
     "and "
     "`--horizon` periods after them to compare with. A period without a value does not count.",
     "Import more actuals, or ask for less: a smaller `--least` or a shorter `--horizon`."},
    {"D504",
     "Formula that cannot be back-tested",
     "A metric with a formula is forecast from the baselines of what it is made of. Where one of "
     "these has no history, or a formula leaves its domain, there is nothing to compare: a stated "
     "baseline is a belief about the coming cycle, not about the past.",
     "Import the history of the metric that is named, or correct the formula."},
    {"D505",
     "Baselines that move together",
     "What the baselines of two metrics do not foresee goes up and down together, more than chance "
     "explains, but a forecast draws every baseline apart from the others. Where both push the "
     "focus "
     "metric the same way its band is too narrow, where they push against each other it is too "
     "wide. "
     "All pairs of metrics are looked at; at most one in twenty of the pairs named is there by "
     "chance "
     "(Benjamini and Hochberg 1995).",
     "Model what moves both: a metric that both are made of, or one metric in place of two. "
     "`betledger backtest` shows how often the focus metric's band held the truth."},
    {"D506",
     "Values on the edge of a support",
     "A count of zero, or a share of exactly 0 or 1, has no logarithm or log-odds. The metric is "
     "fitted on its own scale, and what is forecast past the edge is put onto it.",
     "Nothing to do where such values are real; else leave those periods empty: missing is not "
     "zero."},
    {"D507",
     "Link that history contradicts",
     "Surprises in the driver were followed, at the link's lag, by surprises in its outcome that "
     "are "
     "too far from the stated strength for the errors of both. Every link is looked at; at most "
     "one "
     "in twenty of those named is there by chance (Benjamini and Hochberg 1995). What history "
     "shows "
     "is predictive: something else may have moved both.",
     "Look for a common cause or another lag, state the strength or the confidence anew, or test "
     "the "
     "link by an experiment: that alone shows what a change of the driver does."},
    {"D550",
     "Value outside the support left out",
     "A zero in a positive metric, or a share above one, has no place on the scale that its "
     "baseline is fitted on; it is treated as missing, never as a number.",
     "Import the right value, leave the period empty, or give the metric `support: real`."},
    {"D551",
     "Unknown values read by a formula",
     "`lag` reads periods before the cycle whose values are missing, so the last known ones stand "
     "in. The forecast of the first periods rests on them.",
     "Import the actuals up to the start of the cycle."},
    {"D560",
     "Period that is not over",
     "Half a week of a sum looks like half the sales.",
     "Choose the last day of the period, or wait for it."},
    {"D561",
     "Values later than the day",
     "What was not there on the day cannot be used to say where things stood on it.",
     "Choose a later day to count them."},
    {"D562",
     "History changed after the plan",
     "Values from before the cycle were recorded or revised after the plan was locked. Nothing is "
     "fitted again behind the plan's back.",
     "`betledger cycle commit` again if the plan should rest on them."},
    {"D563",
     "Metric that stopped reporting",
     "The metric was seen before and is missing at the end. Missing periods are marginalised, so "
     "the forecast is wider, never wrong by a zero.",
     "Import what is there, or ask the owner of its source."},
    {"D564",
     "Actuals that break an identity",
     "A component's own actuals differ from its formula of its inputs' actuals by more than 1 %. "
     "No bet and no baseline can be the cause: the bridge carries it as unexplained.",
     "Correct the data or the formula; `betledger check --data` shows the same of the history."},
    {"D565",
     "Committed baselines not readable",
     "The plan of record carries its fitted baselines; these are in a form that this version does "
     "not know, so they were fitted again.",
     "Use the version that made the commit."},
    {"D566",
     "Experiment of a later day",
     "What was read out after the day cannot be used to say where things stood on it.",
     "Choose a later --as-of to count it. A standing ends with its cycle: what was read out after "
     "that belongs to the next one, where it counts if it is recorded after the commit of its "
     "plan."},
    {"E001",
     "Column or role not there",
     "Past experiments and past forecasts are read by what their columns stand for; a column that "
     "is "
     "guessed would teach something else.",
     "Name the columns as the command's help does, or say which is which: --columns "
     "impressions=views,clicks=orders."},
    {"E002",
     "Not a number",
     "A value that is misread would be learned from.",
     "Write 1234.5, without thousands separators; leave the field empty where the value is "
     "missing."},
    {"E003",
     "Impossible count or error",
     "An arm has one unit or more and no more events than units; a standard error is above 0; a "
     "probability lies between 0 and 1, and an interval has its ends in order.",
     "Correct the row, or leave it out with --where."},
    {"E004",
     "Row that is there already",
     "Counted twice, it would look like twice the evidence.",
     "Give each arm of an experiment, or each forecast, one row."},
    {"E005",
     "Layout not known",
     "The columns say neither estimates, nor counts, nor moments of past experiments; nor "
     "forecasts "
     "with their outcomes.",
     "`betledger priors learn --help` and `betledger calibration --help` show the layouts."},
    {"E006",
     "Too little or too much to learn from",
     "A prior needs two effects at the least, a calibration two forecasts with outcomes; more than "
     "100,000 rows are a slip.",
     "Give a row per past experiment or forecast, the failures too."},
    // Given first by the command line, whose letter they keep: a code never changes its name.
    {"U018",
     "No plan of record",
     "The cycle was never committed, so there is nothing to show or to compute again.",
     "`betledger cycle commit` locks the plan."},
    {"U031",
     "No such proposal",
     "A review numbers its proposals by the links of the tree in the plan of record.",
     "`betledger review` shows them."},
    {"U033",
     "Commit in the middle of a cycle",
     "A plan of record that knows part of its cycle is easier to meet than one that did not. It is "
     "allowed, but not in silence: the reports name the commit, what was known and what it "
     "replaced.",
     "Add --because \"...\". Who only wants to see where the cycle goes needs no commit: "
     "`betledger gap`."},
    {"U034",
     "Day to stand on that has not come",
     "A standing on a day ahead of the clock takes every period until then for known, and those "
     "without a value for missing.",
     "Choose a day that is over, or leave --as-of out. Is the clock of this machine right?"},
});

}  // namespace

std::span<const CodeInfo> codes() noexcept {
  return all_codes;
}

}  // namespace betledger::forecast
