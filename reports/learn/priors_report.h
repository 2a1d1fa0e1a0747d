#pragma once

#include <optional>
#include <string>

#include "forecast/learning/effect_learning.h"
#include "forecast/learning/past_experiments.h"
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

/// Base rate and size of effects with 95 % intervals, the evidence for each family, what is claimed
/// against what is to be expected, and the largest effects shrunk; csv and json: every effect.
/// json: betledger.priors/1.
[[nodiscard]] std::string render(const PriorsPage& page, Format format, const Style& style);

}  // namespace betledger::reports
