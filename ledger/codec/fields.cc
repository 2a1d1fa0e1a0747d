#include "ledger/codec/fields.h"

namespace betledger::ledger {
namespace {

constexpr Field tree_fields[] = {
    {"tree", Shape::text, true, "What the tree is called."},
    {"focus", Shape::key, true, "The metric that the tree explains and bets aim at."},
    {"period", Shape::period, false, "Length of a period: day, week (default) or month."},
    {"confidence", Shape::scale, false, "What high, medium and low mean as probabilities."},
    {"review", Shape::rules, false, "What a verdict or a proposal of a review needs."},
    {"metrics", Shape::metrics, true, "The metrics by key."},
    {"links", Shape::links, false, "Influences between metrics."},
    {"events", Shape::events, false, "Known occasions that no history shows."},
};
constexpr Field scale_fields[] = {
    {"high", Shape::probability, false, "Default 0.9."},
    {"medium", Shape::probability, false, "Default 0.6."},
    {"low", Shape::probability, false, "Default 0.3."},
};
constexpr Field review_fields[] = {
    {"sure", Shape::probability, false, "The chance that a verdict needs; default 0.8."},
    {"as believed",
     Shape::probability,
     false,
     "Share of the believed effect from which a bet is validated; default 0.5."},
    {"exceeded", Shape::number, false, "Times the believed effect, beyond which it exceeded; 1.5."},
    {"executed",
     Shape::probability,
     false,
     "Share of the planned effect time below which execution failed; default 0.5."},
    {"overlap",
     Shape::probability,
     false,
     "Share of their time that two bets may have in common and be told apart; default 0.5."},
    {"data odds", Shape::number, false, "Times that the data must have raised the odds; 3."},
    {"harden real", Shape::probability, false, "P(real) that hardening needs; default 0.95."},
    {"harden cycles",
     Shape::count,
     false,
     "Cycles with evidence for a link that hardening needs without an experiment; default 2."},
    {"sign certain",
     Shape::probability,
     false,
     "Chance of the believed sign that hardening needs; default 0.975."},
    {"useful share",
     Shape::probability,
     false,
     "Share of the believed strength that is the smallest useful one; default 0.2."},
    {"prune below",
     Shape::probability,
     false,
     "Chance of more than that, below which pruning is proposed; default 0.05."},
    {"news bits",
     Shape::number,
     false,
     "Bits learned about a link before it is raised or lowered; default 0.1."},
};
constexpr Field metric_fields[] = {
    {"name", Shape::text, false, "What people call it; the key if left out."},
    {"definition", Shape::text, false, "One sentence that says what is counted."},
    {"unit", Shape::text, false, "For example GBP, orders, %."},
    {"owner", Shape::text, false, "Who answers for it."},
    {"source", Shape::text, false, "Where its values come from."},
    {"support", Shape::support, false, "Where its values lie: real (default), positive, fraction."},
    {"rollup",
     Shape::rollup,
     false,
     "What one number for a cycle means: sum (default), mean, last or weighted."},
    {"desired", Shape::desired, false, "The good direction: up (default), down, none."},
    {"category", Shape::category, false, "Its place in the growth model."},
    {"controllable", Shape::flag, false, "Whether a team can move it directly."},
    {"guardrail", Shape::guardrail, false, "true, or a bound it must keep over the cycle."},
    {"locked", Shape::flag, false, "Source of truth: imports from another source are refused."},
    {"sensitive", Shape::flag, false, "", true},
    {"formula",
     Shape::formula,
     false,
     "The exact identity over other metrics, e.g. orders * price."},
    {"baseline", Shape::baseline, false, "What is believed of it where there is no history."},
};
constexpr Field rollup_fields[] = {
    {"weighted by", Shape::key, true, "The metric whose values are the weights."},
};
constexpr Field guardrail_fields[] = {
    {"at_most", Shape::number, false, "It must not rise above this."},
    {"at_least", Shape::number, false, "It must not fall below this."},
};
constexpr std::string_view guardrail_one_of[] = {"at_most", "at_least"};
constexpr Field baseline_fields[] = {
    {"start", Shape::level, true, "Its level in the first period of the cycle."},
    {"end", Shape::level, true, "Its level in the last period of the cycle."},
};
constexpr Field link_fields[] = {
    {"from", Shape::key, true, "The metric that acts."},
    {"to", Shape::key, true, "The metric that is acted on."},
    {"elasticity", Shape::strength, false, "Per cent change of `to` for one per cent of `from`."},
    {"slope", Shape::strength, false, "Units of `to` for one unit of `from`."},
    {"lag", Shape::duration, false, "How much later it acts."},
    {"confidence",
     Shape::confidence,
     true,
     "The belief that it is real: high, medium, low or a probability."},
    {"evidence", Shape::text, false, "What the belief rests on."},
};
constexpr std::string_view link_one_of[] = {"elasticity", "slope"};
constexpr Field event_fields[] = {
    {"name", Shape::text, true, "What it is called; each name once."},
    {"metric", Shape::key, true, "The metric it acts on."},
    {"lift", Shape::lift, false, "Relative change, in per cent."},
    {"shift", Shape::shift, false, "Absolute change, in the metric's unit (pp for a fraction)."},
    {"start", Shape::day, true, "Its first day."},
    {"end", Shape::day, true, "Its last day."},
};
constexpr std::string_view amount_one_of[] = {"lift", "shift"};

constexpr Field sheet_fields[] = {
    {"cycle",
     Shape::cycle,
     true,
     "The cycle the bets are for: 2026Q3, 2026-07, 2026H2, 2026 or 2026-W31."},
    {"capacity", Shape::effort, false, "Person-weeks that each team has, e.g. {checkout: 12pw}."},
    {"bets", Shape::bets, true, "The bets by key."},
};
constexpr Field bet_fields[] = {
    {"name", Shape::text, false, "What people call it; the key if left out."},
    {"hypothesis", Shape::hypothesis, true, "We believe that ACTION makes METRIC rise or fall."},
    {"effects", Shape::effects, true, "What it does to each metric if it is delivered and works."},
    {"works",
     Shape::probability,
     false,
     "Chance that the effect is not nil; default 0.3, or what past experiments taught."},
    {"delivery", Shape::probability, false, "Chance that it is delivered; default 0.8."},
    {"start", Shape::day, true, "The planned day of delivery."},
    {"delay", Shape::delay, false, "How much later than planned."},
    {"ramp", Shape::ramp, false, "How long until the full effect."},
    {"half life", Shape::duration, false, "After which half of the effect is gone."},
    {"effort", Shape::effort, false, "Person-weeks by team, e.g. {checkout: 6pw}."},
    {"cost", Shape::amount, false, "Money it costs besides, in the ledger's currency."},
    {"team", Shape::key, false, "The team that answers for it."},
    {"owner", Shape::text, false, "Who answers for it."},
    {"evidence", Shape::text, false, "What the belief rests on."},
    {"needs", Shape::keys, false, "Bets that must be delivered first."},
    {"excludes", Shape::keys, false, "Bets that cannot be funded together with it."},
    {"stop when", Shape::text, false, "The kill rule, as lift < 1% after 5w."},
    {"rice", Shape::rice, false, "Scores of another method, shown beside the simulated rank."},
    {"funded", Shape::flag, false, "false keeps it on the sheet without funding; default true."},
};
constexpr Field hypothesis_fields[] = {
    {"action", Shape::text, true, "What is done."},
    {"metric", Shape::key, true, "The metric it is done for."},
    {"change", Shape::change, true, "rise or fall."},
};
constexpr Field effect_fields[] = {
    {"metric", Shape::key, true, "The metric it acts on."},
    {"lift", Shape::lift, false, "Relative change, in per cent."},
    {"shift", Shape::shift, false, "Absolute change, in the metric's unit (pp for a fraction)."},
    {"works", Shape::probability, false, "Its own chance not to be nil; else the bet's."},
};
constexpr Field ramp_fields[] = {
    {"linear", Shape::duration, false, "Evenly up to the full effect."},
    {"s_curve", Shape::duration, false, "Slowly, then fast, then slowly."},
};
constexpr std::string_view ramp_one_of[] = {"linear", "s_curve"};
constexpr Field rice_fields[] = {
    {"reach", Shape::amount, true, "How many it reaches in a cycle."},
    {"impact", Shape::amount, true, "The score of the effect on each."},
    {"confidence", Shape::probability, true, "The belief in the two."},
};
constexpr Field cycle_fields[] = {
    {"key", Shape::text, true, "Its key."},
    {"period", Shape::period, true, "Length of a period."},
    {"start", Shape::day, true, "First day of the first period."},
    {"periods", Shape::count, true, "How many."},
    {"target", Shape::target, false, "KEY >= NUMBER or KEY <= NUMBER."},
    {"focus inputs", Shape::keys, false, "The inputs watched every week."},
};

}  // namespace

const Noun tree_noun{"a tree file", tree_fields};
const Noun scale_noun{"the scale of confidence", scale_fields};
const Noun review_noun{"the block `review`", review_fields};
const Noun metric_noun{"a metric", metric_fields};
const Noun rollup_noun{"a roll-up", rollup_fields};
const Noun guardrail_noun{"a guardrail", guardrail_fields, guardrail_one_of};
const Noun baseline_noun{"a baseline", baseline_fields};
const Noun link_noun{"a link", link_fields, link_one_of};
const Noun event_noun{"an event", event_fields, amount_one_of};
const Noun sheet_noun{"a bets file", sheet_fields};
const Noun bet_noun{"a bet", bet_fields};
const Noun hypothesis_noun{"a hypothesis", hypothesis_fields};
const Noun effect_noun{"an effect", effect_fields, amount_one_of};
const Noun ramp_noun{"a ramp", ramp_fields, ramp_one_of};
const Noun rice_noun{"a RICE score", rice_fields};
const Noun cycle_noun{"a cycle", cycle_fields};

}  // namespace betledger::ledger
