#include <algorithm>

#include "forecast/attribution.h"
#include "forecast/attribution_field.h"
#include "sim/workspace.h"

namespace betledger::forecast {
namespace {

/// Plays one block: in every pass each run has another one of its live groups on.
void play_alone(Field& field, std::size_t first, std::size_t runs, StandAlone& result) {
  const std::size_t groups = result.uplift.size();
  std::vector<std::vector<std::uint32_t>> live(runs);
  std::size_t passes = 0;
  for (std::size_t run = 0; run < runs; ++run) {
    for (std::uint32_t group = 0; group < groups; ++group) {
      if (field.reach().from_group(group)[run] != 0) {
        result.live[group][first + run] = 1;
        live[run].push_back(group);
      }
    }
    passes = std::max(passes, live[run].size());
  }
  for (std::size_t pass = 0; pass < passes; ++pass) {
    field.clear();
    for (std::size_t run = 0; run < runs; ++run) {
      if (pass < live[run].size()) {
        field.switch_on(live[run][pass], run);
      }
    }
    field.evaluate();
    const auto with = field.focus(sim::Side::with);
    const auto without = field.focus(sim::Side::without);
    for (std::size_t run = 0; run < runs; ++run) {
      if (pass < live[run].size()) {
        result.uplift[live[run][pass]][first + run] = with[run] - without[run];
      }
    }
  }
}

}  // namespace

StandAlone stand_alone(const sim::Program& program,
                       const AttributionRequest& request,
                       sim::Executor& executor) {
  const std::size_t groups = program.model().groups;
  StandAlone result;
  result.uplift.assign(groups, std::vector<double>(request.runs));
  result.live.assign(groups, std::vector<std::uint8_t>(request.runs));
  sim::Pool<Field> fields{[&] { return std::make_unique<Field>(program, request); }};
  sim::for_each_block({request.runs, request.seed},
                      executor,
                      [&](std::uint64_t block, std::uint64_t first, std::size_t runs) {
                        const auto field = fields.lease();
                        field->start(block, runs);
                        play_alone(*field, first, runs, result);
                      });
  return result;
}

}  // namespace betledger::forecast
