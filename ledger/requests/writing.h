#pragma once

#include <vector>

#include "core/diagnostic.h"
#include "ledger/book/event.h"

namespace betledger::ledger {

/// What a request comes to: the events to append, and what whoever made it should know once they
/// are recorded.
struct Writing {
  std::vector<Event> events;
  Diagnostics notes;
};

}  // namespace betledger::ledger
