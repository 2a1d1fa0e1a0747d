#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "core/diagnostic.h"
#include "core/error.h"

namespace betledger::cli {

/// Whoever read our standard output has gone (`| head`): no fault of anybody, but not all was
/// written.
struct ReaderGone : Error {
  ReaderGone() : Error{"the reader of standard output has gone"} {}
};

/// Data goes to `out`, everything said to a person to `err`. Both may throw; `out` must, where
/// something could not be written.
struct Console {
  std::function<void(std::string_view)> out;
  std::function<void(std::string_view)> err;
  bool quiet = false;
  bool err_is_terminal = false;

  /// Notes and progress: dropped when quiet.
  void say(std::string_view text) const;
  /// Warnings and notes: dropped when quiet.
  void warn(std::span<const Diagnostic> diagnostics) const;
};

/// Standard output and standard error, unbuffered. `out` throws StorageError for a full disk and
/// ReaderGone for a closed pipe; `err` never throws.
[[nodiscard]] Console standard_console();

}  // namespace betledger::cli
