#pragma once

#include <string>
#include <vector>

#include "ledger/book/bet.h"
#include "ledger/book/book.h"
#include "ledger/text/node.h"
#include "tree/tree_spec.h"

namespace betledger::ledger {

/// A sheet with the file it was read from: the rules look up where a value stands.
struct AuthoredSheet {
  const BetSheet& sheet;
  const Node& file;
};

/// What the rules for bets know of the world.
struct AuthoredWorld {
  const tree::TreeSpec& tree;
  const Book& book;
  const std::vector<AuthoredSheet>& sheets;
};

/// What stands against a sheet of bets beside a tree and the ledger (A1xx), errors and warnings, in
/// the order of the file: unknown metrics, effects on components or in the wrong unit, broken
/// `needs` and `excludes`, dates outside the cycle, teams without capacity.
[[nodiscard]] Diagnostics check_sheet(const AuthoredSheet& sheet, const AuthoredWorld& world);

/// Shifts of the tree's own events in the wrong unit.
[[nodiscard]] Diagnostics check_events(const tree::TreeSpec& tree, const Node& file);

/// Metrics that ask to be hidden (A122): nothing hides them yet, and a promise that is not kept is
/// worse than none.
[[nodiscard]] Diagnostics check_sensitive(const Node& file);

/// Bets of the ledger that lose a metric with this tree; those on `sheets` are judged by their new
/// terms.
[[nodiscard]] Diagnostics check_kept_bets(const AuthoredWorld& world);

// The parts.
class RuleFindings {
 public:
  void add(const char* code,
           Severity severity,
           const Position& at,
           std::string message,
           std::string hint);
  void error(const char* code, const Position& at, std::string message, std::string hint);
  void warn(const char* code, const Position& at, std::string message, std::string hint);
  [[nodiscard]] Diagnostics take() && { return std::move(list_); }

 private:
  Diagnostics list_;
};

/// `needs` and `excludes` of a sheet: see authored_rules_needs.cc.
void check_needs(const AuthoredSheet& sheet, const AuthoredWorld& world, RuleFindings& findings);
/// Bets that another cycle holds: see authored_rules_kept.cc.
void check_other_cycles(const AuthoredSheet& sheet,
                        const AuthoredWorld& world,
                        RuleFindings& findings);
/// The numbers of a shift against the support of its metric.
void check_shift_unit(const Node& shift, const tree::Metric& metric, RuleFindings& findings);
/// Where the value after `key` of a bet stands; the bet itself if it is not there.
[[nodiscard]] Position place_of(const AuthoredSheet& sheet, const Bet& bet, std::string_view key);
[[nodiscard]] const Node* body_of(const AuthoredSheet& sheet, const Bet& bet);

}  // namespace betledger::ledger
