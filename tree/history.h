#pragma once

#include <map>
#include <string>

#include "core/series.h"

namespace betledger::tree {

/// The past of every metric that has one, by key.
using History = std::map<std::string, Series>;

}  // namespace betledger::tree
