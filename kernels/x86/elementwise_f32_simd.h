// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace dinozero::kernels::x86 {
namespace {

template <class V>
void layer_norm_f32(int rows, int dim, const float* x, const float* weight, const float* bias,
                    float epsilon, float* y) {
  using Register = typename V::Register;
  const int whole = dim / V::kLanes * V::kLanes;
  const int tail = dim - whole;
  const float inverse_dim = 1.0f / static_cast<float>(dim);
  for (int row = 0; row < rows; ++row, x += dim, y += dim) {
    Register sum = V::zero();
    for (int i = 0; i < whole; i += V::kLanes) sum = V::add(sum, V::load(x + i));
    if (tail > 0) sum = V::add(sum, V::load_first(x + whole, tail, V::zero()));
    const Register mean = V::broadcast(V::sum(sum) * inverse_dim);

    Register square_sum = V::zero();
    for (int i = 0; i < whole; i += V::kLanes) {
      const Register d = V::subtract(V::load(x + i), mean);
      square_sum = V::multiply_add(d, d, square_sum);
    }
    if (tail > 0) {
      const Register d = V::subtract(V::load_first(x + whole, tail, mean), mean);
      square_sum = V::multiply_add(d, d, square_sum);
    }
    const float variance = V::sum(square_sum) * inverse_dim;
    const Register scale = V::broadcast(1.0f / __builtin_sqrtf(variance + epsilon));

    for (int i = 0; i < whole; i += V::kLanes) {
      const Register z = V::multiply(V::subtract(V::load(x + i), mean), scale);
      V::store(y + i, V::multiply_add(z, V::load(weight + i), V::load(bias + i)));
    }
    if (tail > 0) {
      const Register in = V::load_first(x + whole, tail, mean);
      const Register w = V::load_first(weight + whole, tail, V::zero());
      const Register b = V::load_first(bias + whole, tail, V::zero());
      const Register z = V::multiply(V::subtract(in, mean), scale);
      V::store_first(y + whole, tail, V::multiply_add(z, w, b));
    }
  }
}

/// x Phi(x) = x / 2 + x^2 p(x^2), where p(t) = erf(sqrt(t / 2)) / (2 sqrt(t)) is a polynomial,
/// fitted on |x| <= 5.25 for the smallest error; beyond, Phi(x) is 0 or 1 to within 8e-8.
/// In u = 2 t / 5.25^2 - 1 the polynomial's terms are not much larger than its value.
template <class V>
typename V::Register gelu(typename V::Register x) {
  using Register = typename V::Register;
  constexpr float kLimit = 5.25f;
  constexpr float kCoefficients[] = {
      0x1.79b656p-10f, -0x1.67097cp-10f, 0x1.f47644p-10f, -0x1.4cd4a8p-8f, 0x1.280232p-7f,
      -0x1.a91656p-7f, 0x1.2c8214p-6f,   -0x1.9974dap-6f, 0x1.06a58ap-5f,  -0x1.45c97cp-5f,
      0x1.96af34p-5f,  -0x1.12f364p-4f,  0x1.13c84ap-3f,
  };
  const Register t = V::multiply(x, x);
  const Register u =
      V::multiply_add(t, V::broadcast(2.0f / (kLimit * kLimit)), V::broadcast(-1.0f));
  Register p = V::broadcast(-0x1.1d4116p-11f);
  for (const float coefficient : kCoefficients) {
    p = V::multiply_add(p, u, V::broadcast(coefficient));
  }
  const Register inner = V::multiply_add(t, p, V::multiply(x, V::broadcast(0.5f)));
  const Register outer =
      V::multiply(x, V::select_greater(x, V::zero(), V::broadcast(1.0f), V::zero()));
  return V::select_greater(V::absolute(x), V::broadcast(kLimit), outer, inner);
}

template <class V>
void gelu_f32(std::size_t count, const float* x, float* y) {
  std::size_t i = 0;
  for (; i + V::kLanes <= count; i += V::kLanes) V::store(y + i, gelu<V>(V::load(x + i)));
  if (i < count) {
    const int tail = static_cast<int>(count - i);
    V::store_first(y + i, tail, gelu<V>(V::load_first(x + i, tail, V::zero())));
  }
}

template <class V>
void residual_f32(int rows, int dim, const float* branch, const float* scale, float* stream) {
  using Register = typename V::Register;
  const int whole = dim / V::kLanes * V::kLanes;
  const int tail = dim - whole;
  for (int row = 0; row < rows; ++row, branch += dim, stream += dim) {
    for (int i = 0; i < whole; i += V::kLanes) {
      const Register factor = scale != nullptr ? V::load(scale + i) : V::broadcast(1.0f);
      V::store(stream + i, V::multiply_add(V::load(branch + i), factor, V::load(stream + i)));
    }
    if (tail > 0) {
      const Register one = V::broadcast(1.0f);
      const Register factor = scale != nullptr ? V::load_first(scale + whole, tail, one) : one;
      const Register in = V::load_first(branch + whole, tail, V::zero());
      const Register old = V::load_first(stream + whole, tail, V::zero());
      V::store_first(stream + whole, tail, V::multiply_add(in, factor, old));
    }
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
