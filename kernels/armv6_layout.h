// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The layout "armv6" of 4-bit and 1-bit weights: words of bits in the order in which the ARM1176's
/// look-up kernels take them, so that a model file can hold what linear_int4 and linear_binary make
/// of packed weights in each call otherwise. Portable: other processors write and read it too.
///
/// 32-bit words, little-endian. Outputs are divided into blocks, of block_outputs() each but the
/// last. A block has, for each pass of 32 inputs, a word for each output (binary), or four for each
/// output, one a bit plane of the weights in two's complement, and eight that are not used (int4).
/// Bit 4 i + j of a word is that of input 8 j + i of the pass. Where an output's words of a pass
/// lie among those of the block is what `word_of` in armv6_layout.cc says. The blocks are followed
/// by 8 to 23 words, up to a whole number of cache lines; the first of them, of int4, is how many
/// passes can be summed up before a field of the kernels' sums overflows.
namespace dinozero::kernels::armv6_layout {

inline constexpr const char* kName = "armv6";

inline constexpr int kPassInputs = 32;  ///< inputs of a word

/// Outputs of a block: blocks of about the same size, whose sums fit in the level 1 cache.
int block_outputs(int outputs);
/// Words of a pass of a block of `outputs` outputs.
int pass_words(bool binary, int outputs);
/// Words of all blocks.
std::size_t block_words(bool binary, int outputs, int inputs);
/// Words of a layer. 0 for layers that have no such layout: no inputs, or so many that partial sums
/// would not be exact in floats.
std::size_t layer_words(bool binary, int outputs, int inputs);

/// weight_packed as of LinearInt4Args, and its x_limit and group, to layer_words() words.
void pack_int4(const std::uint8_t* weight_packed, int outputs, int inputs, int group, int x_limit,
               std::uint32_t* words);
/// The same as of LinearBinaryArgs.
void pack_binary(const std::uint8_t* weight_packed, int outputs, int inputs, std::uint32_t* words);

/// Passes whose sums fit in a field, at least 1, whatever the words are.
int int4_chunk_passes(const std::uint32_t* words, int outputs, int inputs);

/// A weight: -8 to 7, or +1 and -1.
int code(bool binary, const std::uint32_t* words, int outputs, int inputs, int output, int input);

/// The first output with a weight of -8, which int4 does not have; `outputs` if there is none.
int first_bad_output(const std::uint32_t* words, int outputs, int inputs);

}  // namespace dinozero::kernels::armv6_layout
