// SPDX-License-Identifier: Apache-2.0
#include "lib/model/position_embedding.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace dinozero {
namespace {

// Keys' cubic convolution kernel; A = -0.75 in torch's bicubic mode, -0.5 in its antialiased one.
double cubic(double x, double a) {
  x = std::fabs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return 0;
}

// Which samples of one axis make output `index`, and with what weight.
class AxisFilter {
 public:
  AxisFilter(PositionInterpolation interpolation, int inputs, int outputs)
      : antialias_(interpolation == PositionInterpolation::kAntialias),
        inputs_(inputs),
        scale_(antialias_ ? static_cast<double>(inputs) / outputs : inputs / (outputs + 0.1)),
        stretch_(antialias_ ? std::max(scale_, 1.0) : 1.0) {}

  void select(int index) {
    if (antialias_) {
      center_ = scale_ * (index + 0.5);
      begin_ = std::max(static_cast<int>(center_ - 2 * stretch_ + 0.5), 0);
      end_ = std::min(static_cast<int>(center_ + 2 * stretch_ + 0.5), inputs_);
      sum_ = 1;
      double sum = 0;
      for (int sample = begin_; sample < end_; ++sample) sum += weight(sample);
      sum_ = sum;
    } else {
      center_ = scale_ * (index + 0.5) - 0.5;
      begin_ = static_cast<int>(std::floor(center_)) - 1;
      end_ = begin_ + 4;
    }
  }

  int begin() const { return begin_; }
  int end() const { return end_; }
  /// Edges are repeated; the antialiased variant never reaches over them.
  int clamped(int sample) const { return std::clamp(sample, 0, inputs_ - 1); }
  double weight(int sample) const {
    if (!antialias_) return cubic(sample - center_, -0.75);
    return cubic((sample + 0.5 - center_) / stretch_, -0.5) / sum_;
  }

 private:
  bool antialias_;
  int inputs_;
  double scale_;
  double stretch_;
  double center_ = 0;
  double sum_ = 1;
  int begin_ = 0;
  int end_ = 0;
};

}  // namespace

void interpolate_position_embedding(const ModelConfig& config, const float* positions, int rows,
                                    int cols, float* result) {
  const auto dim = static_cast<std::size_t>(config.dim);
  if (rows == config.position_rows && cols == config.position_cols) {
    std::copy_n(positions, dim * rows * cols, result);
    return;
  }
  AxisFilter vertical(config.position_interpolation, config.position_rows, rows);
  AxisFilter horizontal(config.position_interpolation, config.position_cols, cols);
  std::fill_n(result, dim * rows * cols, 0.0F);
  for (int row = 0; row < rows; ++row) {
    vertical.select(row);
    for (int col = 0; col < cols; ++col) {
      horizontal.select(col);
      float* token = result + (static_cast<std::size_t>(row) * cols + col) * dim;
      for (int y = vertical.begin(); y < vertical.end(); ++y) {
        const std::size_t line =
            static_cast<std::size_t>(vertical.clamped(y)) * config.position_cols;
        for (int x = horizontal.begin(); x < horizontal.end(); ++x) {
          const auto weight = static_cast<float>(vertical.weight(y) * horizontal.weight(x));
          const float* source = positions + (line + horizontal.clamped(x)) * dim;
          for (std::size_t channel = 0; channel < dim; ++channel) {
            token[channel] += weight * source[channel];
          }
        }
      }
    }
  }
}

}  // namespace dinozero
