#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forecast/learning/effect_learning.h"
#include "forecast/learning/past_experiments.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// What past experiments taught, and what it makes of each of them. Borrows.
struct PriorsPage {
  const forecast::PastExperiments& past;
  const forecast::LearnedPrior& learned;
  std::optional<forecast::PriorCheck> check;  // where a second half is in the file
  double useful = 0.01;                       // the smallest effect that would be of use
  std::string source;                         // the file as given
  std::string version;                        // of the program
};

/// Each effect of `past` as it is to be expected.
[[nodiscard]] std::vector<forecast::Shrunk> shrunk(const PriorsPage& page);

/// betledger.priors/1
[[nodiscard]] ledger::Node contract_of(const PriorsPage& page);
[[nodiscard]] ledger::Node priors_schema();

}  // namespace betledger::reports
