// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// One layer with its exact result. Between the rows of x lie NaNs.
struct Layer {
  int rows, inputs, outputs;
  std::size_t x_stride, y_stride;
  std::vector<float> x, weight, bias;
  std::vector<Expected> expected;

  Layer(int row_count, int input_count, int output_count, bool with_bias, int x_gap = 0,
        int y_gap = 0)
      : rows(row_count),
        inputs(input_count),
        outputs(output_count),
        x_stride(count(inputs + x_gap)),
        y_stride(count(outputs + y_gap)),
        x(length(rows, inputs, x_stride), kNaN) {
    RandomFloats random(static_cast<std::uint32_t>(rows + 1000 * inputs + 31 * outputs));
    for (std::size_t r = 0; r < count(rows); ++r) {
      for (std::size_t i = 0; i < count(inputs); ++i) x[r * x_stride + i] = random.next();
    }
    weight = random.vector(count(outputs) * count(inputs));
    if (with_bias) bias = random.vector(count(outputs));
    compute_expected();
  }

  static std::size_t count(int n) { return static_cast<std::size_t>(n); }
  // A matrix ends with its last row: the stride's gap follows only the rows before.
  static std::size_t length(int row_count, int columns, std::size_t stride) {
    return row_count == 0 ? 0 : count(row_count - 1) * stride + count(columns);
  }

  void compute_expected() {
    expected.resize(count(rows) * count(outputs));
    for (std::size_t r = 0; r < count(rows); ++r) {
      for (std::size_t o = 0; o < count(outputs); ++o) {
        double sum = bias.empty() ? 0.0 : static_cast<double>(bias[o]);
        double magnitude = std::fabs(sum);
        const float* row = x.data() + r * x_stride;
        for (std::size_t i = 0; i < count(inputs); ++i) {
          const double product =
              static_cast<double>(row[i]) * static_cast<double>(weight[o * count(inputs) + i]);
          sum += product;
          magnitude += std::fabs(product);
        }
        expected[r * count(outputs) + o] = {sum, (inputs + 2) * kUnitRoundoff * magnitude};
      }
    }
  }
};

// Runs the layer between guards: y, with its gaps, as the kernel left it. `weight` holds the
// layer's weights, of `type`.
template <class Number>
std::vector<float> run(const kernels::KernelTable& table, const Layer& layer, Guard guard,
                       const std::vector<Number>& weights, kernels::FloatType type) {
  const GuardedInput x(layer.x, guard);
  GuardedBuffer<Number> weight(weights.size(), guard);
  std::copy(weights.begin(), weights.end(), weight.begin());
  weight.make_read_only();
  const GuardedInput bias(layer.bias, guard);
  GuardedBuffer<float> y(Layer::length(layer.rows, layer.outputs, layer.y_stride), guard);
  GuardedBuffer<std::byte> scratch(
      table.linear_f32_scratch_bytes(layer.rows, layer.outputs, layer.inputs), guard,
      kScratchAlignment);
  kernels::LinearF32Args args;
  args.rows = layer.rows;
  args.outputs = layer.outputs;
  args.inputs = layer.inputs;
  args.x = x.data();
  args.x_stride = layer.x_stride;
  args.weight = weight.data();
  args.weight_type = type;
  args.bias = layer.bias.empty() ? nullptr : bias.data();
  args.y = y.data();
  args.y_stride = layer.y_stride;
  table.linear_f32(args, scratch.data());
  return std::vector<float>(y.begin(), y.end());
}

std::vector<float> run(const kernels::KernelTable& table, const Layer& layer, Guard guard) {
  return run(table, layer, guard, layer.weight, kernels::FloatType::kF32);
}

double worst_ratio(const Layer& layer, const std::vector<float>& y) {
  WorstError worst;
  for (std::size_t r = 0; r < Layer::count(layer.rows); ++r) {
    for (std::size_t o = 0; o < Layer::count(layer.outputs); ++o) {
      worst.add(y[r * layer.y_stride + o], layer.expected[r * Layer::count(layer.outputs) + o]);
    }
  }
  return worst.ratio();
}

// The gaps between the rows of y must be as the guarded buffer made them.
bool gaps_untouched(const Layer& layer, const std::vector<float>& y) {
  for (std::size_t i = 0; i < y.size(); ++i) {
    const bool gap = i % layer.y_stride >= Layer::count(layer.outputs);
    if (gap && std::bit_cast<std::uint32_t>(y[i]) != 0xFFFFFFFFu) return false;
  }
  return true;
}

void check(const Layer& layer, std::initializer_list<Guard> guards) {
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : guards) {
      CAPTURE(table->name, layer.rows, layer.inputs, layer.outputs, layer.x_stride, layer.y_stride,
              layer.bias.size(), static_cast<int>(guard));
      const std::vector<float> y = run(*table, layer, guard);
      CHECK(worst_ratio(layer, y) <= 1.0);
      CHECK(gaps_untouched(layer, y));
    }
  }
}

TEST_CASE("linear_f32 is exact within its bound at the models' shapes", "[kernels][linear_f32]") {
  struct Shape {
    int rows, inputs, outputs;
  };
  for (const Shape& s :
       {Shape{196, 768, 128}, Shape{197, 128, 384}, Shape{197, 128, 128}, Shape{197, 128, 512},
        Shape{197, 512, 128}, Shape{197, 192, 576}, Shape{197, 768, 192}, Shape{197, 384, 1152},
        Shape{197, 384, 384}, Shape{61, 384, 1536}, Shape{61, 1536, 384}}) {
    check(Layer(s.rows, s.inputs, s.outputs, true), {Guard::kAfter});
  }
}

TEST_CASE("linear_f32 is exact within its bound at odd shapes", "[kernels][linear_f32]") {
  unsigned variant = 0;
  for (const int rows : {0, 1, 2, 3, 5, 6, 7, 11, 12, 13, 25}) {
    for (const int outputs : {0, 1, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 47, 65}) {
      for (const int inputs : {0, 1, 2, 3, 4, 5, 9, 31, 64, 255, 256, 257, 515}) {
        ++variant;
        const int x_gap = variant % 3 == 0 ? 5 : 0;
        const int y_gap = variant % 5 == 0 ? 3 : 0;
        check(Layer(rows, inputs, outputs, variant % 2 == 0, x_gap, y_gap),
              {Guard::kAfter, Guard::kBefore});
      }
    }
  }
}

TEST_CASE("linear_f32 is exact within its bound when it is deep", "[kernels][linear_f32]") {
  check(Layer(3, 5003, 33, true), {Guard::kAfter, Guard::kBefore});
}

TEST_CASE("linear_f32 does not depend on how a layer is split", "[kernels][linear_f32]") {
  const Layer layer(29, 300, 75, true);
  for (const kernels::KernelTable* table : supported_tables()) {
    const std::vector<float> whole = run(*table, layer, Guard::kAfter);
    for (const int split : {1, 14, 33, 64, 74}) {
      CAPTURE(table->name, split);
      Layer left = layer;
      left.outputs = split;
      left.weight.resize(Layer::count(split) * 300);
      left.bias.resize(Layer::count(split));
      Layer right = layer;
      right.outputs = layer.outputs - split;
      right.weight.erase(right.weight.begin(), right.weight.begin() + split * 300);
      right.bias.erase(right.bias.begin(), right.bias.begin() + split);
      const std::vector<float> a = run(*table, left, Guard::kAfter);
      const std::vector<float> b = run(*table, right, Guard::kAfter);
      bool equal = true;
      for (std::size_t r = 0; r < 29; ++r) {
        for (int o = 0; o < layer.outputs; ++o) {
          const float part =
              o < split ? a[r * 75 + Layer::count(o)] : b[r * 75 + Layer::count(o - split)];
          equal = equal && part == whole[r * 75 + Layer::count(o)];
        }
      }
      CHECK(equal);
    }
    for (const int rows : {1, 2, 12, 17, 28}) {
      CAPTURE(table->name, rows);
      Layer top = layer;
      top.rows = rows;
      top.x.resize(Layer::length(rows, 300, 300));
      const std::vector<float> y = run(*table, top, Guard::kAfter);
      CHECK(std::equal(y.begin(), y.end(), whole.begin()));
    }
  }
}

TEST_CASE("linear_f32 passes NaN and infinities on, and to their own outputs only",
          "[kernels][linear_f32]") {
  Layer layer(14, 37, 35, true);
  layer.x[5 * 37 + 36] = kNaN;
  layer.weight[34 * 37 + 3] = kNaN;  // of the last output: kernels may repeat its row
  layer.x[7 * 37] = kInfinity;
  layer.bias[2] = -kInfinity;
  for (float& weight : layer.weight) weight = std::isnan(weight) ? weight : std::fabs(weight) + 1;
  layer.compute_expected();
  check(layer, {Guard::kAfter, Guard::kBefore});

  Layer huge(13, 40, 33, false);
  for (float& value : huge.x) value = 1e30f;
  for (float& value : huge.weight) value = 1e30f;
  for (std::size_t i = 40; i < 80; ++i) huge.weight[i] = -1e30f;  // output 1
  for (std::size_t i = 0; i < huge.expected.size(); ++i) {
    huge.expected[i].value = i % 33 == 1 ? -kInfinity : kInfinity;  // overflows in f32
  }
  check(huge, {Guard::kAfter});

  Layer large(13, 40, 33, false);
  for (float& value : large.x) value *= 1e18f;
  for (float& value : large.weight) value *= 1e18f;
  large.compute_expected();
  check(large, {Guard::kAfter});
}

// The finite numbers of 16 bits, in an order that gives neighbours different exponents and signs.
class Numbers16 {
 public:
  explicit Numbers16(kernels::FloatType type)
      : exponent_(type == kernels::FloatType::kF16 ? 0x7C00U : 0x7F80U) {}

  std::uint16_t next() {
    do {
      bits_ = static_cast<std::uint16_t>(bits_ + 0x6F35U);  // odd: all of them in turn
    } while ((bits_ & exponent_) == exponent_);
    return bits_;
  }

 private:
  const std::uint16_t exponent_;
  std::uint16_t bits_ = 0;
};

float widened(std::uint16_t bits, kernels::FloatType type) {
  if (type == kernels::FloatType::kBF16) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
  }
  const int exponent = bits >> 10 & 31;
  const int mantissa = bits & 1023;
  const float magnitude = exponent == 0
                              ? std::ldexp(static_cast<float>(mantissa), -24)
                              : std::ldexp(static_cast<float>(1024 + mantissa), exponent - 25);
  return std::copysign(magnitude, (bits & 0x8000) != 0 ? -1.0F : 1.0F);
}

// The same layer with weights of 16 bits and with these as floats.
void check_16_bit(int rows, int inputs, int outputs, kernels::FloatType type, Guard guard) {
  Layer layer(rows, inputs, outputs, true);
  Numbers16 numbers(type);
  std::vector<std::uint16_t> stored;
  for (float& value : layer.weight) {
    stored.push_back(numbers.next());
    value = widened(stored.back(), type);
  }
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name, rows, inputs, outputs, static_cast<int>(type), static_cast<int>(guard));
    const std::vector<float> want = run(*table, layer, guard);
    const std::vector<float> have = run(*table, layer, guard, stored, type);
    CHECK(std::memcmp(want.data(), have.data(), want.size() * sizeof(float)) == 0);
  }
}

constexpr kernels::FloatType k16BitTypes[] = {kernels::FloatType::kF16, kernels::FloatType::kBF16};

TEST_CASE("linear_f32 with 16-bit weights gives the bits of the same weights in f32",
          "[kernels][linear_f32]") {
  for (const kernels::FloatType type : k16BitTypes) {
    for (const int rows : {1, 5, 13}) {
      for (const int outputs : {1, 7, 9, 16, 33, 65}) {
        for (const int inputs : {1, 2, 3, 4, 5, 9, 31, 64, 257, 515}) {
          check_16_bit(rows, inputs, outputs, type, Guard::kAfter);
          check_16_bit(rows, inputs, outputs, type, Guard::kBefore);
        }
      }
    }
    check_16_bit(6, 1536, 384, type, Guard::kAfter);
    check_16_bit(6, 384, 1152, type, Guard::kAfter);
  }
}

// x picks one weight after the other: every number comes out as it is.
TEST_CASE("linear_f32 widens every finite 16-bit number exactly", "[kernels][linear_f32]") {
  for (const kernels::FloatType type : k16BitTypes) {
    constexpr int kInputs = 8;
    std::vector<std::uint16_t> stored(0x10000);
    Numbers16 numbers(type);
    for (std::uint16_t& bits : stored) bits = numbers.next();
    Layer layer(kInputs, kInputs, 0x10000 / kInputs, false);
    std::fill(layer.x.begin(), layer.x.end(), 0.0F);
    for (std::size_t i = 0; i < kInputs; ++i) layer.x[i * kInputs + i] = 1.0F;
    for (const kernels::KernelTable* table : supported_tables()) {
      const std::vector<float> y = run(*table, layer, Guard::kAfter, stored, type);
      int wrong = 0;
      for (std::size_t i = 0; i < stored.size(); ++i) {
        const float want = widened(stored[i], type);
        const float have = y[i % kInputs * Layer::count(layer.outputs) + i / kInputs];
        // bf16 has numbers below the normal ones of f32, which some kernels take for zero.
        const bool flushed = std::fpclassify(want) == FP_SUBNORMAL && have == 0.0F;
        if (have != want && !flushed) ++wrong;
      }
      CAPTURE(table->name, static_cast<int>(type));
      CHECK(wrong == 0);
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
