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
  const Register n = V::round(V::multiply(clamped, V::broadcast(1.44269504f)));
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
  return V::select_greater(lowest, x, V::zero(), V::multiply(p, V::power_of_two(n)));
}

/// x becomes exp((x - max) * scale), scale > 0; returns the sum. A NaN of x is in the sum.
template <class V>
float exponentials_of_row(float* x, int count, float scale) {
  using Register = typename V::Register;
  const int whole = count / V::kLanes * V::kLanes;
  const int tail = count - whole;
  Register maximum = V::broadcast(-__builtin_inff());
  for (int i = 0; i < whole; i += V::kLanes) maximum = V::maximum(V::load(x + i), maximum);
  if (tail > 0) maximum = V::maximum(V::load_first(x + whole, tail, maximum), maximum);

  const Register factor = V::broadcast(scale);
  const Register offset = V::broadcast(V::largest(maximum) * -scale);
  Register sum = V::zero();
  for (int i = 0; i < whole; i += V::kLanes) {
    const Register e = exp_of_nonpositive<V>(V::multiply_add(V::load(x + i), factor, offset));
    V::store(x + i, e);
    sum = V::add(sum, e);
  }
  float total = V::sum(sum);
  if (tail > 0) {
    const Register last = V::load_first(x + whole, tail, V::zero());
    V::store_first(x + whole, tail, exp_of_nonpositive<V>(V::multiply_add(last, factor, offset)));
    total += V::sum(V::load_first(x + whole, tail, V::zero()));
  }
  return total;
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
    const float sum = exponentials_of_row<V>(x, dim, 1.0f);
    scale_row<V>(x, dim, 1.0f / sum, x);
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
