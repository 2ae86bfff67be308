// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <limits>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

struct Shape {
  std::size_t tokens, head_dim, heads;
  std::size_t dim() const { return head_dim * heads; }
};

struct Result {
  std::vector<float> out;
  std::vector<float> cls_attention;
};

Result run(const kernels::KernelTable& table, const Shape& shape, const std::vector<float>& values,
           Guard guard = Guard::kAfter, std::size_t head_begin = 0,
           std::size_t head_end = SIZE_MAX) {
  const GuardedInput qkv(values, guard);
  GuardedBuffer<float> out(shape.tokens * shape.dim(), guard);
  GuardedBuffer<float> cls_attention(shape.heads * shape.tokens, guard);
  kernels::AttentionInt8Args args;
  args.tokens = static_cast<int>(shape.tokens);
  args.heads = static_cast<int>(shape.heads);
  args.head_dim = static_cast<int>(shape.head_dim);
  args.head_begin = static_cast<int>(head_begin);
  args.head_end = static_cast<int>(std::min(head_end, shape.heads));
  args.qkv = qkv.data();
  args.out = out.data();
  args.cls_attention = cls_attention.data();
  GuardedBuffer<std::byte> scratch(table.attention_int8_scratch_bytes(args.tokens, args.head_dim),
                                   guard, kScratchAlignment);
  table.attention_int8(args, scratch.data());
  return {{out.begin(), out.end()}, {cls_attention.begin(), cls_attention.end()}};
}

std::vector<float> random_qkv(const Shape& shape, float magnitude) {
  RandomFloats random(
      static_cast<std::uint32_t>(shape.tokens + 1000 * shape.head_dim + 31 * shape.heads));
  std::vector<float> qkv = random.vector(shape.tokens * 3 * shape.dim());
  for (float& value : qkv) value *= magnitude;
  return qkv;
}

float& at(const Shape& shape, std::vector<float>& qkv, std::size_t token, std::size_t part,
          std::size_t column) {
  return qkv[(token * 3 + part) * shape.dim() + column];
}

// Attention in double precision, and what bounds its error.
struct Exact {
  std::vector<double> out;            // tokens x dim
  std::vector<double> out_bound;      // by the contract
  std::vector<double> cls_attention;  // heads x tokens
};

Exact exact_attention(const Shape& shape, std::vector<float> qkv) {
  const auto element = [&](std::size_t token, std::size_t part, std::size_t column) {
    return static_cast<double>(at(shape, qkv, token, part, column));
  };
  Exact exact;
  exact.out.resize(shape.tokens * shape.dim());
  exact.out_bound.resize(exact.out.size());
  exact.cls_attention.resize(shape.heads * shape.tokens);
  const auto tokens = static_cast<double>(shape.tokens);
  for (std::size_t head = 0; head < shape.heads; ++head) {
    const std::size_t first = head * shape.head_dim;
    const std::size_t last = first + shape.head_dim;
    double largest_key = 0.0;
    for (std::size_t j = 0; j < shape.tokens; ++j) {
      for (std::size_t c = first; c < last; ++c)
        largest_key = std::max(largest_key, std::fabs(element(j, 1, c)));
    }
    for (std::size_t i = 0; i < shape.tokens; ++i) {
      double largest_query = 0.0;
      for (std::size_t c = first; c < last; ++c)
        largest_query = std::max(largest_query, std::fabs(element(i, 0, c)));
      std::vector<double> p(shape.tokens);
      for (std::size_t j = 0; j < shape.tokens; ++j) {
        for (std::size_t c = first; c < last; ++c) p[j] += element(i, 0, c) * element(j, 1, c);
        p[j] /= std::sqrt(static_cast<double>(shape.head_dim));
      }
      const double maximum = *std::max_element(p.begin(), p.end());
      double sum = 0.0;
      for (double& value : p) sum += value = std::exp(value - maximum);
      for (double& value : p) value /= sum;
      if (i == 0) std::copy(p.begin(), p.end(), exact.cls_attention.data() + head * shape.tokens);
      const double e = std::sqrt(static_cast<double>(shape.head_dim)) * largest_query *
                       largest_key /
                       (kernels::attention_int8_limit(static_cast<int>(shape.head_dim)) - 1);
      for (std::size_t c = first; c < last; ++c) {
        double total = 0.0;
        double largest_value = 0.0;
        for (std::size_t j = 0; j < shape.tokens; ++j) {
          total += p[j] * element(j, 2, c);
          largest_value = std::max(largest_value, std::fabs(element(j, 2, c)));
        }
        exact.out[i * shape.dim() + c] = total;
        exact.out_bound[i * shape.dim() + c] =
            (std::exp(4 * e) * 1.006 - 1 + tokens / 4095 + 1.0 / 4000) * largest_value;
      }
    }
  }
  return exact;
}

double smallest_cosine(const Shape& shape, const std::vector<float>& actual,
                       const std::vector<double>& expected) {
  double smallest = 1.0;
  for (std::size_t i = 0; i < actual.size(); i += shape.head_dim) {  // a token and head
    double ab = 0.0;
    double aa = 0.0;
    double bb = 0.0;
    for (std::size_t c = i; c < i + shape.head_dim; ++c) {
      const double a = actual[c];
      ab += a * expected[c];
      aa += a * a;
      bb += expected[c] * expected[c];
    }
    smallest = std::min(smallest, ab / std::sqrt(aa * bb));
  }
  return smallest;
}

void check_against_exact(const Shape& shape, const std::vector<float>& qkv) {
  const Exact exact = exact_attention(shape, qkv);
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name, shape.tokens, shape.head_dim, shape.heads);
    const Result result = run(*table, shape, qkv);
    WorstError worst;
    for (std::size_t i = 0; i < result.out.size(); ++i) {
      worst.add(result.out[i], {exact.out[i], exact.out_bound[i]});
    }
    CHECK(worst.ratio() <= 1.0);
  }
}

// The integers are those of the reference when the results are, up to f32 roundings.
void check_against_reference(const Shape& shape, const std::vector<float>& qkv) {
  const Result expected = run(*kernels::find_kernel_table("reference"), shape, qkv);
  for (const kernels::KernelTable* table : supported_tables()) {
    for (const Guard guard : kGuards) {
      CAPTURE(table->name, shape.tokens, shape.head_dim, shape.heads, static_cast<int>(guard));
      const Result actual = run(*table, shape, qkv, guard);
      WorstError worst;
      const auto compare = [&](const std::vector<float>& a, const std::vector<float>& b) {
        for (std::size_t i = 0; i < a.size(); ++i) {
          const double value = b[i];
          worst.add(a[i], {value, 8 * kUnitRoundoff * std::fabs(value) + 1e-37});
        }
      };
      compare(actual.out, expected.out);
      compare(actual.cls_attention, expected.cls_attention);
      CHECK(worst.ratio() <= 1.0);
    }
  }
}

TEST_CASE("attention_int8 has the reference's integers at the models' shapes",
          "[kernels][attention_int8]") {
  for (const Shape& shape : {Shape{197, 64, 2}, Shape{197, 64, 3}, Shape{141, 64, 1},
                             Shape{37, 64, 6}, Shape{261, 64, 1}}) {
    for (const float magnitude : {0.1f, 1.0f, 3.0f}) {
      check_against_reference(shape, random_qkv(shape, magnitude));
    }
  }
}

TEST_CASE("attention_int8 has the reference's integers at odd shapes",
          "[kernels][attention_int8]") {
  for (std::size_t tokens : {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 50}) {
    for (std::size_t head_dim : {1, 2, 3, 7, 16, 31, 32, 33, 64, 80}) {
      const Shape shape = {tokens, head_dim, 1 + (tokens + head_dim) % 3};
      check_against_reference(shape, random_qkv(shape, 2.0f));
    }
  }
  check_against_reference({3, 512, 1}, random_qkv({3, 512, 1}, 1.0f));
  check_against_reference({1100, 4, 1}, random_qkv({1100, 4, 1}, 1.0f));
}

TEST_CASE("attention_int8 has the reference's integers at their extremes",
          "[kernels][attention_int8]") {
  for (const std::size_t tokens : {std::size_t{2}, std::size_t{197}, std::size_t{512}}) {
    const Shape shape = {tokens, 64, 1};
    // Equal scores and values: the largest sums there are.
    check_against_reference(shape, std::vector<float>(tokens * 3 * 64, 1.0f));
    check_against_reference(shape, std::vector<float>(tokens * 3 * 64, -1.0f));
    // Scores as far apart as can be, and factors at their limit.
    std::vector<float> qkv(tokens * 3 * 64, 1.0f);
    for (std::size_t c = 0; c < 64; ++c) at(shape, qkv, tokens - 1, 1, c) = -1.0f;
    for (const float magnitude : {1e-20f, 1.0f, 1e3f, 1e15f}) {
      std::vector<float> scaled = qkv;
      for (float& value : scaled) value *= magnitude;
      check_against_reference(shape, scaled);
    }
  }
  check_against_reference({9, 64, 2}, std::vector<float>(std::size_t{9} * 3 * 128, 0.0f));
}

TEST_CASE("attention_int8 is within its bound of exact attention", "[kernels][attention_int8]") {
  for (const Shape& shape : {Shape{197, 64, 1}, Shape{50, 16, 2}, Shape{1, 7, 1}}) {
    for (const float magnitude : {0.3f, 1.0f}) {
      check_against_exact(shape, random_qkv(shape, magnitude));
    }
  }
}

TEST_CASE("attention_int8 points where exact attention points", "[kernels][attention_int8]") {
  const Shape shape = {197, 64, 3};
  const auto check = [&](const char* what, const std::vector<float>& qkv) {
    const Exact exact = exact_attention(shape, qkv);
    for (const kernels::KernelTable* table : supported_tables()) {
      CAPTURE(what, table->name);
      CHECK(smallest_cosine(shape, run(*table, shape, qkv).out, exact.out) > 0.9999);
    }
  };
  // Sums of four uniform numbers, near enough to normal; standard deviation 1.15 * magnitude.
  RandomFloats random(77);
  std::vector<float> normal(shape.tokens * 3 * shape.dim());
  for (float& value : normal) {
    value = random.next() + random.next() + random.next() + random.next();
  }
  check("normal", normal);

  std::vector<float> peaked = normal;
  for (std::size_t token = 0; token < shape.tokens; ++token) {
    for (std::size_t c = 0; c < shape.dim(); ++c) at(shape, peaked, token, 0, c) *= 3.0f;
  }
  check("peaked", peaked);

  // A few tokens and a few channels far from the others, as vision transformers have them.
  std::vector<float> outliers = normal;
  for (const std::size_t token : {std::size_t{0}, std::size_t{60}, std::size_t{150}}) {
    for (std::size_t c = 0; c < shape.dim(); ++c) {
      at(shape, outliers, token, 1, c) *= 2.5f;
      at(shape, outliers, token, 2, c) *= 4.0f;
    }
  }
  for (std::size_t token = 0; token < shape.tokens; ++token) {
    at(shape, outliers, token, 1, 5) += 8.0f;
    at(shape, outliers, token, 2, 9) *= 20.0f;
  }
  check("outliers", outliers);
}

TEST_CASE("attention_int8 computes the heads asked for and nothing else",
          "[kernels][attention_int8]") {
  const Shape shape = {29, 20, 4};
  const std::vector<float> qkv = random_qkv(shape, 1.0f);
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    const Result whole = run(*table, shape, qkv);
    const Result part = run(*table, shape, qkv, Guard::kAfter, 1, 3);
    bool right = true;
    const auto compare = [&](std::size_t head, float actual, float expected) {
      const bool asked = head == 1 || head == 2;
      right = right &&
              (asked ? actual == expected : std::bit_cast<std::uint32_t>(actual) == 0xFFFFFFFFu);
    };
    for (std::size_t i = 0; i < part.out.size(); ++i)
      compare(i / 20 % 4, part.out[i], whole.out[i]);
    for (std::size_t i = 0; i < part.cls_attention.size(); ++i)
      compare(i / 29, part.cls_attention[i], whole.cls_attention[i]);
    CHECK(right);
  }
}

TEST_CASE("attention_int8 makes the head of a NaN or an infinity NaN, and no other",
          "[kernels][attention_int8]") {
  const Shape shape = {21, 16, 2};
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
        -std::numeric_limits<float>::infinity()}) {
    for (std::size_t part = 0; part < 3; ++part) {
      std::vector<float> qkv = random_qkv(shape, 1.0f);
      at(shape, qkv, 20, part, 31) = bad;
      for (const kernels::KernelTable* table : supported_tables()) {
        CAPTURE(table->name, part, bad);
        const Result result = run(*table, shape, qkv);
        bool right = true;
        for (std::size_t i = 0; i < result.out.size(); ++i)
          right = right && std::isnan(result.out[i]) == (i % 32 >= 16);
        for (std::size_t i = 0; i < result.cls_attention.size(); ++i)
          right = right && std::isnan(result.cls_attention[i]) == (i >= 21);
        CHECK(right);
      }
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
