#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace betledger::cli {

/// All of a file; `-` is standard input. Throws StorageError; also for more than 64 MiB, the most
/// that any reader below takes.
[[nodiscard]] std::string read_file(const std::string& name);

/// Writes a file as a whole: nobody ever sees half of it. Throws StorageError.
void write_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace betledger::cli
