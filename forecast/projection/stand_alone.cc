#include "forecast/projection/stand_alone.h"

#include <algorithm>

#include "forecast/projection/attribution_field.h"
#include "sim/program/simulate.h"
#include "sim/tasks/object_pool.h"

namespace betledger::forecast {
namespace {

using Columns = std::vector<std::vector<double>>;

/// Plays one block: in every pass each run has another one of its live packages on.
class Alone {
 public:
  Alone(Field& field, const std::vector<Package>& packages) : field_{field}, packages_{packages} {}

  void play(std::size_t first, std::size_t runs, Columns& uplift) {
    std::vector<std::vector<std::size_t>> live(runs);
    std::size_t passes = 0;
    for (std::size_t run = 0; run < runs; ++run) {
      for (std::size_t p = 0; p < packages_.size(); ++p) {
        if (is_live(packages_[p], run)) {
          live[run].push_back(p);
        }
      }
      passes = std::max(passes, live[run].size());
    }
    for (std::size_t pass = 0; pass < passes; ++pass) {
      field_.clear();
      for (std::size_t run = 0; run < runs; ++run) {
        if (pass < live[run].size()) {
          switch_on(packages_[live[run][pass]], run);
        }
      }
      field_.evaluate();
      const auto with = field_.focus(sim::Side::with);
      const auto without = field_.focus(sim::Side::without);
      for (std::size_t run = 0; run < runs; ++run) {
        if (pass < live[run].size()) {
          uplift[live[run][pass]][first + run] = with[run] - without[run];
        }
      }
    }
  }

 private:
  [[nodiscard]] bool is_live(const Package& package, std::size_t run) const {
    return std::any_of(package.begin(), package.end(), [&](std::uint32_t group) {
      return field_.reach().from_group(group)[run] != 0;
    });
  }

  void switch_on(const Package& package, std::size_t run) {
    for (const std::uint32_t group : package) {
      field_.switch_on(group, run);
    }
  }

  Field& field_;
  const std::vector<Package>& packages_;
};

}  // namespace

std::vector<std::vector<double>> stand_alone(const sim::Program& program,
                                             const AttributionRequest& request,
                                             const std::vector<Package>& packages,
                                             sim::Executor& executor) {
  Columns uplift(packages.size(), std::vector<double>(request.runs));
  sim::ObjectPool<Field> fields{[&] { return std::make_unique<Field>(program, request); }};
  sim::for_each_block({request.runs, request.seed},
                      executor,
                      [&](std::uint64_t block, std::uint64_t first, std::size_t runs) {
                        const auto field = fields.lease();
                        field->start(block, runs);
                        Alone{*field, packages}.play(first, runs, uplift);
                      });
  return uplift;
}

}  // namespace betledger::forecast
