#include "tests/ledger/authoring/malformed_cases.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include "tests/support/files.h"

namespace betledger::ledger {
namespace {

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char kind = text.at(++i);
    if (kind == 'x') {
      out += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
      i += 2;
    } else {
      out += kind == 't' ? '\t' : kind == 'r' ? '\r' : kind == '0' ? '\0' : kind;
    }
  }
  return out;
}

void read_line(const std::string& line, MalformedCase& one) {
  const std::string_view rest = std::string_view{line}.substr(1);
  switch (line.front()) {
    case '>':
      one.read_as = rest.substr(1);
      break;
    case '|':
      one.text.append(rest).append("\n");
      break;
    case ';':
      one.text.append(rest);
      break;
    case '~':
      one.text.append(unescaped(rest)).append("\n");
      break;
    case '=':
      one.expected.emplace_back(rest.substr(1));
      break;
    default:
      throw std::runtime_error("not a line of a case: " + line);
  }
}

}  // namespace

std::vector<MalformedCase> malformed_cases() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(data_file("malformed"))) {
    if (entry.path().extension() == ".txt") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<MalformedCase> cases;
  for (const std::filesystem::path& file : files) {
    std::ifstream in{file, std::ios::binary};
    for (std::string line; std::getline(in, line);) {
      if (line.substr(0, 3) == "## ") {
        cases.push_back({file.stem().string(), line.substr(3), {}, {}, {}});
      } else {
        read_line(line, cases.back());
      }
    }
  }
  return cases;
}

}  // namespace betledger::ledger
