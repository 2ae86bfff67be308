// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/logistic_regression.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tools/evaluate/cholesky.h"
#include "tools/evaluate/panel_product.h"
#include "tools/evaluate/parallel.h"

namespace dinozero::evaluation {
namespace {

// Samples that are standardised and multiplied together.
constexpr std::size_t kBlock = 64;
// Partial sums of the gradient, whatever the number of threads: the same sum in the same order.
constexpr std::size_t kChunks = 16;
constexpr int kMaxIterations = 300;
// Without preconditioning more steps gain little, and each takes long with so many dimensions.
constexpr int kMaxPlainIterations = 100;
// Of the gradient of the mean loss. Sums in float do not allow for much less.
constexpr double kTolerance = 1e-4;
// Of the gradient in the coordinates of the search: the loss is then within about half its square,
// summed over the weights, of the minimum.
constexpr double kScaledTolerance = 3e-4;
// A covariance, and its factor for each penalty, of more dimensions would take longer than it
// saves.
constexpr std::size_t kMaxCovarianceDim = 1024;

struct Partial {
  std::vector<float> weights;  // [panels][dim][16]
  std::vector<double> biases;  // padded classes
  double loss = 0;
};

// Turns logits into probabilities minus the one-hot target; gives the cross entropy.
double softmax_residual(float* logits, std::size_t classes, int label) {
  const float largest = *std::max_element(logits, logits + classes);
  const float of_label = logits[label];
  double sum = 0;
  for (std::size_t c = 0; c < classes; ++c) {
    logits[c] = std::exp(logits[c] - largest);
    sum += double{logits[c]};
  }
  const auto scale = static_cast<float>(1 / sum);
  for (std::size_t c = 0; c < classes; ++c) logits[c] *= scale;
  logits[label] -= 1.0F;
  return std::log(sum) - (double{of_label} - double{largest});
}

}  // namespace

LogisticRegression::LogisticRegression(const Samples& train, Indices rows, int classes, int threads)
    : train_(train),
      rows_(std::move(rows)),
      classes_(static_cast<std::size_t>(classes)),
      panels_(static_cast<std::size_t>(panels_of(classes))),
      dim_(static_cast<std::size_t>(train.dim)),
      threads_(threads),
      mean_(dim_),
      scale_(dim_),
      weights_((dim_ + 1) * classes_, 0.0) {
  std::vector<double> sum(dim_, 0.0);
  std::vector<double> squares(dim_, 0.0);
  const auto count = static_cast<double>(rows_.size());
  for (const std::size_t row : rows_) {
    const float* feature = train_.row(row);
    for (std::size_t d = 0; d < dim_; ++d) sum[d] += double{feature[d]};
  }
  for (std::size_t d = 0; d < dim_; ++d) sum[d] /= count;
  for (const std::size_t row : rows_) {
    const float* feature = train_.row(row);
    for (std::size_t d = 0; d < dim_; ++d) {
      const double difference = double{feature[d]} - sum[d];
      squares[d] += difference * difference;
    }
  }
  for (std::size_t d = 0; d < dim_; ++d) {
    const double deviation = std::sqrt(squares[d] / count);
    mean_[d] = static_cast<float>(sum[d]);
    // Below the rounding of the mean there is nothing but rounding.
    const bool constant = deviation <= 1e-6 * std::abs(sum[d]) || deviation < 1e-30;
    scale_[d] = constant ? 0.0F : static_cast<float>(1 / deviation);
  }
  if (dim_ <= kMaxCovarianceDim) compute_covariance();
}

void LogisticRegression::compute_covariance() {
  const auto panels = static_cast<std::size_t>(panels_of(static_cast<int>(dim_)));
  covariance_.assign(dim_ * dim_, 0.0);
  std::vector<std::vector<float>> partials(kChunks);  // [panels][dim][16] each
  parallel_for(threads_, kChunks, [&](int, std::size_t chunk) {
    std::vector<float>& sums = partials[chunk];
    sums.assign(panels * dim_ * kPanelWidth, 0.0F);
    std::vector<float> features(kBlock * dim_);
    std::vector<float> panel(kBlock * kPanelWidth);
    const std::size_t end = rows_.size() * (chunk + 1) / kChunks;
    for (std::size_t first = rows_.size() * chunk / kChunks; first < end; first += kBlock) {
      const std::size_t count = std::min(kBlock, end - first);
      for (std::size_t i = 0; i < count; ++i) {
        standardise(train_.row(rows_[first + i]), features.data() + i * dim_);
      }
      for (std::size_t p = 0; p < panels; ++p) {
        const std::size_t width = std::min<std::size_t>(kPanelWidth, dim_ - p * kPanelWidth);
        for (std::size_t i = 0; i < count; ++i) {
          std::copy_n(features.data() + i * dim_ + p * kPanelWidth, width,
                      panel.data() + i * kPanelWidth);
        }
        multiply_panel({features.data(), 1, dim_}, static_cast<int>(dim_), static_cast<int>(count),
                       panel.data(), sums.data() + p * dim_ * kPanelWidth, kPanelWidth, true);
      }
    }
  });
  for (const std::vector<float>& sums : partials) {
    for (std::size_t i = 0; i < dim_; ++i) {
      for (std::size_t j = 0; j < dim_; ++j) {
        const std::size_t panel = j / kPanelWidth;
        covariance_[i * dim_ + j] +=
            double{sums[(panel * dim_ + i) * kPanelWidth + j % kPanelWidth]} /
            static_cast<double>(rows_.size());
      }
    }
  }
}

void LogisticRegression::standardise(const float* feature, float* out) const {
  for (std::size_t d = 0; d < dim_; ++d) out[d] = (feature[d] - mean_[d]) * scale_[d];
}

void LogisticRegression::pack(const std::vector<double>& weights, std::vector<float>& panels,
                              std::vector<float>& biases) const {
  panels.assign(panels_ * dim_ * kPanelWidth, 0.0F);
  biases.assign(panels_ * kPanelWidth, 0.0F);
  for (std::size_t c = 0; c < classes_; ++c) {
    float* panel = panels.data() + c / kPanelWidth * dim_ * kPanelWidth + c % kPanelWidth;
    for (std::size_t d = 0; d < dim_; ++d) {
      panel[d * kPanelWidth] = static_cast<float>(weights[d * classes_ + c]);
    }
    biases[c] = static_cast<float>(weights[dim_ * classes_ + c]);
  }
}

void LogisticRegression::logits(const float* features, std::size_t count,
                                const std::vector<float>& panels, const std::vector<float>& biases,
                                float* out) const {
  const std::size_t stride = panels_ * kPanelWidth;
  for (std::size_t i = 0; i < count; ++i) {
    std::copy(biases.begin(), biases.end(), out + i * stride);
  }
  for (std::size_t panel = 0; panel < panels_; ++panel) {
    multiply_panel({features, dim_, 1}, static_cast<int>(count), static_cast<int>(dim_),
                   panels.data() + panel * dim_ * kPanelWidth, out + panel * kPanelWidth, stride,
                   true);
  }
}

double LogisticRegression::loss(const std::vector<double>& weights, double l2,
                                std::vector<double>& gradient) const {
  const std::size_t stride = panels_ * kPanelWidth;
  std::vector<float> panels;
  std::vector<float> biases;
  pack(weights, panels, biases);

  std::vector<Partial> partials(kChunks);
  parallel_for(threads_, kChunks, [&](int, std::size_t chunk) {
    Partial& partial = partials[chunk];
    partial.weights.assign(panels.size(), 0.0F);
    partial.biases.assign(stride, 0.0);
    std::vector<float> features(kBlock * dim_);
    std::vector<float> residuals(kBlock * stride);
    std::vector<float> panel(kBlock * kPanelWidth);
    const std::size_t end = rows_.size() * (chunk + 1) / kChunks;
    for (std::size_t first = rows_.size() * chunk / kChunks; first < end; first += kBlock) {
      const std::size_t count = std::min(kBlock, end - first);
      for (std::size_t i = 0; i < count; ++i) {
        standardise(train_.row(rows_[first + i]), features.data() + i * dim_);
      }
      logits(features.data(), count, panels, biases, residuals.data());
      for (std::size_t i = 0; i < count; ++i) {
        float* residual = residuals.data() + i * stride;
        partial.loss += softmax_residual(residual, classes_, train_.labels[rows_[first + i]]);
        for (std::size_t c = 0; c < classes_; ++c) partial.biases[c] += double{residual[c]};
      }
      // weights += features^T residuals: the rows of the product are the dimensions.
      for (std::size_t p = 0; p < panels_; ++p) {
        for (std::size_t i = 0; i < count; ++i) {
          std::copy_n(residuals.data() + i * stride + p * kPanelWidth, kPanelWidth,
                      panel.data() + i * kPanelWidth);
        }
        multiply_panel({features.data(), 1, dim_}, static_cast<int>(dim_), static_cast<int>(count),
                       panel.data(), partial.weights.data() + p * dim_ * kPanelWidth, kPanelWidth,
                       true);
      }
    }
  });

  const double scale = 1.0 / static_cast<double>(rows_.size());
  double cross_entropy = 0;
  double squares = 0;
  std::fill(gradient.begin(), gradient.end(), 0.0);
  for (const Partial& partial : partials) {
    cross_entropy += partial.loss;
    for (std::size_t c = 0; c < classes_; ++c) {
      const float* panel =
          partial.weights.data() + c / kPanelWidth * dim_ * kPanelWidth + c % kPanelWidth;
      for (std::size_t d = 0; d < dim_; ++d) {
        gradient[d * classes_ + c] += double{panel[d * kPanelWidth]};
      }
      gradient[dim_ * classes_ + c] += partial.biases[c];
    }
  }
  for (double& value : gradient) value *= scale;
  for (std::size_t i = 0; i < dim_ * classes_; ++i) {
    gradient[i] += l2 * weights[i];
    squares += weights[i] * weights[i];
  }
  return cross_entropy * scale + l2 / 2 * squares;
}

Minimum LogisticRegression::fit(double l2) {
  if (covariance_.empty()) {
    return minimise([&](const std::vector<double>& point,
                        std::vector<double>& gradient) { return loss(point, l2, gradient); },
                    weights_, kMaxPlainIterations, kTolerance);
  }
  // Where all classes are equally probable the Hessian is, but for what all classes share,
  // covariance / classes + l2 for each class. With L L^T = that, the search is for L^T weights.
  const double curvature = 1.0 / static_cast<double>(classes_);
  const std::size_t size = dim_ + 1;  // the bias is a constant feature
  std::vector<double> matrix(size * size, 0.0);
  for (std::size_t i = 0; i < dim_; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      matrix[i * size + j] = covariance_[i * dim_ + j] * curvature;
    }
    // What rounding may have taken from a positive definite matrix, too.
    matrix[i * size + i] += l2 + 1e-6 * curvature;
  }
  matrix[size * size - 1] = curvature;
  const Cholesky factor(std::move(matrix), size);

  std::vector<double> point(weights_.size());
  // L^T weights, by the product that solve_transposed() undoes.
  factor.multiply_transposed(weights_, classes_, point);
  const Minimum minimum = minimise(
      [&](const std::vector<double>& at, std::vector<double>& gradient) {
        weights_ = at;
        factor.solve_transposed(weights_, classes_);
        const double value = loss(weights_, l2, gradient);
        factor.solve(gradient, classes_);
        return value;
      },
      point, kMaxIterations, kScaledTolerance);
  weights_ = point;
  factor.solve_transposed(weights_, classes_);
  return minimum;
}

std::vector<int> LogisticRegression::predict(const Samples& samples, const Indices& rows) const {
  const std::size_t stride = panels_ * kPanelWidth;
  std::vector<float> panels;
  std::vector<float> biases;
  pack(weights_, panels, biases);
  std::vector<int> predictions(rows.size());
  parallel_for(threads_, (rows.size() + kBlock - 1) / kBlock, [&](int, std::size_t block) {
    const std::size_t first = block * kBlock;
    const std::size_t count = std::min(kBlock, rows.size() - first);
    std::vector<float> features(count * dim_);
    std::vector<float> scores(count * stride);
    for (std::size_t i = 0; i < count; ++i) {
      standardise(samples.row(rows[first + i]), features.data() + i * dim_);
    }
    logits(features.data(), count, panels, biases, scores.data());
    for (std::size_t i = 0; i < count; ++i) {
      const float* own = scores.data() + i * stride;
      predictions[first + i] = static_cast<int>(std::max_element(own, own + classes_) - own);
    }
  });
  return predictions;
}

}  // namespace dinozero::evaluation
