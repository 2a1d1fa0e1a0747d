#include "cli/process/console.h"

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace betledger::cli {
namespace {

/// Writes everything or gives the errno that prevented it.
int write_all(int file, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void write_out(std::string_view bytes) {
  const int failure = write_all(STDOUT_FILENO, bytes);
  if (failure == EPIPE) {
    throw ReaderGone{};
  }
  if (failure != 0) {
    throw StorageError{"standard output", std::generic_category().message(failure)};
  }
}

}  // namespace

void Console::say(std::string_view text) const {
  if (!quiet) {
    err(text);
  }
}

void Console::warn(std::span<const Diagnostic> diagnostics) const {
  if (!quiet && !diagnostics.empty()) {
    err(render(diagnostics));
  }
}

Console standard_console() {
  return {.out = write_out,
          .err = [](std::string_view bytes) { static_cast<void>(write_all(STDERR_FILENO, bytes)); },
          .quiet = false,
          .err_is_terminal = ::isatty(STDERR_FILENO) == 1};
}

}  // namespace betledger::cli
