#pragma once

#include "core/diagnostic.h"
#include "tree/key_index.h"
#include "tree/tree_spec.h"

namespace betledger::tree {

/// Every name of `spec` that stands for nothing or for two things.
[[nodiscard]] Diagnostics broken_names(const TreeSpec& spec, const KeyIndex& index);

/// Every metric, link and occasion that contradicts another: a component that something acts on, a
/// clash of units or supports. Names that do not resolve are passed over.
[[nodiscard]] Diagnostics contradictions(const TreeSpec& spec, const KeyIndex& index);

}  // namespace betledger::tree
