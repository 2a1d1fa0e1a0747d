#pragma once

#include <string>

#include "reports/page/document.h"
#include "reports/page/json_page.h"
#include "reports/page/table.h"

namespace betledger::reports {

/// One answer in its three shapes: for people, for programs, for spreadsheets.
struct Page {
  Document document;
  ledger::Node json;
  Table csv;
};
[[nodiscard]] std::string write(const Page& page, Format format, const Style& style);

}  // namespace betledger::reports
