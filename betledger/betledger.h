#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

/// betledger for other programs: a ledger, what goes into it, and its answers as values. Everything
/// here is made of the standard library's types; nothing else of betledger is installed. An answer
/// holds the numbers that people ask for first and, as `json`, the whole versioned contract that
/// the command line prints.
///
/// A person's mistake throws Refused, with every finding at once, and nothing is recorded. A broken
/// world (disk, lock, damaged file, somebody who wrote in between, a formula that leaves its
/// domain) throws std::runtime_error with a sentence that says what to do. Same ledger, same seed:
/// same answer, for any number of threads.
namespace betledger {

/// One thing that is questionable or wrong: place (0: none), what it is, a way out.
struct Finding {
  enum class Severity : std::uint8_t { note, warning, error } severity = Severity::error;
  std::string code;  // `betledger explain CODE` tells why it matters
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string message;
  std::string hint;
};

/// What a person wrote cannot be taken; `what()` is all findings as the command line prints them.
struct Refused : std::runtime_error {
  explicit Refused(std::vector<Finding> why, const std::string& text);

  std::vector<Finding> findings;
};

/// A file by its name (for messages) and its text.
struct TextFile {
  std::string name;
  std::string text;
};

/// Who writes, and when: the library has no clock.
struct Signature {
  std::string actor;              // 1 to 200 printable characters
  std::int64_t unix_seconds = 0;  // UTC; years 1900 to 2200
};

/// An estimate and its standard error.
struct Uncertain {
  double value = 0;
  double se = 0;
};

/// A metric's value for the whole cycle, in its unit.
struct Fan {
  Uncertain mean;
  double p10 = 0;
  double p50 = 0;
  double p90 = 0;
};

struct MetricAnswer {
  std::string metric;
  std::string unit;
  Fan with_bets;
  Fan without_bets;
};

/// The chance to meet the target, by runs.
struct TargetChance {
  Uncertain with_bets;
  Uncertain without_bets;
};

struct ForecastAnswer {
  std::string cycle;
  std::string focus;
  std::optional<TargetChance> target;  // nothing: the cycle has none
  std::vector<MetricAnswer> metrics;   // in the order of the tree
  std::string json;                    // betledger.forecast/1
};

/// One reason for the gap; over all of them the amounts sum to landing - plan.
struct BridgeFactor {
  std::string kind;    // baseline, execution, hypothesis, link, unexplained, correlation, sampling
  std::string source;  // a metric, a bet, FROM->TO, or nothing
  Uncertain amount;    // in the focus metric's unit
};

struct GapAnswer {
  std::string cycle;
  std::string as_of;  // 2011-08-14
  std::optional<double> chance_at_commit;
  std::optional<Uncertain> chance_now;
  double plan = 0;     // of the focus metric, expected
  double landing = 0;  // given what was seen
  std::vector<BridgeFactor> bridge;
  std::vector<MetricAnswer> metrics;  // where each lands
  std::string json;                   // betledger.gap/1
};

struct VerdictAnswer {
  std::string bet;
  std::string verdict;  // validated, exceeded, hypothesis failure, ...
  std::string because;
};

struct ProposalAnswer {
  std::string link;    // FROM->TO
  std::string action;  // raise, lower, harden, prune, test next, keep
  double from = 0;     // P(the link is real), at commit
  double to = 0;       // and now
};

struct ReviewAnswer {
  std::string cycle;
  std::vector<VerdictAnswer> verdicts;    // in the order of the bets
  std::vector<ProposalAnswer> proposals;  // one per link
  std::string json;                       // betledger.review/1
};

/// How an answer is simulated. `cycle` empty: the only one that is open (or has a plan of record).
struct Question {
  std::string cycle;
  std::string as_of;  // of gap and review: a day, 2011-08-14; empty: what is known last
  std::uint64_t seed = 1;
  std::uint64_t runs = 20'000;     // of a forecast; >= 2
  std::uint32_t particles = 4096;  // of a posterior; in steps of 256
  std::size_t threads = 0;         // 0: as many as the machine has
};

/// An append-only ledger: one SQLite file. One object per thread.
class LedgerFile {
 public:
  /// A ledger that `betledger init` made.
  [[nodiscard]] static LedgerFile open(const std::filesystem::path& file);

  LedgerFile(LedgerFile&&) noexcept;
  LedgerFile& operator=(LedgerFile&&) noexcept;
  LedgerFile(const LedgerFile&) = delete;
  LedgerFile& operator=(const LedgerFile&) = delete;
  ~LedgerFile();

  /// Records what tree and bets files say, all or nothing; returns what is worth a look.
  std::vector<Finding> apply(const std::vector<TextFile>& files, const Signature& by);
  /// Records a CSV of measured values, long or wide; returns what is worth a look.
  std::vector<Finding> import_actuals(const TextFile& csv, const Signature& by);

  [[nodiscard]] ForecastAnswer forecast(const Question& question = {}) const;
  /// Where a committed cycle lands, and why.
  [[nodiscard]] GapAnswer gap(const Question& question = {}) const;
  /// What a committed cycle taught.
  [[nodiscard]] ReviewAnswer review(const Question& question = {}) const;

 private:
  struct State;
  explicit LedgerFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace betledger
