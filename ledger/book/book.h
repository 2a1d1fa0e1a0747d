#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/series.h"
#include "ledger/book/event.h"
#include "tree/check.h"

namespace betledger::ledger {

enum class BetStatus : std::uint8_t { proposed, started, delivered, stopped, withdrawn };
[[nodiscard]] std::string_view name(BetStatus status) noexcept;

struct BetRecord {
  std::string cycle;
  Bet terms;  // the latest
  BetStatus status = BetStatus::proposed;
  std::optional<Day> started_on;
  std::optional<Day> delivered_on;
  double delivered_share = 0;
  std::optional<Day> stopped_on;
  std::vector<std::int64_t> entries;  // seqs of every entry about it, oldest first
};

/// A decision with the entry that made it.
struct DecisionRecord {
  std::int64_t seq = 0;
  std::string approver;  // the entry's actor
  Instant at{};
  Decision decision;
};

struct CloseRecord {
  std::int64_t seq = 0;
  std::string actor;
  Instant at{};
  Close close;
};

struct CycleRecord {
  Cycle cycle;
  std::map<std::string, double> capacity_person_weeks;
  std::vector<std::string> bets;          // in the order of the sheet
  std::vector<Commit> commits;            // the last one is the plan of record
  std::vector<Instant> committed_at;      // when each of them was recorded
  std::vector<DecisionRecord> decisions;  // on its review, oldest first
  std::optional<CloseRecord> closed;
};

/// One value with where it came from; revisions keep every one.
struct Recorded {
  double value = 0;
  std::int64_t seq = 0;
};

/// An experiment with the entry that recorded it, which is its number.
struct ExperimentRecord {
  std::int64_t seq = 0;
  Experiment experiment;
  std::optional<std::string> withdrawn_because;
};

/// The tree, every bet, cycle and observation as of some entry: a pure fold over the ledger
/// (fold.h).
struct Book {
  std::string ledger_id;  // the hash of the first entry
  std::string title;
  std::int64_t head_seq = 0;
  std::string head_hash;
  tree::TreeSpec tree;
  /// Seqs of every entry about a metric (its key), a link (`from->to`), an occasion (`event:NAME`)
  /// or the tree as a whole (empty), oldest first.
  std::map<std::string, std::vector<std::int64_t>> tree_entries;
  std::map<std::string, BetRecord> bets;
  std::map<std::string, CycleRecord> cycles;  // also cycles that only have a sheet so far
  std::map<std::string, std::map<Day, std::vector<Recorded>>>
      actuals;                                // by metric; never empty lists
  std::vector<ExperimentRecord> experiments;  // oldest first, withdrawn ones too
  std::optional<RecordedPrior> prior;         // the latest that was learned
  OptimismByTeam optimism;                    // how stated effects are read; empty: as stated

  /// Those of a bet (its key) or a link (from->to) that count.
  [[nodiscard]] std::vector<Experiment> experiments_on(const std::string& bet_or_link) const;

  /// Opened and not closed.
  [[nodiscard]] bool is_open(const std::string& cycle) const;
  [[nodiscard]] bool is_closed(const std::string& cycle) const;
  /// The latest decision that accepts or rejects a proposal of a cycle's review; null: none does.
  [[nodiscard]] const DecisionRecord* decided(const std::string& cycle,
                                              const std::string& proposal) const;
  /// The sheet of a cycle in its order, withdrawn bets left out.
  [[nodiscard]] BetSheet sheet(const std::string& cycle) const;
  /// Latest values on the tree's period grid: of the metrics that are in the tree, and of the
  /// periods whose last day is not after `through` (nothing: all). A metric without any has no
  /// series.
  [[nodiscard]] tree::History history(std::optional<Day> through = {}) const;

 private:
  friend class BookWriter;  // fold.cc: what an entry changes once it may

  // The order of the file, as the latest TreeDescribed told it: by key, the place in the list.
  std::map<std::string, std::size_t> metric_places_;
  std::map<std::string, std::size_t> link_places_;
  std::map<std::string, std::size_t> occasion_places_;
};

}  // namespace betledger::ledger
