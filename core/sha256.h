#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace betledger {

/// SHA-256 (FIPS 180-4).
[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::string_view bytes) noexcept;
/// The same in 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace betledger
