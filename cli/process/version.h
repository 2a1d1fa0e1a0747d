#pragma once

#include <string>
#include <string_view>

namespace betledger::cli {

/// "0.1.0"
[[nodiscard]] std::string_view version() noexcept;
/// "tbb" or "threads": what `--executor` means where it is not given.
[[nodiscard]] std::string_view default_executor() noexcept;
/// What `betledger --version` prints: version, compiler, build type, executor, libraries.
[[nodiscard]] std::string version_text();

}  // namespace betledger::cli
