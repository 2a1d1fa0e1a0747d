#pragma once

#include <cstdint>
#include <span>

#include "sim/columns/columns.h"
#include "sim/random/philox.h"
#include "sim/random/z_table.h"

// Loops over the runs of a block, and nothing else: straight-line, without branches, so that a
// compiler (or a later hand) makes vector code of each. A column is runs_per_block values; outputs
// do not overlap inputs; `inout` says so.

namespace betledger::sim::kernels {

using Word = std::uint32_t;
using Member = std::int32_t;

/// Word `index` of every run of a block: random_word of its runs.
void words(StreamKey key, std::uint64_t block, std::uint32_t index, Word* out);
/// to_uniform of each word.
void uniforms(const Word* words, double* out);
/// inverse_normal::of_word of each word.
void normals(const Word* words, float* out);
void normals(const Word* words, double* out);
/// 1 where the word's uniform is below `probability`, else 0.
void coins(const Word* words, double probability, double* out);
/// How many of the rising `bounds` the word's uniform has reached.
void members(const Word* words, std::span<const double> bounds, Member* out);
/// Function `member[i]` of the table (the only one, if null) at z[i].
void lookup(const ZTable& table, const Member* member, const double* z, double* out);
/// The quantile function of the triangular distribution at uniforms.
void triangular(double low, double mode, double high, double* inout);

}  // namespace betledger::sim::kernels
