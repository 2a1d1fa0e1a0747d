#pragma once

#include "core/diagnostic.h"
#include "core/family.h"

namespace betledger {

/// Everything wrong with the parameters of a family, with the codes Q001 to Q007; empty if nothing.
[[nodiscard]] Diagnostics check(const Family& family);

}  // namespace betledger
