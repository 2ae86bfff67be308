// SPDX-License-Identifier: Apache-2.0
// Whole models, from a preprocessed image, from a photograph, and from a file:
//   encode_f32/MODEL/BACKEND/threads:N    the network alone, as in the peer comparison
//   photo_f32/MODEL/BACKEND/threads:N     resize, crop, normalise and the network, 640 x 480 RGB
//   load_f32/MODEL                        Model::load of a file in the page cache
//   create_f32/MODEL/BACKEND              Encoder::create
// Pick with --benchmark_filter, print JSON with --benchmark_format=json.
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "pizero/timing/cycle_counter.h"
#include "support/synthetic_checkpoint.h"

namespace dinozero {
namespace {

struct BenchmarkModel {
  const char* name;
  testing::SyntheticConfig config;
  std::vector<std::byte> bytes;

  // Serialised at first use: a filtered run does not pay for the others.
  const std::vector<std::byte>& file() {
    if (bytes.empty()) bytes = testing::serialize_safetensors(testing::make_tensors(config), {});
    return bytes;
  }
  Expected<Model> load() { return Model::from_memory(file().data(), file().size(), name); }
};

struct BenchmarkBackend {
  const char* name;
  Backend backend;
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

void set_counters(benchmark::State& state, const Model& model, const Encoder& encoder,
                  const Options& options) {
  using benchmark::Counter;
  const ModelConfig& config = model.config();
  const int patch = config.patch_size;
  state.counters["MAC/s"] =
      Counter(encode_macs(config, encoder), Counter::kIsIterationInvariantRate);
  state.counters["tokens"] =
      1 + config.registers + (encoder.input_height() / patch) * (encoder.input_width() / patch);
  state.counters["weight_bytes"] = static_cast<double>(model.parameters() * sizeof(float));
  const auto workspace = Encoder::workspace_bytes(model, options);
  state.counters["workspace_bytes"] = workspace ? static_cast<double>(*workspace) : 0;
  state.SetLabel(encoder.backend() == Backend::kNative ? encoder.kernel_set() : "");
}

void encode(benchmark::State& state, BenchmarkModel* source, Backend backend, int threads,
            bool from_photo) {
  const auto model = source->load();
  if (!model) return state.SkipWithError(model.error().message.c_str());
  Options options;
  options.backend = backend;
  options.threads = threads;
  auto encoder = Encoder::create(*model, options);
  if (!encoder) return state.SkipWithError(encoder.error().message.c_str());

  constexpr int kPhotoWidth = 640;
  constexpr int kPhotoHeight = 480;
  std::vector<std::uint8_t> photo;
  std::vector<float> tensor;
  if (from_photo) {
    photo = testing::image_rgb8(kPhotoWidth, kPhotoHeight, 1);
  } else {
    tensor = testing::normalized_image(encoder->input_height(), encoder->input_width(), 1);
  }
  const ImageView view{photo.data(), kPhotoWidth, kPhotoHeight, 0, PixelFormat::kRgb8};
  timing::CycleCounter cycles(state, encode_macs(model->config(), *encoder));
  for (auto _ : state) {
    bool encoded = false;
    cycles.run([&] {
      const auto features =
          from_photo ? encoder->encode(view) : encoder->encode_tensor(tensor.data());
      encoded = features.has_value();
    });
    if (!encoded) return state.SkipWithError("encode failed");
  }
  set_counters(state, *model, *encoder, options);
}

void create(benchmark::State& state, BenchmarkModel* source, Backend backend) {
  const auto model = source->load();
  if (!model) return state.SkipWithError(model.error().message.c_str());
  Options options;
  options.backend = backend;
  for (auto _ : state) {
    auto encoder = Encoder::create(*model, options);
    if (!encoder) return state.SkipWithError(encoder.error().message.c_str());
    benchmark::DoNotOptimize(&*encoder);
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

void load(benchmark::State& state, BenchmarkModel* source) {
  const TemporaryFile file(source->file());
  if (!file.written()) return state.SkipWithError("cannot write a temporary file");
  for (auto _ : state) {
    const auto model = Model::load(file.path());
    if (!model) return state.SkipWithError(model.error().message.c_str());
    benchmark::DoNotOptimize(model->data().get());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(source->file().size()));
  const auto model = Model::load(file.path());
  state.counters["converted_bytes"] = static_cast<double>(model->converted_bytes());
}

void register_benchmarks(std::vector<BenchmarkModel>* models) {
  constexpr BenchmarkBackend kBackends[] = {{"native", Backend::kNative},
                                            {"xnnpack", Backend::kXnnpack}};
  const auto add = [](const std::string& name, auto function) {
    benchmark::RegisterBenchmark(name.c_str(), function)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  };
  for (BenchmarkModel& model : *models) {
    BenchmarkModel* source = &model;
    for (const BenchmarkBackend& entry : kBackends) {
      const std::string path = std::string("/") + model.name + "/" + entry.name;
      const Backend backend = entry.backend;
      for (const int threads : {1, 2}) {
        const std::string suffix = path + "/threads:" + std::to_string(threads);
        add("encode_f32" + suffix, [=](benchmark::State& state) {
          encode(state, source, backend, threads, /*from_photo=*/false);
        });
        add("photo_f32" + suffix, [=](benchmark::State& state) {
          encode(state, source, backend, threads, /*from_photo=*/true);
        });
      }
      add("create_f32" + path, [=](benchmark::State& state) { create(state, source, backend); });
    }
    add(std::string("load_f32/") + model.name,
        [=](benchmark::State& state) { load(state, source); });
  }
}

}  // namespace
}  // namespace dinozero

int main(int argc, char** argv) {
  std::vector<dinozero::BenchmarkModel> models = {
      {"micro", dinozero::testing::micro(), {}},
      {"tiny", dinozero::testing::tiny(), {}},
      {"small", dinozero::testing::small(), {}},
      {"vit_s16", dinozero::testing::vit_s16(), {}},
  };
  dinozero::register_benchmarks(&models);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
