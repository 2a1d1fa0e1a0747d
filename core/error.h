#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace betledger {

/// The world is wrong: a full disk, a locked file, a damaged ledger. What a person wrote wrong is
/// not an exception but a Diagnostic in a Result.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The file cannot be opened, read or written. Exit code 7; `not_permitted` gives 5.
struct StorageError : Error {
  StorageError(std::filesystem::path at, const std::string& reason, bool denied = false);

  std::filesystem::path file;
  bool not_permitted;
};

/// The ledger is not what was written: a broken chain, a failed integrity check. Exit code 6.
struct CorruptLedger : Error {
  CorruptLedger(std::int64_t at, const std::string& reason);

  std::int64_t seq;  // the first entry that cannot be trusted; 0 = the file as a whole
};

/// Somebody else wrote first. `expected` is empty where nobody had named a head. Exit code 4.
struct HeadMoved : Error {
  HeadMoved(std::string expected_head, std::string actual_head);

  std::string expected;
  std::string actual;
};

/// A value left the domain of a formula in a simulation or on the actuals. Exit code 3.
struct DomainError : Error {
  DomainError(std::string at_metric, std::string at_period, std::string in_formula, double bad);

  std::string metric;
  std::string period;
  std::string formula;
  double value;
};

}  // namespace betledger
