// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/armv6_layout.h"

// What linear layers share whose weights are looked up bit by bit: linear_binary and linear_int4.
// lookup_tables.py explains rows, vectors, tables and words of weight bits.
namespace dinozero::kernels::armv6::lookup {

inline constexpr int kRows = 12;    // that go side by side
inline constexpr int kTriples = 4;  // of rows, each in a double
using armv6_layout::block_outputs;
using armv6_layout::kPassInputs;
inline constexpr int kMaxBlockOutputs = 192;  // armv6_layout::block_outputs() is never more
inline constexpr int kTile = 4;               // outputs
inline constexpr int kPadding = 2 * kTile;
inline constexpr std::size_t kSumsEnd = 8192;  // at a multiple of which sums end

constexpr std::size_t size(int n) { return static_cast<std::size_t>(n); }
constexpr int divide_up(int n, int by) { return (n + by - 1) / by; }
constexpr std::size_t round_up(std::size_t n, std::size_t to) { return (n + to - 1) / to * to; }

struct alignas(32) Vector {
  double d[kTriples];
};

// 2^52 + field, field 2^17 + field 2^35: what sums start from, so that no field is ever negative.
inline constexpr std::int32_t kFieldBias = 65536;
inline constexpr double kInitial =
    4503599627370496.0 + kFieldBias * (1.0 + 131072.0 + 34359738368.0);

inline constexpr std::size_t kTableBytes = 4096;

// Everything the kernels touch again and again. It starts, and `sums` ends, at a multiple of
// kSumsEnd.
struct Working {
  std::byte unused[2 * kSumsEnd - kTableBytes - sizeof(Vector) * kMaxBlockOutputs];
  std::byte tables[kTableBytes];
  Vector sums[kMaxBlockOutputs];  // those of a block are the last ones
  Vector inputs[2 * kPassInputs];
  Vector initial, total;
  const std::int8_t* rows[kRows];
  float earlier[kTriples][kMaxBlockOutputs * 3];
  float ragged[kRows][kMaxBlockOutputs];
  std::int8_t last_inputs[kRows][kPassInputs];
};
static_assert(offsetof(Working, inputs) == 2 * kSumsEnd);

// Of a triple of rows, for the kernels that make floats of sums.
struct RowConstants {
  std::int32_t base[3];  // bits of a float, less what is in a field beside the sum
  float float_base;
  float scale[3];
};

extern "C" {
using PackKernel = void(const std::int8_t** rows, Vector* inputs, std::size_t to_next);
using BuildKernel = void(std::byte* tables, const Vector* inputs, Vector* total);
using LookupKernel = void(const std::byte* tables, const std::uint32_t* words, Vector* sums,
                          const Vector* initial);
using SumsKernel = void(const double* sums, float* const* y, const float* parameters,
                        const RowConstants* constants, float* earlier);

PackKernel dinozero_armv6_lookup_pack;
BuildKernel dinozero_armv6_lookup_build;
}

// The kernels that differ between the widths of weights.
struct Kernels {
  LookupKernel *first, *next;
  SumsKernel *keep, *keep_add, *y, *y_add, *residual, *residual_add;
};

// A layer, and its weights as words of bits: kernels/armv6_layout.h.
struct Layer {
  int rows = 0, outputs = 0, inputs = 0;
  const std::int8_t* x = nullptr;
  std::size_t x_stride = 0;
  const float* x_scale = nullptr;
  const std::uint32_t* words = nullptr;
  bool is_binary = false;               // or 4-bit weights
  const float* weight_scale = nullptr;  // outputs x groups
  int group = 0;                        // a multiple of 32, or at least inputs
  const float* bias = nullptr;
  LinearOutput output;
  int chunk_passes = 0;  // whose sums fit in the fields
  const Kernels* kernels = nullptr;
};

constexpr int passes_of(int inputs) { return divide_up(inputs, kPassInputs); }
constexpr int padded(int outputs) { return divide_up(outputs, kPadding) * kPadding; }

// Scratch: to where Working may start, Working, words, parameters.
class Scratch {
 public:
  Scratch(int outputs, int inputs, bool is_binary);
  std::size_t bytes() const;
  Working* working(void* scratch) const;
  std::uint32_t* words(void* scratch) const;
  float* parameters(void* scratch) const;

 private:
  std::size_t words_, parameters_;  // 4 bytes each
};

// inputs > 0
void multiply(const Layer& layer, void* scratch);

}  // namespace dinozero::kernels::armv6::lookup
