#pragma once

#include "forecast/projection/forecast.h"
#include "reports/page/document.h"

namespace betledger::reports {

/// The plan on one page: see forecast_report.h.
[[nodiscard]] Document plan_page(const forecast::Forecast& forecast, const Provenance& provenance);

/// The sections that say what each bet is worth and where the risk sits; parts of plan_page.
void add_bets(Document& page, const forecast::Forecast& forecast);
void add_risk(Document& page, const forecast::Forecast& forecast);
void add_assumptions(Document& page, const forecast::Forecast& forecast);

}  // namespace betledger::reports
