// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dinozero::kernels::x86 {
namespace {

/// exp(x) for x <= 0, within 2 units in the last place; 0 below -87.33, where the result would be
/// subnormal. NaN gives NaN.
template <class V>
typename V::Register exp_of_nonpositive(typename V::Register x) {
  using Register = typename V::Register;
  const Register lowest = V::broadcast(-87.33f);
  const Register clamped = V::maximum(lowest, x);
  // exp(x) = 2^n exp(r). The sum rounds x / ln 2 to n, and has n + 127, the exponent field of 2^n,
  // in its low bits.
  const Register rounder = V::broadcast(0x1.8p23f + 127.0f);
  const Register sum = V::multiply_add(clamped, V::broadcast(1.44269504f), rounder);
  const Register n = V::subtract(sum, rounder);
  Register r = V::negated_multiply_add(n, V::broadcast(0x1.62e43p-1f), clamped);
  r = V::negated_multiply_add(n, V::broadcast(-0x1.05c610p-29f), r);
  // exp(r) = 1 + r + r^2 p(r) on [-ln 2 / 2, ln 2 / 2], fitted for the smallest relative error.
  Register p = V::broadcast(0x1.6db320p-10f);
  p = V::multiply_add(p, r, V::broadcast(0x1.123ac4p-7f));
  p = V::multiply_add(p, r, V::broadcast(0x1.555460p-5f));
  p = V::multiply_add(p, r, V::broadcast(0x1.555490p-3f));
  p = V::multiply_add(p, r, V::broadcast(0.5f));
  p = V::multiply_add(p, V::multiply(r, r), r);
  p = V::add(p, V::broadcast(1.0f));
  return V::select_greater(lowest, x, V::zero(), V::multiply(p, V::shift_into_exponent(sum)));
}

/// The largest of a row's values; a NaN is passed over.
template <class V>
float maximum_of_row(const float* x, int count) {
  typename V::Register maximum = V::broadcast(-__builtin_inff());
  int i = 0;
  for (; i + V::kLanes <= count; i += V::kLanes) maximum = V::maximum(V::load(x + i), maximum);
  if (i < count) maximum = V::maximum(V::load_first(x + i, count - i, maximum), maximum);
  return V::largest(maximum);
}

/// x becomes exp((x - maximum) * scale), scale > 0; returns the sum. A NaN of x is in the sum.
template <class V>
float exponentials_of_row(float* x, int count, float maximum, float scale) {
  using Register = typename V::Register;
  const Register factor = V::broadcast(scale);
  const Register offset = V::broadcast(maximum * -scale);
  Register sum = V::zero();
  int i = 0;
  for (; i + V::kLanes <= count; i += V::kLanes) {
    const Register e = exp_of_nonpositive<V>(V::multiply_add(V::load(x + i), factor, offset));
    V::store(x + i, e);
    sum = V::add(sum, e);
  }
  if (i < count) {
    // Absent lanes become exp(-infinity) = 0.
    const Register in = V::load_first(x + i, count - i, V::broadcast(-__builtin_inff()));
    const Register e = exp_of_nonpositive<V>(V::multiply_add(in, factor, offset));
    V::store_first(x + i, count - i, e);
    sum = V::add(sum, e);
  }
  return V::sum(sum);
}

template <class V>
void scale_row(const float* x, int count, float scale, float* y) {
  const typename V::Register factor = V::broadcast(scale);
  int i = 0;
  for (; i + V::kLanes <= count; i += V::kLanes) {
    V::store(y + i, V::multiply(V::load(x + i), factor));
  }
  if (i < count) {
    const int tail = count - i;
    V::store_first(y + i, tail, V::multiply(V::load_first(x + i, tail, V::zero()), factor));
  }
}

template <class V>
void softmax_f32(int rows, int dim, float* x) {
  for (int row = 0; row < rows; ++row, x += dim) {
    const float sum = exponentials_of_row<V>(x, dim, maximum_of_row<V>(x, dim), 1.0f);
    scale_row<V>(x, dim, 1.0f / sum, x);
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
