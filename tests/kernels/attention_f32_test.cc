// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Shape {
  std::size_t tokens, head_dim, heads;
};

struct Attention {
  Shape shape;
  std::vector<float> qkv;
  std::vector<Expected> out;            // tokens x heads x head_dim
  std::vector<Expected> cls_attention;  // heads x tokens

  explicit Attention(const Shape& sizes, float magnitude = 2.0f) : shape(sizes) {
    RandomFloats random(
        static_cast<std::uint32_t>(shape.tokens + 1000 * shape.head_dim + 31 * shape.heads));
    qkv = random.vector(shape.tokens * 3 * dim());
    for (float& value : qkv) value *= magnitude;
    compute_expected();
  }

  std::size_t dim() const { return shape.heads * shape.head_dim; }
  // part: 0 query, 1 key, 2 value
  float& at(std::size_t token, std::size_t part, std::size_t head, std::size_t d) {
    return qkv[(token * 3 + part) * dim() + head * shape.head_dim + d];
  }

  void compute_expected() {
    out.assign(shape.tokens * dim(), {});
    cls_attention.assign(shape.heads * shape.tokens, {});
    for (std::size_t head = 0; head < shape.heads; ++head) compute_head(head);
  }

  void compute_head(std::size_t head) {
    const std::size_t tokens = shape.tokens;
    const double scale = 1.0 / std::sqrt(static_cast<double>(shape.head_dim));
    std::vector<double> p(tokens * tokens);
    double largest = 0.0;
    for (std::size_t i = 0; i < tokens; ++i) {
      double* row = p.data() + i * tokens;
      for (std::size_t j = 0; j < tokens; ++j) {
        double magnitude = 0.0;
        for (std::size_t d = 0; d < shape.head_dim; ++d) {
          const double product = static_cast<double>(at(i, 0, head, d)) *
                                 static_cast<double>(at(j, 1, head, d)) * scale;
          row[j] += product;
          magnitude += std::fabs(product);
        }
        if (std::isfinite(magnitude)) largest = std::max(largest, magnitude);
      }
      const double maximum = *std::max_element(row, row + tokens);
      double sum = 0.0;
      for (std::size_t j = 0; j < tokens; ++j) sum += row[j] = std::exp(row[j] - maximum);
      for (std::size_t j = 0; j < tokens; ++j) row[j] /= sum;
    }
    const double e = static_cast<double>(shape.head_dim + 8) * kUnitRoundoff * largest;
    const double factor = std::expm1(2 * e) + static_cast<double>(2 * tokens + 32) * kUnitRoundoff;
    for (std::size_t i = 0; i < tokens; ++i) {
      for (std::size_t d = 0; d < shape.head_dim; ++d) {
        double sum = 0.0;
        double magnitude = 1e-37;
        for (std::size_t j = 0; j < tokens; ++j) {
          const double product = p[i * tokens + j] * static_cast<double>(at(j, 2, head, d));
          sum += product;
          magnitude += std::fabs(product);
        }
        out[i * dim() + head * shape.head_dim + d] = {sum, factor * magnitude};
      }
    }
    for (std::size_t j = 0; j < tokens; ++j) {
      cls_attention[head * tokens + j] = {p[j], factor * p[j] + 1e-37};
    }
  }
};

struct Result {
  std::vector<float> out;
  std::vector<float> cls_attention;
};

Result run(const kernels::KernelTable& table, const Attention& attention, Guard guard,
           bool want_cls_attention = true, std::size_t head_begin = 0,
           std::size_t head_end = SIZE_MAX) {
  const Shape& shape = attention.shape;
  const GuardedInput qkv(attention.qkv, guard);
  GuardedBuffer<float> out(attention.out.size(), guard);
  GuardedBuffer<float> cls_attention(attention.cls_attention.size(), guard);
  kernels::AttentionF32Args args;
  args.tokens = static_cast<int>(shape.tokens);
  args.heads = static_cast<int>(shape.heads);
  args.head_dim = static_cast<int>(shape.head_dim);
  args.head_begin = static_cast<int>(head_begin);
  args.head_end = static_cast<int>(std::min(head_end, shape.heads));
  args.qkv = qkv.data();
  args.out = out.data();
  args.cls_attention = want_cls_attention ? cls_attention.data() : nullptr;
  GuardedBuffer<std::byte> scratch(table.attention_f32_scratch_bytes(args.tokens, args.head_dim),
                                   guard, kScratchAlignment);
  table.attention_f32(args, scratch.data());
  return {{out.begin(), out.end()}, {cls_attention.begin(), cls_attention.end()}};
}

double worst_ratio(const std::vector<float>& actual, const std::vector<Expected>& expected) {
  WorstError worst;
  for (std::size_t i = 0; i < actual.size(); ++i) worst.add(actual[i], expected[i]);
  return worst.ratio();
}

void check(const Attention& attention, std::initializer_list<Guard> guards) {
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : guards) {
      CAPTURE(table->name, attention.shape.tokens, attention.shape.head_dim, attention.shape.heads,
              static_cast<int>(guard));
      const Result result = run(*table, attention, guard);
      CHECK(worst_ratio(result.out, attention.out) <= 1.0);
      CHECK(worst_ratio(result.cls_attention, attention.cls_attention) <= 1.0);
    }
  }
}

TEST_CASE("attention_f32 is exact within its bound at the models' shapes",
          "[kernels][attention_f32]") {
  for (const Shape& shape : {Shape{197, 64, 2}, Shape{197, 64, 3}, Shape{141, 64, 6},
                             Shape{37, 64, 6}, Shape{65, 64, 2}}) {
    check(Attention(shape), {Guard::kAfter});
  }
}

TEST_CASE("attention_f32 is exact within its bound at odd shapes", "[kernels][attention_f32]") {
  for (std::size_t tokens : {1, 2, 3, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 24, 31, 32, 33, 50}) {
    for (std::size_t head_dim : {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 80}) {
      check(Attention({tokens, head_dim, 1 + (tokens + head_dim) % 3}),
            {Guard::kAfter, Guard::kBefore});
    }
  }
}

TEST_CASE("attention_f32 computes the heads asked for and nothing else",
          "[kernels][attention_f32]") {
  const Attention attention({29, 20, 4});
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    const Result whole = run(*table, attention, Guard::kAfter);
    const Result part = run(*table, attention, Guard::kAfter, true, 1, 3);
    bool equal = true;
    bool untouched = true;
    const auto compare = [&](std::size_t head, float actual, float expected) {
      if (head == 1 || head == 2) {
        equal = equal && actual == expected;
      } else {
        untouched = untouched && std::bit_cast<std::uint32_t>(actual) == 0xFFFFFFFFu;
      }
    };
    for (std::size_t i = 0; i < part.out.size(); ++i) {
      compare(i / 20 % 4, part.out[i], whole.out[i]);
    }
    for (std::size_t i = 0; i < part.cls_attention.size(); ++i) {
      compare(i / 29, part.cls_attention[i], whole.cls_attention[i]);
    }
    CHECK(equal);
    CHECK(untouched);

    const Result without = run(*table, attention, Guard::kAfter, false);
    CHECK(without.out == whole.out);
    CHECK(std::all_of(without.cls_attention.begin(), without.cls_attention.end(),
                      [](float f) { return std::bit_cast<std::uint32_t>(f) == 0xFFFFFFFFu; }));
  }
}

TEST_CASE("attention_f32 of equal tokens is their value", "[kernels][attention_f32]") {
  Attention attention({45, 16, 2});
  std::fill(attention.qkv.begin(), attention.qkv.end(), 3.0f);
  attention.compute_expected();
  check(attention, {Guard::kAfter});
}

TEST_CASE("attention_f32 survives scores far apart", "[kernels][attention_f32]") {
  // Whole numbers: the scores, up to thousands, are exact, and the softmax is one-hot or a tie.
  Attention attention({33, 16, 2});
  RandomFloats random(5);
  for (float& value : attention.qkv) value = std::round(random.next() * 40.0f);
  attention.compute_expected();
  const double factor = (2 * 33 + 32) * kUnitRoundoff;
  for (std::size_t head = 0; head < 2; ++head) {
    for (std::size_t j = 0; j < 33; ++j) {
      Expected& e = attention.cls_attention[head * 33 + j];
      e.bound = (factor + 8000 * kUnitRoundoff) * e.value + 1e-37;
    }
  }
  for (Expected& e : attention.out) e.bound = (factor + 8000 * kUnitRoundoff) * 40;
  check(attention, {Guard::kAfter});
}

TEST_CASE("attention_f32 passes NaN on, and to its own results only", "[kernels][attention_f32]") {
  const Shape shape{21, 12, 3};
  Attention query(shape);
  query.at(4, 0, 1, 11) = kNaN;  // makes row 4 of head 1 NaN
  query.compute_expected();
  check(query, {Guard::kAfter});
  CHECK(std::isnan(query.out[4 * 36 + 12].value));
  CHECK_FALSE(std::isnan(query.out[5 * 36 + 12].value));

  Attention key(shape);
  key.at(20, 1, 2, 0) = kNaN;  // makes head 2 NaN
  for (std::size_t token = 0; token < 21; ++token) key.at(token, 2, 0, 5) = kInfinity;
  key.compute_expected();
  check(key, {Guard::kAfter});

  Attention value(shape);
  value.at(20, 2, 0, 3) = kNaN;  // makes column 3 of head 0 NaN
  value.compute_expected();
  check(value, {Guard::kAfter});
}

TEST_CASE("attention_f32 gives a score of -infinity no weight", "[kernels][attention_f32]") {
  Attention attention({19, 8, 1});
  for (std::size_t token = 0; token < 19; ++token) attention.at(token, 0, 0, 0) = 1.0f;
  for (const std::size_t token : {0, 7, 18}) attention.at(token, 1, 0, 0) = -kInfinity;
  attention.compute_expected();
  check(attention, {Guard::kAfter});
  CHECK(attention.cls_attention[7].value == 0.0);
}

}  // namespace
}  // namespace dinozero::testing
