#pragma once

#include <cstdint>
#include <vector>

// Sets of draws, where they lie, and in which order a stream goes through them. Inside sim/ only.

namespace betledger::sim {

/// A set of random numbers to draw, and what has to be computed again when they changed.
struct Redraw {
  std::vector<std::uint32_t> coins, amounts, delays, strengths, bases, occasions, factors;
  std::vector<std::uint32_t> gates, profiles, pulls;
};

/// Where draws lie: the first column of each. A program that streams lets nodes take turns.
struct Slots {
  std::vector<std::uint32_t> bases;    // by base
  std::vector<std::uint32_t> amounts;  // by intervention; pushes alike
  std::vector<std::uint32_t> delays;   // by profile
  std::vector<std::uint32_t> effects;  // by intervention
  std::uint32_t base_columns = 0;
  std::uint32_t amount_columns = 0;
  std::uint32_t delay_columns = 0;
  std::uint32_t effect_columns = 0;
};

/// What a program that streams knows beside: a block is drawn and evaluated node by node, and what
/// nobody reads any more makes room for the next.
struct StreamCode {
  Redraw first;                      // what several nodes may read
  std::vector<std::uint32_t> order;  // live nodes, each after what it reads, soon after
  std::vector<Redraw> by_node;       // what the node alone reads
  std::vector<bool> kept;            // by node: are its columns there at the end?
  std::vector<std::uint32_t> without, with, ratios;  // by node: its first own column, if it has any
  std::uint32_t columns = 0;
};

}  // namespace betledger::sim
