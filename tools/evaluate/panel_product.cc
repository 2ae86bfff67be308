// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/panel_product.h"

#include <cstring>

namespace dinozero::evaluation {
namespace {

// One row of a panel, in whatever registers the instruction set has.
using Lanes [[gnu::vector_size(kPanelWidth * sizeof(float))]] = float;

// With AVX2 6 rows are 12 of 16 registers; with AVX-512 they hide most of the latency of an FMA.
constexpr int kRows = 6;

template <int rows>
[[gnu::always_inline]] inline void multiply_rows(const StridedMatrix& a, int depth,
                                                 const float* panel, float* c, std::size_t c_stride,
                                                 bool accumulate) {
  Lanes sums[rows];
  for (int row = 0; row < rows; ++row) {
    if (accumulate) {
      std::memcpy(&sums[row], c + row * c_stride, sizeof(Lanes));
    } else {
      sums[row] = Lanes{};
    }
  }
  const float* left = a.data;
  for (int k = 0; k < depth; ++k) {
    Lanes right;
    std::memcpy(&right, panel, sizeof(Lanes));
    for (int row = 0; row < rows; ++row) sums[row] += left[row * a.row_stride] * right;
    left += a.depth_stride;
    panel += kPanelWidth;
  }
  for (int row = 0; row < rows; ++row) std::memcpy(c + row * c_stride, &sums[row], sizeof(Lanes));
}

[[gnu::always_inline]] inline void multiply(const StridedMatrix& a, int rows, int depth,
                                            const float* panel, float* c, std::size_t c_stride,
                                            bool accumulate) {
  StridedMatrix rest = a;
  for (; rows >= kRows; rows -= kRows) {
    multiply_rows<kRows>(rest, depth, panel, c, c_stride, accumulate);
    rest.data += kRows * a.row_stride;
    c += kRows * c_stride;
  }
  for (; rows > 0; --rows) {
    multiply_rows<1>(rest, depth, panel, c, c_stride, accumulate);
    rest.data += a.row_stride;
    c += c_stride;
  }
}

#if defined(__x86_64__)

[[gnu::target("avx512f")]] void multiply_avx512(const StridedMatrix& a, int rows, int depth,
                                                const float* panel, float* c, std::size_t c_stride,
                                                bool accumulate) {
  multiply(a, rows, depth, panel, c, c_stride, accumulate);
}

[[gnu::target("avx2,fma")]] void multiply_avx2(const StridedMatrix& a, int rows, int depth,
                                               const float* panel, float* c, std::size_t c_stride,
                                               bool accumulate) {
  multiply(a, rows, depth, panel, c, c_stride, accumulate);
}

#endif

}  // namespace

void multiply_panel(const StridedMatrix& a, int rows, int depth, const float* panel, float* c,
                    std::size_t c_stride, bool accumulate) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    multiply_avx512(a, rows, depth, panel, c, c_stride, accumulate);
    return;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    multiply_avx2(a, rows, depth, panel, c, c_stride, accumulate);
    return;
  }
#endif
  multiply(a, rows, depth, panel, c, c_stride, accumulate);
}

}  // namespace dinozero::evaluation
