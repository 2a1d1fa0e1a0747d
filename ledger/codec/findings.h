#pragma once

#include <cstddef>
#include <string>

#include "core/diagnostic.h"
#include "ledger/text/node.h"

namespace betledger::ledger {

/// Collects what is wrong with a file while it is decoded, in the order of the text.
class Findings {
 public:
  void add(std::string code, const Position& at, std::string message, std::string hint);
  void add(Diagnostics more);
  /// The same, for findings of a value that know no place of their own.
  void add_at(const Position& at, Diagnostics more);

  [[nodiscard]] bool empty() const noexcept { return list_.empty(); }
  [[nodiscard]] Diagnostics take();

 private:
  Diagnostics list_;
};

/// The place of the byte at `offset` of a scalar's text.
[[nodiscard]] Position inside(const Node& scalar, std::size_t offset);

}  // namespace betledger::ledger
