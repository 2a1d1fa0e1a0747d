#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "sim/model/model.h"
#include "sim/program/code.h"
#include "sim/random/z_table.h"

// From a Model to its code. Inside sim/ only.

namespace betledger::sim {

class Executor;

/// See Program::compile.
[[nodiscard]] Compiled compile_model(Model model, Executor* executor);

// Steps of compile_model, each in its own file.

/// Tables of log_sigma_factor, remembered: histories of one length share their models' degrees of
/// freedom.
class SigmaFactors {
 public:
  /// By degrees of freedom; nothing if all are infinite.
  [[nodiscard]] std::shared_ptr<const ZTable> table_of(const std::vector<double>& dofs);

 private:
  [[nodiscard]] double at(double z, double dof);

  std::map<std::pair<double, double>, double> known_;  // the grid is one: many values come again
  std::map<std::vector<double>, std::shared_ptr<const ZTable>> tables_;
};
[[nodiscard]] BaseCode compile_base(const Model& model, std::uint32_t node, SigmaFactors& factors);
void compile_nodes(Compiled& code);
void compile_sources(Compiled& code);
/// The part of it that is about all draws together.
void compile_draws(Compiled& code);
/// A column for everything.
[[nodiscard]] Slots slots_of(const Compiled& code);

}  // namespace betledger::sim
