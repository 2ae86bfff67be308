// SPDX-License-Identifier: Apache-2.0
// Files with weights in the layout armv6: the same model, in place where there are kernels for it.
#include <cstring>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "kernels/kernel_table.h"
#include "lib/model/model_data.h"
#include "lib/quantize/quantize_model.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"
#include "support/synthetic_checkpoint.h"

namespace dinozero::quantize {
namespace {

bool contains(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

bool has_armv6_kernels() { return kernels::find_kernel_table("armv6") != nullptr; }

class TemporaryPath {
 public:
  explicit TemporaryPath(const char* name)
      : path_(std::string(std::tmpnam(nullptr)) + name + ".safetensors") {}
  ~TemporaryPath() { std::remove(path_.c_str()); }
  TemporaryPath(const TemporaryPath&) = delete;
  TemporaryPath& operator=(const TemporaryPath&) = delete;

  const std::string& get() const { return path_; }

 private:
  std::string path_;
};

QuantizeOptions options_of(Scheme scheme, int group, int activation_bits, const char* layout) {
  QuantizeOptions options;
  options.scheme = scheme;
  options.group = group;
  options.activation_bits = activation_bits;
  options.layout = layout;
  options.keep = {{"blocks.1.mlp.fc1", Scheme::kInt8}, {"blocks.0.attn.qkv", Scheme::kF32}};
  return options;
}

ModelFile make(const QuantizeOptions& options) {
  const testing::SyntheticModel source = testing::calibratable_model();
  auto result = quantize_model(source.model, nullptr, options, {});
  INFO((result ? std::string() : result.error().message));
  REQUIRE(result.has_value());
  return std::move(result->file);
}

Model load(const ModelFile& file, const std::string& path) {
  REQUIRE(file.write(path).has_value());
  auto model = Model::load(path);
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  return std::move(*model);
}

std::vector<std::vector<float>> dequantized(const Model& model) {
  std::vector<std::vector<float>> layers;
  model.data()->for_each_linear([&](const LinearWeights& weights) {
    layers.emplace_back(static_cast<std::size_t>(weights.outputs) * weights.inputs);
    dequantize(weights, layers.back().data());
  });
  return layers;
}

std::vector<float> features_of(const Model& model) {
  auto encoder = Encoder::create(model);
  INFO((encoder ? std::string() : encoder.error().message));
  REQUIRE(encoder.has_value());
  const auto image = testing::normalized_image(encoder->input_height(), encoder->input_width(), 3);
  const auto features = encoder->encode_tensor(image.data());
  REQUIRE(features.has_value());
  const auto patches = features->patches();
  std::vector<float> values(features->cls().begin(), features->cls().end());
  values.insert(values.end(), patches.data,
                patches.data + patches.rows * patches.cols * patches.dim);
  return values;
}

TEST_CASE("A file in the layout armv6 is the same model", "[quantize][file][layout]") {
  struct Case {
    Scheme scheme;
    int group;
    int activation_bits;
  };
  for (const Case& test :
       {Case{Scheme::kInt4, 0, 6}, Case{Scheme::kInt4, 0, 8}, Case{Scheme::kBinary, 0, 8}}) {
    CAPTURE(scheme_name(test.scheme), test.group, test.activation_bits);
    const TemporaryPath rows_path("rows");
    const TemporaryPath layout_path("layout");
    const Model rows =
        load(make(options_of(test.scheme, test.group, test.activation_bits, "")), rows_path.get());
    const Model layout =
        load(make(options_of(test.scheme, test.group, test.activation_bits, "armv6")),
             layout_path.get());
    CHECK(rows.layout().empty());
    CHECK(layout.layout() == "armv6");
    CHECK(layout.config().dim == rows.config().dim);
    CHECK(layout.config().patch_size == rows.config().patch_size);
    CHECK(layout.config().mlp_dim == rows.config().mlp_dim);
    CHECK(layout.parameters() == rows.parameters());
    CHECK(dequantized(layout) == dequantized(rows));
    CHECK(features_of(layout) == features_of(rows));
    // No second copy where the kernels take the layout.
    if (has_armv6_kernels()) CHECK(layout.converted_bytes() == rows.converted_bytes());
    int in_place = 0;
    layout.data()->for_each_linear([&](const LinearWeights& weights) {
      const bool low_bit = weights.scheme.scheme == test.scheme;
      CHECK((weights.weight_armv6 != nullptr) == (low_bit && has_armv6_kernels()));
      CHECK((weights.weight_packed != nullptr) == (low_bit && !has_armv6_kernels()));
      in_place += weights.weight_armv6 != nullptr ? 1 : 0;
    });
    CHECK((in_place > 0) == has_armv6_kernels());
  }
}

TEST_CASE("Kernels of another set refuse weights that stayed in the layout armv6",
          "[quantize][file][layout]") {
  const TemporaryPath path("set");
  const Model model = load(make(options_of(Scheme::kBinary, 0, 8, "armv6")), path.get());
  Options options;
  options.kernel_set = KernelSet::kReference;
  const auto encoder = Encoder::create(model, options);
  CHECK(encoder.has_value() == !has_armv6_kernels());
  if (encoder.has_value()) return;
  CHECK(encoder.error().code == ErrorCode::kUnsupported);
  for (const char* part :
       {path.get().c_str(), "patch_embed.proj.weight_armv6", "layout armv6", "found reference"}) {
    CHECK(contains(encoder.error().message, part));
  }
}

TEST_CASE("Only files with such layers are in the layout", "[quantize][file][layout]") {
  QuantizeOptions options;
  options.scheme = Scheme::kInt8;
  options.layout = "armv6";
  const TemporaryPath path("int8");
  CHECK(load(make(options), path.get()).layout().empty());
}

// The message of loading the file with other metadata and tensors.
std::string refusal(const ModelFile& file, const std::string& metadata,
                    const std::vector<TensorView>& tensors) {
  const TemporaryPath path("bad");
  ModelFile::Metadata changed = file.metadata();
  changed["dinozero"] = metadata;
  REQUIRE(write_safetensors(path.get(), {tensors.data(), tensors.size()}, changed).has_value());
  const auto model = Model::load(path.get());
  REQUIRE_FALSE(model.has_value());
  CHECK(contains(model.error().message, path.get()));
  return model.error().message;
}

TEST_CASE("What is wrong with weights in the layout armv6 is refused", "[quantize][file][layout]") {
  const ModelFile file = make(options_of(Scheme::kInt4, 0, 6, "armv6"));
  const std::string& metadata = file.metadata().at("dinozero");
  const std::vector<TensorView> tensors = file.tensors();
  const auto with = [&](const auto& change) {
    std::vector<TensorView> changed = tensors;
    for (TensorView& tensor : changed) {
      if (tensor.name == "blocks.0.attn.proj.weight_armv6") change(&tensor);
    }
    return changed;
  };
  std::string other = metadata;
  const std::size_t name = other.find("\"armv6\"");
  REQUIRE(name != std::string::npos);
  CHECK(contains(refusal(file, other.replace(name, 7, "\"neon\""), tensors),
                 "\"quantization.layout\": expected armv6, found \"neon\""));

  // Without the word, the tensors are not those of the architecture.
  std::string without = metadata;
  const std::size_t member = without.find(",\"layout\":\"armv6\"");
  REQUIRE(member != std::string::npos);
  CHECK(
      contains(refusal(file, without.erase(member, std::strlen(",\"layout\":\"armv6\"")), tensors),
               "weight_packed: missing"));

  const auto shorter = with([](TensorView* tensor) {
    tensor->shape[0] -= 16;
    tensor->bytes -= 64;
  });
  CHECK(contains(refusal(file, metadata, shorter),
                 "blocks.0.attn.proj.weight_armv6: expected shape"));
  const auto floats = with([](TensorView* tensor) { tensor->dtype = DType::kF32; });
  CHECK(contains(refusal(file, metadata, floats), "expected I32, found F32"));

  // Every bit of the highest plane, and of no other.
  std::vector<std::uint32_t> words;
  const auto negative = with([&](TensorView* tensor) {
    words.resize(tensor->bytes / 4);
    std::memcpy(words.data(), tensor->data, tensor->bytes);
    words[0] = 0xFFFFFFFFu;
    words[1] = words[2] = words[3 + 2] = 0;
    tensor->data = reinterpret_cast<const std::byte*>(words.data());
  });
  CHECK(contains(refusal(file, metadata, negative),
                 "blocks.0.attn.proj.weight_armv6: output 0: expected"));
}

}  // namespace
}  // namespace dinozero::quantize
