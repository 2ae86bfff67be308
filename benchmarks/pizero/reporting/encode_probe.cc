// SPDX-License-Identifier: Apache-2.0
// What the report measures: a program's way from its start to the features of a picture, and of the
// pictures after it. A camera's frame of 640 x 480 pixels lies in memory; nothing is decoded. With
// --tensor it is a normalised image of the network's size: the network alone, as encode-cycles
// wants it.
//
// Under the timing model each phase is a region (timing/mark.h): 0 load, 1 create, 2 first encode,
// 3 second encode, 4 a batch, 5 making the picture, which no real program does. With --wall the
// phases are timed by the clock, for real boards. Prints one JSON object.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "pizero/timing/mark.h"
#include "support/synthetic_checkpoint.h"

namespace dinozero {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr int kWidth = 640;
constexpr int kHeight = 480;

struct Request {
  std::string model;
  int size = 0;
  std::vector<int> pruning;  // block, patches
  int batch = 0;
  int repeat = 1;
  bool first_only = false;
  bool tensor = false;
  bool wall = false;
};

/// A picture of noise. Its rows are parts of a few, so that making it takes no time in an emulator.
std::vector<std::uint8_t> camera_frame() {
  constexpr int kNoiseRows = 16;
  constexpr std::size_t kRowBytes = std::size_t{3} * kWidth;
  const std::vector<std::uint8_t> noise = testing::image_rgb8(kWidth, kNoiseRows, 1);
  std::vector<std::uint8_t> frame(kRowBytes * kHeight);
  for (std::size_t row = 0; row < kHeight; ++row) {
    const std::size_t from = (kRowBytes * 7 * row / 8) % (noise.size() - kRowBytes);
    std::copy_n(noise.begin() + static_cast<std::ptrdiff_t>(from), kRowBytes,
                frame.begin() + static_cast<std::ptrdiff_t>(kRowBytes * row));
  }
  return frame;
}

/// The program's peak of resident memory in bytes: VmHWM; 0 where /proc has none.
std::int64_t peak_memory_bytes() {
  std::FILE* file = std::fopen("/proc/self/status", "re");
  if (file == nullptr) return 0;
  long long kibibytes = 0;
  char line[256];
  while (std::fgets(line, sizeof line, file) != nullptr) {
    if (std::sscanf(line, "VmHWM: %lld kB", &kibibytes) == 1) break;
  }
  std::fclose(file);
  return kibibytes * 1024;
}

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// FNV-1a of the embedding's bits: equal embeddings, equal numbers.
std::string checksum(Span<const float> values) {
  std::uint64_t hash = 14695981039346656037U;
  const auto* bytes = reinterpret_cast<const unsigned char*>(values.data());
  for (std::size_t i = 0; i < values.size() * sizeof(float); ++i) {
    hash = (hash ^ bytes[i]) * 1099511628211U;
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

Json layers_json(const Encoder& encoder) {
  Json layers = Json::array();
  for (const LayerPlan& layer : encoder.plan()) {
    layers.push_back({{"layer", layer.layer},
                      {"scheme", layer.scheme},
                      {"rows", layer.rows},
                      {"cols", layer.cols},
                      {"depth", layer.depth}});
  }
  return layers;
}

int fail(const Error& error) {
  std::fprintf(stderr, "encode_probe: %s\n", error.message.c_str());
  constexpr int kFailed = 3;
  return kFailed;
}

int run(const Request& request) {
  DINOZERO_REGION_BEGIN(5);
  const std::vector<std::uint8_t> frame = camera_frame();
  DINOZERO_REGION_END();
  const ImageView view{frame.data(), kWidth, kHeight, 0, PixelFormat::kRgb8};
  Json wall;

  auto start = Clock::now();
  DINOZERO_REGION_BEGIN(0);
  const auto model = Model::load(request.model);
  DINOZERO_REGION_END();
  wall["load"] = milliseconds_since(start);
  if (!model) return fail(model.error());

  Options options;
  options.input_height = request.size;
  options.input_width = request.size;
  if (!request.pruning.empty()) options.token_pruning = {request.pruning[0], request.pruning[1]};
  options.max_images = request.batch > 1 ? request.batch : 1;
  start = Clock::now();
  DINOZERO_REGION_BEGIN(1);
  auto encoder = Encoder::create(*model, options);
  DINOZERO_REGION_END();
  wall["create"] = milliseconds_since(start);
  if (!encoder) return fail(encoder.error());

  DINOZERO_REGION_BEGIN(5);
  std::vector<float> tensor;
  if (request.tensor) {
    tensor = testing::normalized_image(encoder->input_height(), encoder->input_width(), 1);
  }
  DINOZERO_REGION_END();
  const auto encode = [&] {
    return request.tensor ? encoder->encode_tensor(tensor.data()) : encoder->encode(view);
  };
  start = Clock::now();
  DINOZERO_REGION_BEGIN(2);
  auto features = encode();
  DINOZERO_REGION_END();
  alignas(8) std::uint64_t cycles = 0;
  DINOZERO_READ_CYCLES(&cycles);
  wall["first"] = milliseconds_since(start);
  if (!features) return fail(features.error());
  const std::string first = checksum(features->cls());

  wall["encode"] = Json::array();
  for (int k = 0; !request.first_only && k < request.repeat; ++k) {
    start = Clock::now();
    DINOZERO_REGION_BEGIN(3);
    features = encode();
    DINOZERO_REGION_END();
    wall["encode"].push_back(milliseconds_since(start));
    if (!features) return fail(features.error());
  }
  const std::int64_t single_memory = peak_memory_bytes();
  if (request.batch > 1) {
    const std::vector<ImageView> batch(request.batch, view);
    start = Clock::now();
    DINOZERO_REGION_BEGIN(4);
    features = encoder->encode(Span<const ImageView>(batch.data(), batch.size()));
    DINOZERO_REGION_END();
    wall["batch"] = milliseconds_since(start);
    if (!features) return fail(features.error());
  }

  const ModelConfig& config = model->config();
  const Features& last = *features;
  Json result = {{"name", config.name},
                 {"dim", config.dim},
                 {"depth", config.depth},
                 {"heads", config.heads},
                 {"parameters", model->parameters()},
                 {"input_size", encoder->input_height()},
                 {"patch_size", config.patch_size},
                 {"kernel_set", encoder->kernel_set()},
                 {"layers", layers_json(*encoder)},
                 {"cycles_to_first", cycles},
                 {"embedding", first},
                 {"embedding_again", checksum(last.cls())},
                 {"peak_memory_bytes", single_memory}};
  if (request.wall) result["wall_ms"] = wall;
  std::printf("%s\n", result.dump().c_str());
  return 0;
}

}  // namespace
}  // namespace dinozero

int main(int argc, char** argv) {
  dinozero::Request request;
  CLI::App app("Encodes one picture and the next, for benchmarks/pizero/report");
  app.add_option("MODEL", request.model)->required();
  app.add_option("--size", request.size, "Input of the network in pixels");
  app.add_option("--prune-tokens", request.pruning, "After this block go on with so many patches")
      ->expected(2)
      ->option_text("BLOCK PATCHES");
  app.add_option("--batch", request.batch, "Then so many pictures in one call");
  app.add_option("--repeat", request.repeat, "Second encodes");
  app.add_flag("--first-only", request.first_only, "No second encode");
  app.add_flag("--tensor", request.tensor, "Encode a normalised image, but for a batch");
  app.add_flag("--wall", request.wall, "Times by the clock");
  CLI11_PARSE(app, argc, argv);
  return dinozero::run(request);
}
