// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/linear_binary.h"
#include "kernels/linear_int4.h"
#include "kernels/linear_int8.h"
#include "kernels/x86/elementwise_f32_simd.h"
#include "kernels/x86/gemm_tile.h"
#include "kernels/x86/integer_tile.h"
#include "kernels/x86/quantize_rows_simd.h"
#include "kernels/x86/quantized_weights.h"

// Quantized linear layers, the same for all weight schemes: the activations are widened once, the
// weights of a panel of outputs are unpacked and interleaved once, and tiles of rows by outputs
// multiply what is unpacked. A group of inputs with scales of its own is summed as integers, then
// added up as floats; without groups there is one.

namespace dinozero::kernels::x86 {
namespace {

struct QuantizedLinear {
  int rows;
  int outputs;
  int inputs;
  const std::int8_t* x;
  std::size_t x_stride;
  const float* x_scale;
  const float* weight_scale;
  int group;
  int groups;
  const float* bias;
  LinearOutput output;
};

template <class Args>
QuantizedLinear common_part(const Args& args, int group, int groups) {
  return {args.rows,         args.outputs, args.inputs, args.x,    args.x_stride, args.x_scale,
          args.weight_scale, group,        groups,      args.bias, args.output};
}

inline std::size_t whole_lines(std::size_t bytes) { return (bytes + 63) / 64 * 64; }
inline int padded_inputs(int inputs) { return (inputs + 3) / 4 * 4; }

/// Scratch of a call.
template <class I>
struct QuantizedBuffers {
  static constexpr int kPanel = I::kTileVectors * I::kLanes;

  typename I::Activation* activations;  ///< rows x padded inputs
  typename I::Weight* weights;          ///< padded inputs / kDepth x kPanel x kDepth
  std::int32_t* start;                  ///< groups x kPanel: takes the activations' offset out
  float* scales;                        ///< groups x kPanel

  QuantizedBuffers(void* scratch, int rows, int inputs, int groups) {
    auto* next = static_cast<std::byte*>(scratch);
    const auto take = [&](std::size_t count, std::size_t size) {
      std::byte* taken = next;
      next += whole_lines(count * size);
      return taken;
    };
    const auto depth = static_cast<std::size_t>(padded_inputs(inputs));
    const auto scale_count = static_cast<std::size_t>(groups) * kPanel;
    activations = reinterpret_cast<typename I::Activation*>(
        take(rows * depth, sizeof(typename I::Activation)));
    weights =
        reinterpret_cast<typename I::Weight*>(take(kPanel * depth, sizeof(typename I::Weight)));
    start = reinterpret_cast<std::int32_t*>(take(scale_count, sizeof(std::int32_t)));
    scales = reinterpret_cast<float*>(take(scale_count, sizeof(float)));
  }

  static std::size_t bytes(int rows, int inputs, int groups) {
    const auto depth = static_cast<std::size_t>(padded_inputs(inputs));
    const auto scale_count = static_cast<std::size_t>(groups) * kPanel;
    return whole_lines(rows * depth * sizeof(typename I::Activation)) +
           whole_lines(kPanel * depth * sizeof(typename I::Weight)) +
           2 * whole_lines(scale_count * 4);
  }
};

template <class I>
void widen_activations(const QuantizedLinear& args, typename I::Activation* to) {
  const int depth = padded_inputs(args.inputs);
  for (int row = 0; row < args.rows; ++row, to += depth) {
    const std::int8_t* x = args.x + row * args.x_stride;
    for (int i = 0; i < args.inputs; ++i) to[i] = I::widen(x[i]);
    for (int i = args.inputs; i < depth; ++i) to[i] = 0;  // times weights of 0
  }
}

/// A word of all outputs of a panel at a time: transposes words of the rows, as floats, whose bits
/// stay what they are, and makes four int8 of each output of every part of a word.
/// Rows are whole words, and so are groups. Outputs beyond `count` get weights of the last one.
template <class I, class V, class Weights>
void unpack_words(const QuantizedLinear& args, const Weights& weights, int first, int count,
                  const QuantizedBuffers<I>& buffers) {
  constexpr int kPanel = QuantizedBuffers<I>::kPanel;
  constexpr int kBlock = 64;  // words of a row; 8 KiB with 32 outputs
  alignas(64) float words[kBlock * kPanel];
  const std::size_t row_words = weights.row_bytes / 4;
  const auto* rows = reinterpret_cast<const float*>(weights.data) + first * row_words;
  const int group_words =
      args.groups == 1 ? static_cast<int>(row_words) : args.group / Weights::kInputsPerWord;
  typename I::Register sums[I::kTileVectors];
  for (auto& sum : sums) sum = I::broadcast_word(0);
  int in_group = 0;
  std::int32_t* start = buffers.start;
  typename I::Weight* to = buffers.weights;
  for (std::size_t begin = 0; begin < row_words; begin += kBlock) {
    const int depth = row_words - begin < kBlock ? static_cast<int>(row_words - begin) : kBlock;
    for (int v = 0; v < I::kTileVectors; ++v) {
      const int missing = v * I::kLanes < count ? 0 : v * I::kLanes - count + 1;
      const int columns = count - v * I::kLanes + missing;
      pack_transposed_vector<V>(rows + begin + (v * I::kLanes - missing) * row_words, row_words,
                                columns < I::kLanes ? columns : I::kLanes, depth,
                                words + v * I::kLanes, kPanel);
    }
    for (int k = 0; k < depth; ++k) {
      typename I::Register word[I::kTileVectors];
      for (int v = 0; v < I::kTileVectors; ++v)
        word[v] = I::load_words(words + k * kPanel + v * I::kLanes);
      for (int part = 0; part < Weights::kInputsPerWord / 4; ++part, to += 4 * kPanel) {
        for (int v = 0; v < I::kTileVectors; ++v) {
          const typename I::Register four = Weights::template expand<I>(word[v], part);
          I::store_four(to + v * I::kLanes * I::kDepth, kPanel * I::kDepth, four);
          if constexpr (I::kActivationOffset != 0) sums[v] = I::add_four(sums[v], four);
        }
      }
      if (++in_group == group_words) {
        for (int v = 0; v < I::kTileVectors; ++v, start += I::kLanes) {
          I::store(start, I::offset_correction(sums[v]));
          sums[v] = I::broadcast_word(0);
        }
        in_group = 0;
      }
    }
  }
  if (in_group != 0) {
    for (int v = 0; v < I::kTileVectors; ++v, start += I::kLanes) {
      I::store(start, I::offset_correction(sums[v]));
    }
  }
}

/// Whether rows and groups are whole words.
template <class Weights>
bool whole_words(const QuantizedLinear& args, const Weights& weights) {
  return weights.row_bytes % 4 == 0 && args.inputs % Weights::kInputsPerWord == 0 &&
         (args.groups == 1 || args.group % Weights::kInputsPerWord == 0);
}

/// Unpacks `count` outputs from `first` on, whatever the shape; the panel's others get weights of
/// 0.
template <class I, class Weights>
void unpack_bytes(const QuantizedLinear& args, const Weights& weights, int first, int count,
                  const QuantizedBuffers<I>& buffers) {
  constexpr int kPanel = QuantizedBuffers<I>::kPanel;
  constexpr int kDepth = I::kDepth;
  for (int o = 0; o < kPanel; ++o) {
    const bool exists = o < count;
    for (int g = 0; g < args.groups; ++g) {
      const int begin = g * args.group;
      const int end = g + 1 == args.groups ? args.inputs : begin + args.group;
      std::int32_t sum = 0;
      for (int i = begin; i < end; i += 4) {
        const int four_count = end - i < 4 ? end - i : 4;
        const std::uint32_t four = exists ? weights.four(static_cast<std::size_t>(first + o),
                                                         static_cast<std::size_t>(i), four_count)
                                          : 0;
        for (int j = 0; j < 4; ++j) {
          const auto weight = static_cast<std::int8_t>(four >> (8 * j));
          const int step = (i + j) / kDepth;
          buffers.weights[(step * kPanel + o) * kDepth + (i + j) % kDepth] = weight;
          sum += weight;
        }
      }
      buffers.start[g * kPanel + o] = -I::kActivationOffset * sum;
    }
  }
}

template <class I, class V, class Weights>
void unpack_panel(const QuantizedLinear& args, const Weights& weights, int first, int count,
                  const QuantizedBuffers<I>& buffers) {
  constexpr int kPanel = QuantizedBuffers<I>::kPanel;
  if (whole_words(args, weights)) {
    unpack_words<I, V>(args, weights, first, count, buffers);
  } else {
    unpack_bytes<I>(args, weights, first, count, buffers);
  }
  for (int o = 0; o < kPanel; ++o) {
    for (int g = 0; g < args.groups; ++g) {
      buffers.scales[g * kPanel + o] =
          o < count ? args.weight_scale[static_cast<std::size_t>(first + o) * args.groups + g]
                    : 0.0f;
    }
  }
}

/// Loads and stores `count` lanes, all of them if that is as many.
template <class V>
typename V::Register load_some(const float* p, int count) {
  return count >= V::kLanes ? V::load(p) : V::load_first(p, count, V::zero());
}
template <class V>
void store_some(float* p, int count, typename V::Register v) {
  if (count >= V::kLanes) {
    V::store(p, v);
  } else {
    V::store_first(p, count, v);
  }
}

/// `count` outputs of some rows, of whose sums `totals` has one a column.
template <class V>
void finish(const QuantizedLinear& args, int row, int rows, int output, int count,
            const float* totals, int stride) {
  using Register = typename V::Register;
  const Register bias = args.bias != nullptr ? load_some<V>(args.bias + output, count) : V::zero();
  const float* residual_scale = args.output.residual_scale;
  const Register factor =
      residual_scale != nullptr ? load_some<V>(residual_scale + output, count) : V::broadcast(1.0f);
  float* y = args.output.y + row * args.output.y_stride + output;
  for (int r = 0; r < rows; ++r, totals += stride, y += args.output.y_stride) {
    const Register scale = V::broadcast(args.x_scale[row + r]);
    const Register v = V::multiply_add(V::load(totals), scale, bias);
    if (args.output.epilogue == Epilogue::kStore) {
      store_some<V>(y, count, v);
    } else if (args.output.epilogue == Epilogue::kResidual) {
      store_some<V>(y, count, V::multiply_add(v, factor, load_some<V>(y, count)));
    } else {
      store_some<V>(y, count, gelu<V>(v));
    }
  }
}

/// What is left to do when all rows have their results.
template <class I, class V>
void finish_rows(const QuantizedLinear& args) {
  const LinearOutput& output = args.output;
  if (output.epilogue != Epilogue::kGeluQuantize || args.outputs == 0) return;
  for (int row = 0; row < args.rows; ++row) {
    quantize_rows<I, V>(1, args.outputs, output.y + row * output.y_stride, output.limit,
                        output.codes + static_cast<std::size_t>(row) * args.outputs,
                        output.code_scale + row);
  }
}

/// `rows` rows by one panel, of which `count` outputs exist.
template <class I, class V>
void multiply_quantized(const QuantizedLinear& args, const QuantizedBuffers<I>& buffers, int row,
                        int rows, int output, int count) {
  constexpr int kPanel = QuantizedBuffers<I>::kPanel;
  const int depth = padded_inputs(args.inputs);
  alignas(64) std::int32_t sums[I::kTileRows * kPanel];
  alignas(64) float totals[I::kTileRows * kPanel];
  IntegerTile<I> tile{};
  tile.x_stride = depth;
  tile.y = sums;
  tile.y_stride = kPanel;
  const auto multiply = integer_tile_function<I>(rows, kPanel);
  for (int g = 0; g < args.groups; ++g) {
    const int begin = g * args.group;
    const int end = g + 1 == args.groups ? depth : begin + args.group;
    tile.steps = (end - begin) / I::kDepth;
    tile.x = buffers.activations + static_cast<std::size_t>(row) * depth + begin;
    tile.panel = buffers.weights + static_cast<std::size_t>(begin) * kPanel;
    tile.start = buffers.start + g * kPanel;
    multiply(tile);
    for (int v = 0; v < kPanel; v += V::kLanes) {
      const auto scale = V::load(buffers.scales + g * kPanel + v);
      for (int r = 0; r < rows; ++r) {
        float* total = totals + r * kPanel + v;
        const auto before = g == 0 ? V::zero() : V::load(total);
        const auto sum = I::to_float(I::load(sums + r * kPanel + v));
        V::store(total, V::multiply_add(sum, scale, before));
      }
    }
  }
  for (int v = 0; v < count; v += V::kLanes) {
    finish<V>(args, row, rows, output + v, count - v, totals + v, kPanel);
  }
}

template <class I, class V, class Weights>
void linear_quantized(const QuantizedLinear& args, const Weights& weights, void* scratch) {
  if (args.inputs == 0) {
    alignas(64) const float none[V::kLanes] = {};
    for (int output = 0; output < args.outputs; output += V::kLanes) {
      finish<V>(args, 0, args.rows, output, args.outputs - output, none, 0);
    }
    finish_rows<I, V>(args);
    return;
  }
  const QuantizedBuffers<I> buffers(scratch, args.rows, args.inputs, args.groups);
  widen_activations<I>(args, buffers.activations);
  constexpr int kPanel = QuantizedBuffers<I>::kPanel;
  for (int output = 0; output < args.outputs; output += kPanel) {
    const int count = args.outputs - output < kPanel ? args.outputs - output : kPanel;
    unpack_panel<I, V>(args, weights, output, count, buffers);
    for (int row = 0; row < args.rows;) {
      const int rows = tile_rows<V>(row, args.rows);
      multiply_quantized<I, V>(args, buffers, row, rows, output, count);
      row += rows;
    }
  }
  finish_rows<I, V>(args);
}

template <class I, class V>
void linear_int8(const LinearInt8Args& args, void* scratch) {
  const Int8Weights weights{args.weight, static_cast<std::size_t>(args.inputs)};
  linear_quantized<I, V>(common_part(args, args.inputs, 1), weights, scratch);
}

template <class I, class V>
void linear_int4(const LinearInt4Args& args, void* scratch) {
  const int groups = args.inputs == 0 ? 0 : (args.inputs - 1) / args.group + 1;
  const Int4Weights weights{args.weight_packed, static_cast<std::size_t>((args.inputs + 1) / 2)};
  linear_quantized<I, V>(common_part(args, groups == 1 ? args.inputs : args.group, groups), weights,
                         scratch);
}

template <class I, class V>
void linear_binary(const LinearBinaryArgs& args, void* scratch) {
  const BinaryWeights weights{args.weight_packed, static_cast<std::size_t>((args.inputs + 7) / 8)};
  linear_quantized<I, V>(common_part(args, args.inputs, 1), weights, scratch);
}

template <class I>
std::size_t linear_int8_scratch_bytes(int rows, int /*outputs*/, int inputs) {
  return QuantizedBuffers<I>::bytes(rows, inputs, 1);
}
/// Groups have at least 32 inputs.
template <class I>
std::size_t linear_int4_scratch_bytes(int rows, int /*outputs*/, int inputs) {
  return QuantizedBuffers<I>::bytes(rows, inputs, (inputs + 31) / 32);
}

}  // namespace
}  // namespace dinozero::kernels::x86
