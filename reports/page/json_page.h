#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "ledger/text/json_values.h"
#include "ledger/text/node.h"
#include "reports/page/report.h"

namespace betledger::reports {

/// Two-space indentation; arrays and objects of scalars that fit stay on one line. Ends with a
/// newline.
[[nodiscard]] std::string to_json(const ledger::Node& node);

/// An object that starts with "schema" and "provenance".
[[nodiscard]] ledger::Node json_page(std::string_view schema, const Provenance& provenance);

/// [{"code", "severity", "file"?, "line"?, "column"?, "message", "hint"}]
[[nodiscard]] ledger::Node diagnostic_nodes(const Diagnostics& diagnostics);

}  // namespace betledger::reports
