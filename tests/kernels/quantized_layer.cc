// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized_layer.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "kernels/armv6_layout.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr float kSentinel = -12345.5f;

std::size_t count(int n) { return static_cast<std::size_t>(n); }

std::size_t length(int rows, int columns, std::size_t stride) {
  return rows == 0 ? 0 : count(rows - 1) * stride + count(columns);
}

// A guarded, read-only copy; null for nothing.
template <class T>
class Operand {
 public:
  Operand(const std::vector<T>& values, Guard guard) : buffer_(values.size(), guard) {
    std::copy(values.begin(), values.end(), buffer_.begin());
    buffer_.make_read_only();
  }
  const T* data() const { return buffer_.data(); }
  const T* data_or_null() const { return buffer_.size() == 0 ? nullptr : buffer_.data(); }

 private:
  GuardedBuffer<T> buffer_;
};

// Bits that no weight uses are set, which must not matter.
std::vector<std::uint8_t> pack(const QuantizedLayer& layer) {
  const int per_byte = layer.scheme == WeightScheme::kInt4 ? 2 : 8;
  const int bits = 8 / per_byte;
  const std::size_t row_bytes = count((layer.inputs + per_byte - 1) / per_byte);
  std::vector<std::uint8_t> packed(count(layer.outputs) * row_bytes, 0xFF);
  for (std::size_t output = 0; output < count(layer.outputs); ++output) {
    for (std::size_t i = 0; i < count(layer.inputs); ++i) {
      const int weight = layer.weight[output * count(layer.inputs) + i];
      const int code = layer.scheme == WeightScheme::kInt4 ? weight + 8 : (weight + 1) / 2;
      const int shift = static_cast<int>(i % count(per_byte)) * bits;
      std::uint8_t& byte = packed[output * row_bytes + i / count(per_byte)];
      byte = static_cast<std::uint8_t>((byte & ~(((1 << bits) - 1) << shift)) | code << shift);
    }
  }
  return packed;
}

int group_of(const QuantizedLayer& layer) {
  return layer.group > 0 ? layer.group : std::max(32, layer.inputs);
}

int limit_of(const QuantizedLayer& layer) { return layer.x_limit == 31 ? 31 : 128; }

template <class Args>
void set_common(Args& args, const QuantizedLayer& layer, const Operand<std::int8_t>& x,
                const Operand<float>& x_scale, const Operand<float>& weight_scale,
                const Operand<float>& bias, const Operand<float>& residual_scale,
                const kernels::LinearOutput& output) {
  args.rows = layer.rows;
  args.outputs = layer.outputs;
  args.inputs = layer.inputs;
  args.x = x.data();
  args.x_stride = layer.x_stride();
  args.x_scale = x_scale.data();
  args.weight_scale = weight_scale.data();
  args.bias = bias.data_or_null();
  args.output = output;
  args.output.y_stride = layer.y_stride();
  args.output.epilogue = layer.epilogue;
  args.output.residual_scale = residual_scale.data_or_null();
}

double gelu(double v) { return v * 0.5 * std::erfc(-v / std::sqrt(2.0)); }

}  // namespace

int QuantizedLayer::groups() const {
  if (scheme != WeightScheme::kInt4) return 1;
  if (inputs == 0) return 0;
  return group > 0 ? (inputs - 1) / group + 1 : 1;
}

std::int32_t QuantizedLayer::sum(int row, int output, int begin, int end) const {
  std::int32_t total = 0;
  for (int i = begin; i < end; ++i) {
    total +=
        x[count(row) * x_stride() + count(i)] * weight[count(output) * count(inputs) + count(i)];
  }
  return total;
}

Expected QuantizedLayer::expected(int row, int output) const {
  double total = 0.0;
  double magnitude = 0.0;
  for (int g = 0; g < groups(); ++g) {
    const int width = groups() == 1 ? inputs : group;
    const double part =
        sum(row, output, g * width, std::min(inputs, (g + 1) * width)) *
        static_cast<double>(weight_scale[count(output) * count(groups()) + count(g)]);
    total += part;
    magnitude += std::fabs(part);
  }
  const double scale = x_scale[count(row)];
  const double b = bias.empty() ? 0.0 : static_cast<double>(bias[count(output)]);
  const double v = scale * total + b;
  const double bound =
      (groups() + 4) * kUnitRoundoff * (std::fabs(scale) * magnitude + std::fabs(b));
  switch (epilogue) {
    case kernels::Epilogue::kStore:
      return {v, bound};
    case kernels::Epilogue::kGelu:  // whose slope is at most 1.13
    case kernels::Epilogue::kGeluQuantize:
      return {gelu(v), 1.13 * bound + 1e-6 * std::max(1.0, std::fabs(v))};
    case kernels::Epilogue::kResidual: {
      const double factor =
          residual_scale.empty() ? 1.0 : static_cast<double>(residual_scale[count(output)]);
      const double before = y_before[count(row) * count(outputs) + count(output)];
      return {before + v * factor,
              bound * std::fabs(factor) +
                  2 * kUnitRoundoff * (std::fabs(v * factor) + std::fabs(before))};
    }
  }
  return {};
}

void QuantizedLayer::randomize(bool with_bias, std::uint32_t seed) {
  RandomFloats random(seed);
  const int limit = scheme == WeightScheme::kInt4 ? (x_limit == 31 ? 31 : 128) : 128;
  x.resize(length(rows, inputs, x_stride()));
  for (std::int8_t& value : x) {
    value = static_cast<std::int8_t>(
        std::clamp(static_cast<int>(std::floor(random.next() * static_cast<float>(limit + 1))),
                   limit == 31 ? -31 : -128, limit == 31 ? 31 : 127));
  }
  x_scale = random.vector(count(rows));
  weight.resize(count(outputs) * count(inputs));
  for (std::int8_t& value : weight) {
    const float r = random.next();
    if (scheme == WeightScheme::kInt8) value = static_cast<std::int8_t>(std::floor(r * 128));
    if (scheme == WeightScheme::kInt4)
      value = static_cast<std::int8_t>(std::floor(r * 7.5f + 0.5f));
    if (scheme == WeightScheme::kBinary) value = r < 0.0f ? std::int8_t{-1} : std::int8_t{1};
  }
  weight_scale = random.vector(count(outputs) * count(groups()));
  bias = with_bias ? random.vector(count(outputs)) : std::vector<float>();
  y_before = random.vector(count(rows) * count(outputs));
}

void QuantizedLayer::make_scales_one() {
  std::fill(x_scale.begin(), x_scale.end(), 1.0f);
  std::fill(weight_scale.begin(), weight_scale.end(), 1.0f);
  bias.clear();
}

std::vector<std::uint32_t> in_armv6_layout(const QuantizedLayer& layer) {
  if (layer.scheme == WeightScheme::kInt8) return {};
  const bool binary = layer.scheme == WeightScheme::kBinary;
  std::vector<std::uint32_t> words(
      kernels::armv6_layout::layer_words(binary, layer.outputs, layer.inputs));
  if (words.empty()) return words;
  const std::vector<std::uint8_t> rows = pack(layer);
  if (binary) {
    kernels::armv6_layout::pack_binary(rows.data(), layer.outputs, layer.inputs, words.data());
  } else {
    kernels::armv6_layout::pack_int4(rows.data(), layer.outputs, layer.inputs, group_of(layer),
                                     limit_of(layer), words.data());
  }
  return words;
}

std::vector<float> run(const kernels::KernelTable& table, const QuantizedLayer& layer, Guard guard,
                       bool armv6_layout, QuantizedRows* quantized) {
  const Operand<std::int8_t> x(layer.x, guard);
  const Operand<float> x_scale(layer.x_scale, guard);
  const Operand<float> weight_scale(layer.weight_scale, guard);
  const Operand<float> bias(layer.bias, guard);
  const Operand<float> residual_scale(layer.residual_scale, guard);
  GuardedBuffer<float> y(length(layer.rows, layer.outputs, layer.y_stride()), guard);
  std::fill(y.begin(), y.end(), kSentinel);
  if (layer.epilogue == kernels::Epilogue::kResidual) {
    for (std::size_t row = 0; row < count(layer.rows); ++row) {
      std::copy_n(layer.y_before.begin() + static_cast<std::ptrdiff_t>(row * count(layer.outputs)),
                  layer.outputs, y.begin() + row * layer.y_stride());
    }
  }
  const Operand<std::uint32_t> words(
      armv6_layout ? in_armv6_layout(layer) : std::vector<std::uint32_t>(), guard);
  const bool quantizes = layer.epilogue == kernels::Epilogue::kGeluQuantize;
  const std::size_t codes_count = quantizes ? count(layer.rows) * count(layer.outputs) : 0;
  GuardedBuffer<std::int8_t> own_codes(codes_count, guard);
  GuardedBuffer<float> code_scales(quantizes ? count(layer.rows) : 0, guard);
  kernels::LinearOutput output;
  output.y = y.data();
  if (quantizes) {
    output.codes = quantized->in_y ? reinterpret_cast<std::int8_t*>(y.data()) : own_codes.data();
    output.code_scale = code_scales.data();
    output.limit = quantized->limit;
  }
  const auto scratch = [&](auto bytes) {
    return GuardedBuffer<std::byte>(bytes(layer.rows, layer.outputs, layer.inputs), guard,
                                    kScratchAlignment);
  };
  if (layer.scheme == WeightScheme::kInt8) {
    const Operand<std::int8_t> weight(layer.weight, guard);
    kernels::LinearInt8Args args;
    set_common(args, layer, x, x_scale, weight_scale, bias, residual_scale, output);
    args.weight = weight.data();
    auto memory = scratch(table.linear_int8_scratch_bytes);
    table.linear_int8(args, memory.data());
  } else if (layer.scheme == WeightScheme::kInt4) {
    const Operand<std::uint8_t> weight(pack(layer), guard);
    kernels::LinearInt4Args args;
    set_common(args, layer, x, x_scale, weight_scale, bias, residual_scale, output);
    args.weight_packed = armv6_layout ? nullptr : weight.data();
    args.weight_armv6 = words.data_or_null();
    args.group = group_of(layer);
    args.x_limit = limit_of(layer);
    auto memory = scratch(table.linear_int4_scratch_bytes);
    table.linear_int4(args, memory.data());
  } else {
    const Operand<std::uint8_t> weight(pack(layer), guard);
    kernels::LinearBinaryArgs args;
    set_common(args, layer, x, x_scale, weight_scale, bias, residual_scale, output);
    args.weight_packed = armv6_layout ? nullptr : weight.data();
    args.weight_armv6 = words.data_or_null();
    auto memory = scratch(table.linear_binary_scratch_bytes);
    table.linear_binary(args, memory.data());
  }
  if (quantizes) {
    quantized->codes.assign(output.codes, output.codes + codes_count);
    quantized->scales.assign(code_scales.begin(), code_scales.end());
  }
  return std::vector<float>(y.begin(), y.end());
}

void check(const QuantizedLayer& layer, bool exact) {
  std::vector<Expected> expected;
  for (int row = 0; row < layer.rows; ++row) {
    for (int output = 0; output < layer.outputs; ++output) {
      expected.push_back(layer.expected(row, output));
      if (!exact) continue;
      expected.back() = {static_cast<double>(static_cast<float>(expected.back().value)), 0.0};
    }
  }
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : kGuards) {
      CAPTURE(table->name, static_cast<int>(layer.scheme), layer.rows, layer.inputs, layer.outputs,
              layer.group, layer.x_limit, layer.x_gap, layer.y_gap, layer.bias.size(),
              static_cast<int>(layer.epilogue), static_cast<int>(guard));
      const std::vector<float> y = run(*table, layer, guard);
      WorstError worst;
      bool gaps_untouched = true;
      for (std::size_t i = 0; i < y.size(); ++i) {
        const std::size_t row = i / layer.y_stride();
        const std::size_t output = i % layer.y_stride();
        if (output >= count(layer.outputs)) {
          gaps_untouched = gaps_untouched && y[i] == kSentinel;
        } else {
          worst.add(y[i], expected[row * count(layer.outputs) + output]);
        }
      }
      CHECK(worst.ratio() <= 1.0);
      CHECK(gaps_untouched);
      const bool has_layout = std::string_view(table->name) == kernels::armv6_layout::kName &&
                              !in_armv6_layout(layer).empty();
      if (has_layout) {
        // Bit by bit, for there are NaN.
        const std::vector<float> same = run(*table, layer, guard, /*armv6_layout=*/true);
        REQUIRE(same.size() == y.size());
        CHECK(std::memcmp(same.data(), y.data(), y.size() * sizeof(float)) == 0);
      }
    }
  }
}

}  // namespace dinozero::testing
