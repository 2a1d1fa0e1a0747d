#pragma once

#include "forecast/plan/make_plan.h"
#include "forecast/plan/plan.h"

#include "tests/support/small_tree.h"

namespace betledger::forecast {

/// The plan of a book's only open cycle, which nothing is wrong with.
inline Plan plan_of(const ledger::Book& book) {
  Diagnostics warnings;
  return sound(make_plan(book, {}, warnings));
}

}  // namespace betledger::forecast
