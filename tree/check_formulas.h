#pragma once

#include "tree/actuals.h"
#include "tree/data_findings.h"
#include "tree/metric_tree.h"

namespace betledger::tree {

/// The formulas on the actuals: identities that do not hold (D009, D010), and values that a formula
/// reads through lag() at the start of a cycle and that are not there (D013).
void check_formulas(const MetricTree& tree, const Actuals& actuals, DataFindings& findings);

}  // namespace betledger::tree
