// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "lib/quantize/linear_algebra.h"
#include "lib/quantize/moments.h"
#include "lib/quantize/network.h"
#include "lib/quantize/weight_codes.h"

namespace dinozero::quantize {

/// Rounds the weights of a layer so that its output changes little, rather than its weights: the
/// error of a row w with approximation v is (w - v)^T H (w - v), H the second moments of the
/// layer's input. The error that rounding one weight makes is compensated by the weights that are
/// still to be rounded (GPTQ: Frantar, Ashkboos, Hoefler, Alistarh, ICLR 2023), inputs of large
/// moments first; then single codes and scales are changed as long as the error falls. All in a
/// fixed order.
class ErrorCompensation {
 public:
  /// `gram` is damped: a hundredth of the mean of its diagonal is added to the diagonal. Nothing if
  /// it is not positive definite even so, as for inputs that are always 0.
  static std::optional<ErrorCompensation> create(const SquareMatrix& gram);

  /// Replaces the codes, and moves the scales, of every row of `codes`; never to a larger error
  /// than that of the codes and scales it is given.
  void round(const Linear& linear, WeightCodes* codes) const;

  /// The error, with the damped H, of approximating row `output`.
  double error(const Linear& linear, const WeightCodes& codes, int output) const;

 private:
  struct Row;

  void load(const Linear& linear, const WeightCodes& codes, int output, Row* row) const;
  void store(const Row& row, int output, WeightCodes* codes) const;
  double error(const Row& row) const;
  double compensate(Row* row) const;
  // Makes slope and products of the codes and scales; what changes them keeps these up to date.
  void multiply(Row* row) const;
  void improve_codes(Row* row) const;
  void improve_scales(bool float16, Row* row) const;

  std::vector<int> order_;  // inputs by falling moment; what follows is in this order
  SquareMatrix gram_;
  std::vector<float> factor_;  // upper triangular U, U^T U = gram_^-1
};

/// The weights that, applied to the rounded inputs of the quantized network, come nearest to what
/// the original weights make of the wanted inputs: W (C + l I) (G + l I)^-1. `share` of the
/// mean of G's diagonal is l, which holds them near W. Unchanged where the system cannot be solved.
void aim_at_wanted_outputs(const InputMoments& moments, double share, Linear* linear);

}  // namespace dinozero::quantize
