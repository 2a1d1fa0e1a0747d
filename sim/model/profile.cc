#include "sim/model/profile.h"

#include <algorithm>
#include <numbers>

namespace betledger::sim {

kernels::RampPeriod ramp_period(const Profile& profile, std::uint32_t period) {
  const double t = period;
  kernels::RampPeriod code;
  const bool at_once = profile.ramp == Ramp::step || profile.ramp_periods == 0;
  code.shape = at_once                        ? kernels::RampPeriod::Shape::step
               : profile.ramp == Ramp::linear ? kernels::RampPeriod::Shape::linear
                                              : kernels::RampPeriod::Shape::s_curve;
  code.start = profile.start;
  code.length = at_once ? 0 : profile.ramp_periods;
  code.lower = std::min(t, profile.end);
  code.upper = std::min(t + 1, profile.end);
  code.decay = std::numbers::ln2 / profile.half_life;
  code.scale = profile.scale;
  return code;
}

}  // namespace betledger::sim
