#pragma once

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "tests/support/files.h"

namespace betledger {

/// The codes of diagnostics that the sources of a layer write, of these first letters; the
/// catalogue itself, a file of this name, is left out.
inline std::set<std::string> given_codes(const std::string& layer,
                                         const std::string& letters,
                                         const std::string& catalogue) {
  const std::regex code{"\"([" + letters + "][0-9]{3})\""};
  std::set<std::string> given;
  for (const auto& file : std::filesystem::recursive_directory_iterator{project_file(layer)}) {
    if (file.path().extension() != ".cc" || file.path().filename() == catalogue) {
      continue;
    }
    const std::string text = read_file(file.path());
    for (std::sregex_iterator found{text.begin(), text.end(), code}, end; found != end; ++found) {
      given.insert((*found)[1]);
    }
  }
  return given;
}

}  // namespace betledger
