#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/program/code.h"
#include "sim/program/stream_code.h"

// Inside sim/ only.

namespace betledger::sim {

/// Program::streamed
void make_stream(Compiled& code, std::span<const std::uint32_t> kept);

// What it is made of.

/// Live nodes, each soon after what it reads: depth first, from the nodes that nobody reads.
[[nodiscard]] std::vector<std::uint32_t> depth_first(const Compiled& code);
/// By node: the place in the stream's order of the last that reads its columns, or the number of
/// nodes if they must stay.
[[nodiscard]] std::vector<std::size_t> last_readers(const Compiled& code, const StreamCode& stream);

}  // namespace betledger::sim
