#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/summary/summary.h"

namespace betledger::forecast {

/// What one bet adds to the focus metric's cycle value, over runs that share every random number.
///
/// A coalition of bets is worth what its members do whose needs are in it too: without the bet it
/// needs, a bet is not there. So a bet that others need carries their effect in its leave-one-out.
struct BetWorth {
  std::string bet;
  sim::Summary uplift;              // leave-one-out: with all bets minus with all but this one
  sim::Share probability_positive;  // of the leave-one-out uplift being > 0
  sim::Estimate shapley;  // average over orders of joining; sums to the joint uplift in every run
  sim::Estimate alone;    // its own effect on top of nothing, as if what it needs were funded
  std::optional<sim::Estimate> target;  // leave-one-out change of P(target); its error is never 0
};

/// The naive sum of the bets' stand-alone uplifts (each alone against none) beside the joint
/// uplift.
struct Overlap {
  sim::Estimate naive_sum;
  sim::Estimate joint;
  sim::Estimate excess;  // naive sum minus joint, within runs
};

/// Sobol' indices of the focus metric's cycle value with bets: first order (Saltelli 2010) and
/// total (Jansen 1999), clipped to nothing: small negative estimates are noise and are shown as
/// they are. Standard errors by the delta method, from the runs' own terms. The outermost runs are
/// drawn in to where the rest end: on an exponential scale a handful would decide every share, and
/// no standard error would say so.
struct VarianceShare {
  std::string source;  // "bet:KEY", "link:FROM->TO", "baseline:KEY", "event:NAME"
  sim::Estimate first_order;
  sim::Estimate total;
};

/// One row of the tornado: means of the focus metric's cycle value, with bets, over two sets of
/// runs. These are conditional means: what goes with the source's driver, not what moving it alone
/// would do.
enum class Contrast : std::uint8_t {
  gate,    // runs where the gate was closed, and open: of a bet, where none or some of its effects
           // was live; of a link, where it was not real, and real
  tenths,  // of a baseline: runs in the lowest and the highest tenth of the metric's own roll-up
           // without bets. A bet or link without a toss, and an occasion, have no swing (low =
           // high)
};
struct Swing {
  std::string source;
  Contrast contrast = Contrast::gate;
  double low = 0;   // closed, or the lowest tenth
  double high = 0;  // open, or the highest tenth
  double se = 0;    // standard error of high - low
};

struct Attribution {
  std::vector<BetWorth> bets;  // in the order of the plan
  Overlap overlap;
  std::vector<VarianceShare> variance;  // largest total first, ties by name
  std::vector<Swing> tornado;           // widest first, ties by name
  std::uint64_t runs = 0;               // of uplift, Shapley and tornado
  std::uint64_t variance_runs = 0;
};

}  // namespace betledger::forecast
