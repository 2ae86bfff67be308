// SPDX-License-Identifier: Apache-2.0
#include "support/synthetic_checkpoint.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "support/catch.h"

namespace dinozero::testing {
namespace {

class Crc32 {
 public:
  void add_byte(std::uint8_t byte) {
    crc_ ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc_ = (crc_ >> 1) ^ ((crc_ & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  void add(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) add_byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void add(const std::vector<float>& values) {
    for (const float value : values) add(std::bit_cast<std::uint32_t>(value), 4);
  }
  std::uint32_t value() const { return ~crc_; }

 private:
  std::uint32_t crc_ = 0xFFFFFFFFu;
};

std::uint32_t checksum(const std::vector<SyntheticTensor>& tensors) {
  Crc32 crc;
  for (const SyntheticTensor& tensor : tensors) {
    for (const char c : tensor.name) crc.add_byte(static_cast<std::uint8_t>(c));
    crc.add(tensor.shape.size(), 8);
    for (const std::int64_t extent : tensor.shape) crc.add(static_cast<std::uint64_t>(extent), 8);
    crc.add(tensor.values);
  }
  return crc.value();
}

SyntheticConfig dinov2_config() {
  SyntheticConfig config{64, 2, 2, 256, 14, 16, 16};
  config.registers = 4;
  config.layer_scale = true;
  config.seed = 9;
  return config;
}

SyntheticConfig odd_config() {
  SyntheticConfig config{60, 2, 5, 130, 7, 5, 5};
  config.qkv_bias = false;
  config.embedding_scale = 1.0 / 1024;
  config.seed = (std::uint64_t{1} << 63) + 5;
  return config;
}

// The expected checksums are printed by `python3 tests/golden/synthetic.py`.
TEST_CASE("synthetic checkpoints equal those of the Python generator", "[synthetic]") {
  CHECK(checksum(make_tensors(micro())) == 0xd936dc53u);
  CHECK(checksum(make_tensors(micro(), Flavour::kHuggingFace)) == 0x0dff3c8cu);
  CHECK(checksum(make_tensors(micro(), Flavour::kTimm)) == 0xd936dc53u);
  CHECK(checksum(make_tensors(tiny())) == 0x2586023bu);
  CHECK(checksum(make_tensors(dinov2_config())) == 0x7ea3d0b2u);
  CHECK(checksum(make_tensors(dinov2_config(), Flavour::kHuggingFace)) == 0x18ba8872u);
  CHECK(checksum(make_tensors(dinov2_config(), Flavour::kTimm)) == 0x61a6099au);
  CHECK(checksum(make_tensors(odd_config())) == 0x652a1a1eu);
  CHECK(checksum(make_tensors(odd_config(), Flavour::kHuggingFace)) == 0x5fa627f6u);
  CHECK(make_tensors(small()).size() == 78);
  CHECK(make_tensors(vit_s16()).size() == 150);
}

TEST_CASE("synthetic pictures equal those of the Python generator", "[synthetic]") {
  Crc32 normalized;
  normalized.add(normalized_image(160, 224, 3));
  CHECK(normalized.value() == 0x2f2620d1u);

  struct Case {
    int width, height;
    std::uint32_t expected;
  };
  for (const Case& c : {Case{451, 300, 0x0a589682u}, Case{1, 300, 0x27615c74u},
                        Case{37, 53, 0x89ca3bb0u}, Case{1, 1, 0xd2fd108du}}) {
    Crc32 crc;
    for (const std::uint8_t value : image_rgb8(c.width, c.height, 7)) crc.add_byte(value);
    CAPTURE(c.width, c.height);
    CHECK(crc.value() == c.expected);
  }
}

std::string text_of(const std::vector<std::byte>& bytes, std::size_t begin, std::size_t count) {
  std::string text(count, '\0');
  std::memcpy(text.data(), bytes.data() + begin, count);
  return text;
}

TEST_CASE("the synthetic safetensors writer pads and escapes", "[synthetic]") {
  const std::vector<SyntheticTensor> tensors = {{"a", {2}, {1.0f, -2.0f}}, {"b", {1, 1}, {0.5f}}};
  const auto file = serialize_safetensors(tensors, {{"k", "{\"x\": 1}"}});
  const auto header_bytes = std::to_integer<std::size_t>(file[0]);
  CHECK((header_bytes + 8) % 64 == 0);
  CHECK(text_of(file, 8, 33) == R"({"__metadata__":{"k":"{\"x\": 1}")");
  CHECK(file.size() == 8 + header_bytes + 12);
  const std::string header = text_of(file, 8, header_bytes);
  CHECK(header.find(R"("b":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]})") !=
        std::string::npos);
}

TEST_CASE("the synthetic safetensors writer rounds to nearest even", "[synthetic]") {
  const auto encode = [](float value, DType dtype) {
    const auto file = serialize_safetensors({{"t", {1}, {value}}}, {}, dtype);
    return std::to_integer<unsigned>(file[file.size() - 2]) |
           (std::to_integer<unsigned>(file[file.size() - 1]) << 8);
  };
  CHECK(encode(1.0f, DType::kF16) == 0x3C00u);
  CHECK(encode(-2.5f, DType::kF16) == 0xC100u);
  CHECK(encode(65504.0f, DType::kF16) == 0x7BFFu);
  CHECK(encode(65520.0f, DType::kF16) == 0x7C00u);
  CHECK(encode(1.0f + 0x1p-11f, DType::kF16) == 0x3C00u);      // tie, to even
  CHECK(encode(1.0f + 3 * 0x1p-11f, DType::kF16) == 0x3C02u);  // tie, to even
  CHECK(encode(1.0f + 0x1.008p-11f, DType::kF16) == 0x3C01u);  // above the tie
  CHECK(encode(0x1p-24f, DType::kF16) == 0x0001u);             // smallest subnormal
  CHECK(encode(0x1p-25f, DType::kF16) == 0x0000u);             // tie, to even
  CHECK(encode(-0x1.8p-24f, DType::kF16) == 0x8002u);          // tie, to even
  CHECK(encode(0x1.fffp-15f, DType::kF16) == 0x0400u);         // rounds up to a normal number
  CHECK(encode(1.0f, DType::kBF16) == 0x3F80u);
  CHECK(encode(1.0f + 0x1p-8f, DType::kBF16) == 0x3F80u);      // tie, to even
  CHECK(encode(1.0f + 3 * 0x1p-8f, DType::kBF16) == 0x3F82u);  // tie, to even
  CHECK(encode(-0x1.01p+20f, DType::kBF16) == 0xC980u);
}

}  // namespace
}  // namespace dinozero::testing
