#include "cli/words/count.h"

#include <charconv>

namespace betledger::cli {

std::optional<std::uint64_t> parse_count(std::string_view text) noexcept {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || stop != end || text.empty()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace betledger::cli
