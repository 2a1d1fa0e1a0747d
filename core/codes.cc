#include "core/codes.h"

#include <array>

namespace betledger::core {
namespace {

constexpr std::array<CodeInfo, 11> catalogue{{
    {"Q001",
     "Number out of range",
     "A belief is a finite number. Past 1e100 in size its square overflows and nothing computed "
     "from "
     "it means anything.",
     "Check the unit and the suffix: 3.4M is 3,400,000 and 1.2B is 1,200,000,000."},
    {"Q002",
     "Spread or shape out of range",
     "A standard deviation of zero is a constant, a negative one is nothing. The shape parameters "
     "of "
     "the lognormal and of the beta have a range outside which no belief lives.",
     "normal(3%, 1%): mean, then a standard deviation above zero. Write a plain number for a "
     "quantity that is certain."},
    {"Q003",
     "Low, mode and high out of order",
     "The lowest value, the most likely one and the highest one have to come in that order, or "
     "there "
     "is no curve through them.",
     "pert(1%, 3%, 8%): low <= mode <= high, and low < high."},
    {"Q004",
     "Levels of quantiles not usable",
     "A quantile is a level and a value. Levels lie strictly between 0 and 100 %, come once each, "
     "in "
     "rising order, and it takes two of them to say how sure you are.",
     "{p10: 2%, p50: 4%, p90: 9%} or {p5: 1%, p95: 8%}."},
    {"Q005",
     "Quantiles that fall",
     "More of the mass lies below the higher level, so its value cannot be smaller.",
     "Sort the values: {p10: 2%, p50: 4%, p90: 9%}. For a harmful effect the p10 is the worst one: "
     "{p10: -9%, p50: -4%, p90: -2%}."},
    {"Q006",
     "Quantile outside its bounds",
     "A stated value lies where the quantity cannot be, so either the value or the bound is wrong.",
     "Move the value inside, or correct the bound."},
    {"Q007",
     "Sample too small or too large",
     "An empirical distribution puts the same mass on each of its values: one value is a constant, "
     "and past 10,000 a few quantiles say the same.",
     "Give 2 to 10,000 values, or state quantiles."},
    {"Q020",
     "Skewed quantiles, curve interpolated",
     "The median is so near to one of the outer quantiles that Keelin's three-term metalog would "
     "fall somewhere. A monotone curve through the stated quantiles is used: it honours each of "
     "them, but its tails are a guess.",
     "Look again at the median; state more quantiles (p5, p25, p75, p95), or a bound that the "
     "quantity has."},
    {"Q021",
     "The tail carries the mean",
     "A large part of the mean comes from the outermost 1 % of cases, about which nobody was "
     "asked. "
     "The forecast then hangs on the shape of a curve, not on a belief.",
     "State an upper bound, or a p95 or p99; decide by the median and by the chance to hit the "
     "target rather than by the mean."},
    {"Q022",
     "Mass at a bound",
     "A stated quantile equals a bound, so a share of all cases lies exactly there.",
     "Right if it is meant (\"no delay at all in one case of ten\"). Otherwise move the quantile "
     "off "
     "the bound: {p10: 0.2w, p50: 1w, p90: 4w}."},
    {"Q023",
     "How stated quantiles were read",
     "Levels other than (p, 50 %, 1 - p) leave the shape between and beyond them open. Two of them "
     "are read as a normal, above a lower bound as a lognormal; more as a monotone curve.",
     "Nothing to do if that is meant. {p10, p50, p90} says more about the skew."},
}};

}  // namespace

std::span<const CodeInfo> codes() noexcept {
  return catalogue;
}

}  // namespace betledger::core
