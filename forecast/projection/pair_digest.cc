#include "forecast/projection/pair_digest.h"

#include <algorithm>

namespace betledger::forecast {

void PairDigest::add(std::span<const double> with, std::span<const double> without) {
  if (!without_ && !std::equal(with.begin(), with.end(), without.begin(), without.end())) {
    without_ = with_;
  }
  with_.add(with);
  if (without_) {
    without_->add(without);
  }
}

void RollupTally::add(std::span<const double> with, std::span<const double> without) {
  work_.resize(with.size());
  for (std::size_t i = 0; i < with.size(); ++i) {
    work_[i] = with[i] - without[i];
    up_ += work_[i] > 0 ? 1U : 0U;
    down_ += work_[i] < 0 ? 1U : 0U;
  }
  difference_.add(work_);
  for (std::size_t k = 0; k < bounds_.size(); ++k) {
    const double bound = bounds_[k].value;
    const bool least = bounds_[k].side == tree::Limit::Side::at_least;
    const auto meets = [&](double value) {
      return least ? sim::reaches(value, bound) : sim::stays_within(value, bound);
    };
    hits_[k].with += static_cast<std::uint64_t>(std::count_if(with.begin(), with.end(), meets));
    hits_[k].without +=
        static_cast<std::uint64_t>(std::count_if(without.begin(), without.end(), meets));
  }
}

sim::Estimate RollupTally::difference() const {
  return {difference_.mean(), difference_.se()};
}

sim::Share RollupTally::up() const {
  return sim::share_of(up_, difference_.count());
}

sim::Share RollupTally::down() const {
  return sim::share_of(down_, difference_.count());
}

sim::Share RollupTally::with(std::size_t k) const {
  return sim::share_of(hits_[k].with, difference_.count());
}

sim::Share RollupTally::without(std::size_t k) const {
  return sim::share_of(hits_[k].without, difference_.count());
}

}  // namespace betledger::forecast
