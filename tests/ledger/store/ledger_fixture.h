#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/book/event.h"
#include "ledger/store/ledger.h"

#include "tests/support/values.h"

namespace betledger::ledger {

/// A folder of its own, open to everybody and gone at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  /// The names in it, sorted.
  [[nodiscard]] std::vector<std::string> files() const;

 private:
  std::filesystem::path path_;
};

/// A stamp of its own second.
[[nodiscard]] Stamp stamp(int second = 0, const std::string& key = "");

[[nodiscard]] tree::Metric metric(const std::string& key, const std::string& formula = "");
[[nodiscard]] tree::Link link(const std::string& from, const std::string& to);
[[nodiscard]] Bet bet(const std::string& key, const std::string& metric);
[[nodiscard]] Cycle cycle(const std::string& key, const std::string& target = "");
[[nodiscard]] ActualsRecorded actuals(const std::string& metric, std::vector<Observation> values);

/// One event of each kind but LedgerOpened and CycleCommitted, which can be appended in this order.
[[nodiscard]] std::vector<Event> one_of_each();
/// What can be learned from, on top of them: the first of these entries gets the number
/// `first_seq`, the second is an experiment that the third withdraws.
[[nodiscard]] std::vector<Event> learning_events(std::int64_t first_seq);
/// The end of the cycle of `one_of_each`, on top of its commit: a decision, a note, the close.
[[nodiscard]] std::vector<Event> closing_events();
/// A correction by hand, and one turned off.
[[nodiscard]] std::vector<Event> optimism_events();
/// A commit of the cycle of `one_of_each` on top of a head.
[[nodiscard]] CycleCommitted commit_of(const std::string& cycle, const Head& head);

/// The next entry of a book's chain; its hash only differs from the others.
[[nodiscard]] Entry next_entry(const Book& book, Event event);

/// Everything in a book as text, to compare two.
[[nodiscard]] std::string fingerprint(const Book& book);

/// A ledger with the first entry and `one_of_each`, each in an append of its own.
[[nodiscard]] Ledger make_ledger(const std::filesystem::path& file);

/// Codes of findings, joined by a blank.
[[nodiscard]] std::string codes_of(const Diagnostics& findings);

}  // namespace betledger::ledger
