#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace betledger {

/// A file of tests/data.
inline std::filesystem::path data_file(const std::string& name) {
  return std::filesystem::path{BET_TEST_DATA} / name;
}

/// A file of the project, from its root.
inline std::filesystem::path project_file(const std::string& name) {
  return std::filesystem::path{BET_TEST_DATA} / ".." / ".." / name;
}

/// Its bytes; none if it cannot be read.
inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace betledger
