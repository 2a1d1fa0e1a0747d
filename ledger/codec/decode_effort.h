#pragma once

#include <map>
#include <optional>
#include <string>

#include "ledger/codec/decode_value.h"

namespace betledger::ledger {

/// `{team: 6pw}`: person-weeks by team, each above zero; of a capacity also zero.
using PersonWeeks = std::map<std::string, double>;
[[nodiscard]] std::optional<PersonWeeks> decode_effort(const Node& node,
                                                       What what,
                                                       Findings& findings);
[[nodiscard]] std::optional<PersonWeeks> decode_capacity(const Node& node,
                                                         What what,
                                                         Findings& findings);

}  // namespace betledger::ledger
