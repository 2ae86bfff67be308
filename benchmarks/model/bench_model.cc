// SPDX-License-Identifier: Apache-2.0
// Whole models of random weights, from a picture and from a file:
//   encode_SCHEME/MODEL/BACKEND/threads:N      Encoder::encode of a 224 x 224 RGB frame: resize,
//   crop,
//                                              normalise, network
//   encode_SCHEME/MODEL@SIDE/...               the same with an input of SIDE x SIDE pixels, not
//   224 photo_SCHEME/MODEL/BACKEND/threads:N       of a 640 x 480 photograph
//   tensor_SCHEME/MODEL/BACKEND/threads:N      Encoder::encode_tensor: the network alone
//   load_SCHEME/MODEL                          Model::load of a file in the page cache
//   create_SCHEME/MODEL/BACKEND                Encoder::create
//   first_features_SCHEME/MODEL/BACKEND        load, create and encode: a program's first picture
// SCHEME is f32, int8, int8-static, int4 (6-bit activations), int4_a8 (8-bit) or binary, or, with
// weights in the layout armv6, int4_prepacked or binary_prepacked; MODEL is micro, tiny, small or
// vit_s16. Several threads are timed by the wall clock, and Google Benchmark ends those names with
// /real_time. Pick with --benchmark_filter, print JSON with
// --benchmark_format=json.
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "benchmark_checkpoint.h"
#include "dinozero/dinozero.h"
#include "pizero/timing/cycle_counter.h"
#include "support/synthetic_checkpoint.h"

namespace dinozero::benchmarks {
namespace {

constexpr int kFrameSide = 224;
constexpr int kPhotoWidth = 640;
constexpr int kPhotoHeight = 480;

struct BenchmarkModel {
  const char* name;
  testing::SyntheticConfig config;
  bool is_ours;  // other input sizes are for models that run on the board
};

// A model in a scheme, on a backend.
struct Subject {
  const BenchmarkModel* model;
  const BenchmarkScheme* scheme;
  Backend backend = Backend::kNative;
  int threads = 1;
  int side = 0;  // of the input; 0 is the model's own

  Options options() const {
    Options options;
    options.backend = backend;
    options.threads = threads;
    options.input_height = side;
    options.input_width = side;
    return options;
  }

  // The bytes of the last model that was asked for: a filtered run does not pay for the others, and
  // a full one keeps one at a time.
  const std::vector<std::byte>& file() const {
    static const BenchmarkModel* last_model = nullptr;
    static const BenchmarkScheme* last_scheme = nullptr;
    static std::vector<std::byte> bytes;
    if (last_model != model || last_scheme != scheme) {
      bytes = benchmark_checkpoint(model->name, model->config, *scheme);
      last_model = model;
      last_scheme = scheme;
    }
    return bytes;
  }
};

// Multiply-accumulates of the linear layers and of attention's two products.
double encode_macs(const ModelConfig& config, const Encoder& encoder) {
  double macs = 0;
  for (const LayerPlan& layer : encoder.plan()) {
    macs += static_cast<double>(layer.rows) * layer.cols * layer.depth;
  }
  const int patch = config.patch_size;
  const double tokens =
      1 + config.registers +
      static_cast<double>(encoder.input_height() / patch) * (encoder.input_width() / patch);
  return macs + 2 * tokens * tokens * config.dim * config.depth;
}

void set_counters(benchmark::State& state, const Subject& subject, const Model& model,
                  const Encoder& encoder) {
  using benchmark::Counter;
  const ModelConfig& config = model.config();
  const int patch = config.patch_size;
  state.counters["MAC/s"] =
      Counter(encode_macs(config, encoder), Counter::kIsIterationInvariantRate);
  state.counters["tokens"] =
      1 + config.registers + (encoder.input_height() / patch) * (encoder.input_width() / patch);
  state.counters["file_bytes"] = static_cast<double>(model.file_bytes());
  const auto workspace = Encoder::workspace_bytes(model, subject.options());
  state.counters["workspace_bytes"] = workspace ? static_cast<double>(*workspace) : 0;
  state.SetLabel(encoder.backend() == Backend::kNative ? encoder.kernel_set() : "");
}

// A picture of its own size, or a preprocessed image.
struct Picture {
  Picture(int picture_width, int picture_height)
      : width(picture_width),
        height(picture_height),
        pixels(testing::image_rgb8(picture_width, picture_height, 1)) {}

  ImageView view() const { return {pixels.data(), width, height, 0, PixelFormat::kRgb8}; }

  int width;
  int height;
  std::vector<std::uint8_t> pixels;
};

// Runs encode(encoder), which says whether it went well.
template <typename Encode>
void measure_encoder(benchmark::State& state, const Subject& subject, const Encode& encode) {
  const std::vector<std::byte>& file = subject.file();
  const auto model = Model::from_memory(file.data(), file.size(), subject.model->name);
  if (!model) return state.SkipWithError(model.error().message.c_str());
  auto encoder = Encoder::create(*model, subject.options());
  if (!encoder) return state.SkipWithError(encoder.error().message.c_str());
  // A model streams through the caches: the first pass takes what the second one does.
  timing::CycleCounter cycles(state, encode_macs(model->config(), *encoder), timing::Work::kMacs,
                              timing::Caches::kCold);
  for (auto _ : state) {
    bool encoded = false;
    cycles.run([&] { encoded = encode(&*encoder); });
    if (!encoded) return state.SkipWithError("encode failed");
  }
  set_counters(state, subject, *model, *encoder);
}

void encode(benchmark::State& state, const Subject& subject, int width, int height) {
  const Picture picture(width, height);
  measure_encoder(state, subject,
                  [&](Encoder* encoder) { return encoder->encode(picture.view()).has_value(); });
}

void tensor(benchmark::State& state, const Subject& subject) {
  const auto chw = testing::normalized_image(kFrameSide, kFrameSide, 1);
  measure_encoder(state, subject,
                  [&](Encoder* encoder) { return encoder->encode_tensor(chw.data()).has_value(); });
}

void create(benchmark::State& state, const Subject& subject) {
  const std::vector<std::byte>& file = subject.file();
  const auto model = Model::from_memory(file.data(), file.size(), subject.model->name);
  if (!model) return state.SkipWithError(model.error().message.c_str());
  timing::CycleCounter cycles(state);
  for (auto _ : state) {
    cycles.run([&] {
      auto encoder = Encoder::create(*model, subject.options());
      if (!encoder) return state.SkipWithError(encoder.error().message.c_str());
      benchmark::DoNotOptimize(&*encoder);
    });
  }
}

// A file that is gone when the benchmark ends.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::vector<std::byte>& bytes) {
    const int descriptor = mkstemp(path_);
    if (descriptor < 0) return;
    std::FILE* file = fdopen(descriptor, "wb");
    written_ = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    std::fclose(file);
  }
  ~TemporaryFile() { unlink(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool written() const { return written_; }
  const char* path() const { return path_; }

 private:
  char path_[32] = "/tmp/bench_model_XXXXXX";
  bool written_ = false;
};

void load(benchmark::State& state, const Subject& subject) {
  const TemporaryFile file(subject.file());
  if (!file.written()) return state.SkipWithError("cannot write a temporary file");
  timing::CycleCounter cycles(state, 0, timing::Work::kMacs, timing::Caches::kCold);
  std::size_t converted = 0;
  for (auto _ : state) {
    cycles.run([&] {
      const auto model = Model::load(file.path());
      if (!model) return state.SkipWithError(model.error().message.c_str());
      converted = model->converted_bytes();
    });
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(subject.file().size()));
  state.counters["converted_bytes"] = static_cast<double>(converted);
}

void first_features(benchmark::State& state, const Subject& subject) {
  const TemporaryFile file(subject.file());
  if (!file.written()) return state.SkipWithError("cannot write a temporary file");
  const Picture picture(kFrameSide, kFrameSide);
  timing::CycleCounter cycles(state, 0, timing::Work::kMacs, timing::Caches::kCold);
  for (auto _ : state) {
    // Freed outside of what counts.
    std::optional<Encoder> encoder;
    std::string error;
    cycles.run([&] {
      const auto model = Model::load(file.path());
      if (!model) return error.assign(model.error().message), void();
      auto made = Encoder::create(*model, subject.options());
      if (!made) return error.assign(made.error().message), void();
      encoder.emplace(std::move(*made));
      if (!encoder->encode(picture.view())) error = "encode failed";
    });
    if (!error.empty()) return state.SkipWithError(error.c_str());
  }
}

template <typename Function>
void add(const std::string& name, int threads, const Function& function) {
  auto* added = benchmark::RegisterBenchmark(name.c_str(), function);
  added->Unit(benchmark::kMillisecond);
  if (threads > 1) added->UseRealTime();
}

void register_on_backend(Subject subject, const char* backend) {
  const std::string scheme = subject.scheme->name;
  const std::string path = '/' + std::string(subject.model->name) + '/' + backend;
  for (const int threads : {1, 2}) {
    subject.threads = threads;
    const std::string suffix = path + "/threads:" + std::to_string(threads);
    add("encode_" + scheme + suffix, threads,
        [=](benchmark::State& state) { encode(state, subject, kFrameSide, kFrameSide); });
    add("photo_" + scheme + suffix, threads,
        [=](benchmark::State& state) { encode(state, subject, kPhotoWidth, kPhotoHeight); });
    add("tensor_" + scheme + suffix, threads,
        [=](benchmark::State& state) { tensor(state, subject); });
  }
  subject.threads = 1;
  add("create_" + scheme + path, 1, [=](benchmark::State& state) { create(state, subject); });
  add("first_features_" + scheme + path, 1,
      [=](benchmark::State& state) { first_features(state, subject); });
  if (!subject.model->is_ours) return;
  for (const int side : {160, 96}) {
    subject.side = side;
    add("encode_" + scheme + '/' + subject.model->name + '@' + std::to_string(side) + '/' +
            backend + "/threads:1",
        1, [=](benchmark::State& state) { encode(state, subject, kFrameSide, kFrameSide); });
  }
}

void register_benchmarks(const std::vector<BenchmarkModel>& models) {
  for (const BenchmarkModel& model : models) {
    for (const BenchmarkScheme& scheme : benchmark_schemes()) {
      Subject subject{&model, &scheme};
      register_on_backend(subject, "native");
      if (DINOZERO_HAS_XNNPACK) {
        subject.backend = Backend::kXnnpack;
        register_on_backend(subject, "xnnpack");
      }
      add("load_" + std::string(scheme.name) + '/' + model.name, 1,
          [=](benchmark::State& state) { load(state, subject); });
    }
  }
}

}  // namespace
}  // namespace dinozero::benchmarks

int main(int argc, char** argv) {
  const std::vector<dinozero::benchmarks::BenchmarkModel> models = {
      {"micro", dinozero::testing::micro(), true},
      {"tiny", dinozero::testing::tiny(), true},
      {"small", dinozero::testing::small(), true},
      {"vit_s16", dinozero::testing::vit_s16(), false},
  };
  dinozero::benchmarks::register_benchmarks(models);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
