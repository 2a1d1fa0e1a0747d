#include "reports/page/page.h"

#include "reports/page/csv.h"

namespace betledger::reports {

std::string write(const Page& page, Format format, const Style& style) {
  switch (format) {
    case Format::json:
      return to_json(page.json);
    case Format::csv:
      return to_csv(page.csv);
    case Format::table:
    case Format::markdown:
      break;
  }
  return page.document.write(format, style);
}

}  // namespace betledger::reports
