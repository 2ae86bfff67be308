// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/error_compensation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lib/quantize/float16.h"

namespace dinozero::quantize {
namespace {

constexpr double kDamping = 0.01;
// Compensation moves weights beyond the range that was best for the original ones, or needs less of
// it: these multiples of the scales are tried.
constexpr float kScaleFactors[] = {1.0F, 0.93F, 0.86F, 0.8F, 1.07F};
constexpr int kImprovements = 3;

// y += factor * x
void add_multiple(double factor, const double* x, double* y, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) y[i] += factor * x[i];
}

}  // namespace

// One row of weights in the order of `order_`.
struct ErrorCompensation::Row {
  Scheme scheme = Scheme::kInt8;
  std::vector<float> weights;
  std::vector<std::int8_t> codes;
  std::vector<int> group_of;  // index of the scale of each input
  std::vector<float> scales;
  std::vector<double> difference;  // weights less codes times scales
  std::vector<double> slope;       // gram * difference
  std::vector<double> products;    // [scales, inputs]: gram * codes of each scale alone

  float scale_of(std::size_t input) const { return scales[group_of[input]]; }
  double* product_of(int group) { return products.data() + group * weights.size(); }
  void update_difference() {
    for (std::size_t i = 0; i < weights.size(); ++i) {
      difference[i] = double{weights[i]} - double{scale_of(i)} * codes[i];
    }
  }
};

std::optional<ErrorCompensation> ErrorCompensation::create(const SquareMatrix& gram) {
  ErrorCompensation result;
  const int size = gram.size;
  result.order_.resize(static_cast<std::size_t>(size));
  std::iota(result.order_.begin(), result.order_.end(), 0);
  std::stable_sort(result.order_.begin(), result.order_.end(),
                   [&](int a, int b) { return gram.diagonal(a) > gram.diagonal(b); });
  result.gram_ = SquareMatrix(size);
  for (int i = 0; i < size; ++i) {
    const double* from = gram.row(result.order_[i]);
    for (int j = 0; j < size; ++j) result.gram_.row(i)[j] = from[result.order_[j]];
  }
  result.gram_.add_diagonal(kDamping * gram.mean_diagonal());
  SquareMatrix factor;
  if (!inverse_factor(result.gram_, &factor)) return std::nullopt;
  result.factor_.assign(factor.values.begin(), factor.values.end());
  return result;
}

void ErrorCompensation::load(const Linear& linear, const WeightCodes& codes, int output,
                             Row* row) const {
  const std::size_t size = order_.size();
  row->scheme = codes.scheme;
  row->weights.resize(size);
  row->codes.resize(size);
  row->group_of.resize(size);
  row->difference.resize(size);
  row->scales.assign(codes.row_scales(output), codes.row_scales(output) + codes.groups());
  const std::size_t begin = static_cast<std::size_t>(output) * size;
  for (std::size_t i = 0; i < size; ++i) {
    row->weights[i] = linear.weight[begin + order_[i]];
    row->codes[i] = codes.codes[begin + order_[i]];
    row->group_of[i] = order_[i] / codes.group;
  }
  row->update_difference();
}

void ErrorCompensation::store(const Row& row, int output, WeightCodes* codes) const {
  const std::size_t begin = static_cast<std::size_t>(output) * order_.size();
  for (std::size_t i = 0; i < order_.size(); ++i) codes->codes[begin + order_[i]] = row.codes[i];
  std::copy(row.scales.begin(), row.scales.end(),
            codes->scales.begin() + static_cast<std::ptrdiff_t>(output) * codes->groups());
}

double ErrorCompensation::error(const Row& row) const {
  double sum = 0;
  for (int i = 0; i < gram_.size; ++i) {
    sum += row.difference[i] * dot(gram_.row(i), row.difference.data(), gram_.size);
  }
  return sum;
}

double ErrorCompensation::error(const Linear& linear, const WeightCodes& codes, int output) const {
  Row row;
  load(linear, codes, output, &row);
  return error(row);
}

// Returns the error: with U^T U = H^-1 a row's difference is U^T e, e what each step compensates,
// so that its error is e^T e.
double ErrorCompensation::compensate(Row* row) const {
  const std::size_t size = order_.size();
  std::vector<float> left = row->weights;
  double sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const float* factors = factor_.data() + i * size;
    row->codes[i] = nearest_code(row->scheme, left[i], row->scale_of(i));
    const float error = (left[i] - row->scale_of(i) * row->codes[i]) / factors[i];
    for (std::size_t j = i + 1; j < size; ++j) left[j] -= error * factors[j];
    sum += double{error} * error;
  }
  row->update_difference();
  return sum;
}

void ErrorCompensation::multiply(Row* row) const {
  const auto size = static_cast<std::size_t>(gram_.size);
  row->slope.resize(size);
  row->products.assign(row->scales.size() * size, 0.0);
  for (int i = 0; i < gram_.size; ++i) {
    const double* moments = gram_.row(i);
    row->slope[i] = dot(moments, row->difference.data(), gram_.size);
    add_multiple(row->codes[i], moments, row->product_of(row->group_of[i]), size);
  }
}

// Coordinate descent: each code to where its error is least while the others stay.
void ErrorCompensation::improve_codes(Row* row) const {
  const int limit = code_limit(row->scheme);
  for (int i = 0; i < gram_.size; ++i) {
    const double scale = row->scale_of(i);
    if (scale == 0) continue;
    const double square = gram_.diagonal(i);
    const double ideal = row->codes[i] + row->slope[i] / (scale * square);
    const int code =
        row->scheme == Scheme::kBinary
            ? (ideal < 0 ? -1 : 1)
            : static_cast<int>(std::clamp(std::nearbyint(ideal), -1.0 * limit, 1.0 * limit));
    const int step = code - row->codes[i];
    const double change = scale * step;
    if (change == 0 || change * (square * change - 2 * row->slope[i]) >= 0) continue;
    row->codes[i] = static_cast<std::int8_t>(code);
    row->difference[i] -= change;
    add_multiple(-change, gram_.row(i), row->slope.data(), row->slope.size());
    add_multiple(step, gram_.row(i), row->product_of(row->group_of[i]), row->slope.size());
  }
}

// Each scale to its least squares value while codes and other scales stay.
void ErrorCompensation::improve_scales(bool float16, Row* row) const {
  for (std::size_t group = 0; group < row->scales.size(); ++group) {
    const double* product = row->product_of(static_cast<int>(group));
    double square = 0;
    double slope = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (row->group_of[i] != static_cast<int>(group)) continue;
      square += row->codes[i] * product[i];
      slope += row->codes[i] * row->slope[i];
    }
    if (!(square > 0)) continue;
    auto scale = static_cast<float>(row->scales[group] + slope / square);
    if (float16) scale = round_to_float16(scale);
    const double change = double{scale} - row->scales[group];
    const bool usable = scale >= kSmallestFloat16 || (!float16 && scale > 0);
    if (!usable || change * (square * change - 2 * slope) >= 0) continue;
    row->scales[group] = scale;
    row->update_difference();
    add_multiple(-change, product, row->slope.data(), row->slope.size());
  }
}

void ErrorCompensation::round(const Linear& linear, WeightCodes* codes) const {
  Row given;
  for (int output = 0; output < linear.outputs; ++output) {
    load(linear, *codes, output, &given);
    Row best = given;
    double least = error(best);
    for (const float factor : kScaleFactors) {
      Row row = given;
      for (float& scale : row.scales) {
        const float moved =
            codes->float16_scales ? round_to_float16(scale * factor) : scale * factor;
        if (moved >= kSmallestFloat16) scale = moved;
      }
      const double found = compensate(&row);
      if (found >= least) continue;
      least = found;
      best = std::move(row);
    }
    multiply(&best);
    for (int round = 0; round < kImprovements; ++round) {
      improve_codes(&best);
      improve_scales(codes->float16_scales, &best);
    }
    store(best, output, codes);
  }
}

void aim_at_wanted_outputs(const InputMoments& moments, double share, Linear* linear) {
  const double ridge = share * moments.gram.mean_diagonal();
  SquareMatrix lower = moments.gram;
  lower.add_diagonal(ridge);
  if (!cholesky(&lower)) return;
  std::vector<double> row(static_cast<std::size_t>(linear->inputs));
  for (int output = 0; output < linear->outputs; ++output) {
    float* weights = linear->weight.data() + static_cast<std::size_t>(output) * linear->inputs;
    for (int i = 0; i < linear->inputs; ++i) row[i] = ridge * weights[i];
    for (int k = 0; k < linear->inputs; ++k) {
      const double* cross = moments.cross.row(k);
      const double weight = weights[k];
      for (int i = 0; i < linear->inputs; ++i) row[i] += weight * cross[i];
    }
    solve(lower, row.data());
    for (int i = 0; i < linear->inputs; ++i) weights[i] = static_cast<float>(row[i]);
  }
}

}  // namespace dinozero::quantize
