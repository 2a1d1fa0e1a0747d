// OpenTURNS, C++ API: its generator and random variate functions, a Sample of all outputs, and its
// own statistics of that. Its generator is one for the whole program, so drawing is one thread.
#include <openturns/DistFunc.hxx>
#include <openturns/RandomGenerator.hxx>
#include <openturns/Sample.hxx>

#include "bench/peers/evaluate.h"
#include "bench/peers/report.h"

namespace {

struct Random {
  double uniform() { return OT::RandomGenerator::Generate(); }
  double normal() { return OT::DistFunc::rNormal(); }
  double gamma(double shape) { return OT::DistFunc::rGamma(shape); }
};

bench::Answer simulate(const bench::Model& model, std::uint64_t runs, std::uint64_t seed) {
  const bench::Structure structure{model};
  bench::Evaluator evaluator{structure};
  const std::size_t series = model.outputs.size() * (model.periods + std::size_t{1});
  OT::RandomGenerator::SetSeed(seed);
  Random random;
  OT::Sample sample{runs, series};
  bench::Answer answer;
  for (std::uint64_t run = 0; run < runs; ++run) {
    evaluator.run(random);
    evaluator.series(&sample(run, 0));
    if (model.target && bench::meets(*model.target, evaluator.roll_up(model.target->node))) {
      answer.target += 1;
    }
  }
  answer.target /= static_cast<double>(runs);
  const OT::Point mean = sample.computeMean();
  const OT::Sample quantiles = sample.computeQuantilePerComponent(OT::Point{0.1, 0.5, 0.9});
  for (std::size_t s = 0; s < series; ++s) {
    answer.series.push_back({mean[s], quantiles(0, s), quantiles(1, s), quantiles(2, s)});
  }
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  return bench::time_peer("openturns", argc, argv, simulate);
}
