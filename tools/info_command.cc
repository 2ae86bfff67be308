// SPDX-License-Identifier: Apache-2.0
#include "tools/info_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "tools/encoder_arguments.h"
#include "tools/exit_code.h"
#include "tools/json_text.h"

namespace dinozero::tools {

struct InfoCommand::Arguments {
  std::string model;
  bool json = false;
  bool tensors = false;
  bool plan = false;
  EncoderArguments encoder;
};

namespace {

using Json = nlohmann::ordered_json;

const char* flavour_name(CheckpointFlavour flavour) {
  switch (flavour) {
    case CheckpointFlavour::kOfficial:
      return "official";
    case CheckpointFlavour::kHuggingFace:
      return "huggingface";
    case CheckpointFlavour::kTimm:
      return "timm";
  }
  return "";
}

const char* interpolation_name(PositionInterpolation interpolation) {
  return interpolation == PositionInterpolation::kOffset ? "offset" : "antialias";
}

const char* backend_name(Backend backend) {
  return backend == Backend::kXnnpack ? "xnnpack" : "native";
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t extent : shape) {
    text += (text.empty() ? "" : " x ") + std::to_string(extent);
  }
  return text.empty() ? "scalar" : text;
}

// What is said of a model beside its file: how an encoder for it would run.
struct Run {
  std::size_t working_bytes = 0;
  int input_height = 0;
  int input_width = 0;
  Backend backend = Backend::kAuto;
  std::string kernels;
  std::vector<LayerPlan> plan;
};

Expected<Run> inspect_run(const Model& model, const Options& options) {
  const auto bytes = Encoder::workspace_bytes(model, options);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto encoder = Encoder::create(model, options);
  if (!encoder) return tl::make_unexpected(encoder.error());
  return Run{*bytes,
             encoder->input_height(),
             encoder->input_width(),
             encoder->backend(),
             encoder->kernel_set(),
             encoder->plan()};
}

double megabytes(std::size_t bytes) { return static_cast<double>(bytes) / 1e6; }

// "12 layers int4, 6-bit activations: 0.35 MB", a line for each format.
void print_layers(const Model& model) {
  struct Format {
    std::string text;
    int layers = 0;
    std::size_t bytes = 0;
  };
  std::vector<Format> formats;
  for (const LayerInfo& layer : model.layers()) {
    std::string text = layer.scheme;
    if (layer.group > 0) text += " in groups of " + std::to_string(layer.group);
    if (layer.activation_bits < 32) {
      text += ", " + std::to_string(layer.activation_bits) + "-bit activations";
    }
    auto format = std::find_if(formats.begin(), formats.end(),
                               [&](const Format& known) { return known.text == text; });
    if (format == formats.end()) format = formats.insert(formats.end(), {text, 0, 0});
    ++format->layers;
    format->bytes += layer.bytes;
  }
  const char* title = "layers";
  for (const Format& format : formats) {
    std::printf("  %-13s  %d %s: %zu bytes (%.2f MB) of weights\n", title, format.layers,
                format.text.c_str(), format.bytes, megabytes(format.bytes));
    title = "";
  }
}

void print_text(const Model& model) {
  const ModelConfig& config = model.config();
  const PreprocessConfig& preprocess = model.preprocess();
  std::printf("%s\n", config.name.c_str());
  std::printf(
      "  architecture   DINO vision transformer: %d wide, %d blocks, %d heads, MLP %d, "
      "patch %d\n",
      config.dim, config.depth, config.heads, config.mlp_dim, config.patch_size);
  std::printf("  positions      %d x %d, interpolation %s\n", config.position_rows,
              config.position_cols, interpolation_name(config.position_interpolation));
  std::printf("  details        %d registers, LayerScale %s, qkv bias %s, LayerNorm epsilon %g\n",
              config.registers, config.layer_scale ? "yes" : "no", config.qkv_bias ? "yes" : "no",
              double{config.layer_norm_epsilon});
  std::printf("  parameters     %zu\n", model.parameters());
  std::printf("  weights        %s, %s names, %zu tensors%s\n", model.scheme().c_str(),
              flavour_name(model.flavour()), model.tensors().size(),
              model.layout().empty() ? "" : (", layout " + model.layout()).c_str());
  print_layers(model);
  std::printf("  file           %zu bytes (%.2f MB), %zu bytes of it converted in memory\n",
              model.file_bytes(), megabytes(model.file_bytes()), model.converted_bytes());
  std::printf("  preprocessing  short side %d, centre crop %d, mean %g %g %g, std %g %g %g\n",
              preprocess.resize, preprocess.crop, double{preprocess.mean[0]},
              double{preprocess.mean[1]}, double{preprocess.mean[2]}, double{preprocess.std[0]},
              double{preprocess.std[1]}, double{preprocess.std[2]});
}

void print_tensors(const Model& model) {
  const std::vector<TensorInfo> tensors = model.tensors();
  int name_width = 0;
  for (const TensorInfo& tensor : tensors) {
    name_width = std::max(name_width, static_cast<int>(tensor.name.size()));
  }
  std::printf("\n%-*s  %-5s %10s  %s\n", name_width, "tensor", "type", "bytes", "shape");
  for (const TensorInfo& tensor : tensors) {
    std::printf("%-*s  %-5s %10zu  %s\n", name_width, tensor.name.c_str(), tensor.dtype.c_str(),
                tensor.bytes, shape_text(tensor.shape).c_str());
  }
}

void print_plan(const Run& run) {
  std::printf("\ninput %d x %d, linear layers on %s, other kernels %s, working memory %.2f MB\n",
              run.input_height, run.input_width, backend_name(run.backend), run.kernels.c_str(),
              megabytes(run.working_bytes));
  int name_width = 0;
  for (const LayerPlan& layer : run.plan) {
    name_width = std::max(name_width, static_cast<int>(layer.layer.size()));
  }
  std::printf("%-*s  %6s %6s %6s %8s  %-11s  %-7s  %-10s  %s\n", name_width, "layer", "rows",
              "cols", "depth", "MMAC", "scheme", "backend", "kernels", "why");
  for (const LayerPlan& layer : run.plan) {
    const double mmac = 1e-6 * layer.rows * layer.cols * layer.depth;
    std::printf("%-*s  %6d %6d %6d %8.2f  %-11s  %-7s  %-10s  %s\n", name_width,
                layer.layer.c_str(), layer.rows, layer.cols, layer.depth, mmac,
                layer.scheme.c_str(), layer.backend.c_str(), layer.kernel.c_str(),
                layer.reason.c_str());
  }
}

Json numbers(const std::array<float, 3>& values) {
  return {json_number(values[0]), json_number(values[1]), json_number(values[2])};
}

Json layers_json(const Model& model) {
  Json list = Json::array();
  for (const LayerInfo& layer : model.layers()) {
    list.push_back({{"name", layer.name},
                    {"scheme", layer.scheme},
                    {"outputs", layer.outputs},
                    {"inputs", layer.inputs},
                    {"group", layer.group},
                    {"activation_bits", layer.activation_bits},
                    {"bytes", layer.bytes}});
  }
  return list;
}

Json model_json(const std::string& path, const Model& model) {
  const ModelConfig& config = model.config();
  const PreprocessConfig& preprocess = model.preprocess();
  return {
      {"file", path},
      {"name", config.name},
      {"architecture",
       {{"dim", config.dim},
        {"depth", config.depth},
        {"heads", config.heads},
        {"mlp_dim", config.mlp_dim},
        {"patch_size", config.patch_size},
        {"position_rows", config.position_rows},
        {"position_cols", config.position_cols},
        {"position_interpolation", interpolation_name(config.position_interpolation)},
        {"registers", config.registers},
        {"layer_scale", config.layer_scale},
        {"qkv_bias", config.qkv_bias},
        {"layer_norm_epsilon", json_number(config.layer_norm_epsilon)}}},
      {"parameters", model.parameters()},
      {"scheme", model.scheme()},
      {"layout", model.layout().empty() ? Json() : Json(model.layout())},
      {"layers", layers_json(model)},
      {"flavour", flavour_name(model.flavour())},
      {"tensor_count", model.tensors().size()},
      {"file_bytes", model.file_bytes()},
      {"converted_bytes", model.converted_bytes()},
      {"preprocess",
       {{"resize", preprocess.resize},
        {"crop", preprocess.crop},
        {"mean", numbers(preprocess.mean)},
        {"std", numbers(preprocess.std)}}},
  };
}

Json tensors_json(const Model& model) {
  Json list = Json::array();
  for (const TensorInfo& tensor : model.tensors()) {
    list.push_back({{"name", tensor.name},
                    {"dtype", tensor.dtype},
                    {"shape", tensor.shape},
                    {"bytes", tensor.bytes}});
  }
  return list;
}

Json plan_json(const Run& run) {
  Json layers = Json::array();
  for (const LayerPlan& layer : run.plan) {
    layers.push_back({{"layer", layer.layer},
                      {"backend", layer.backend},
                      {"kernel", layer.kernel},
                      {"scheme", layer.scheme},
                      {"reason", layer.reason},
                      {"rows", layer.rows},
                      {"cols", layer.cols},
                      {"depth", layer.depth}});
  }
  return {{"input_height", run.input_height},     {"input_width", run.input_width},
          {"backend", backend_name(run.backend)}, {"kernel_set", run.kernels},
          {"workspace_bytes", run.working_bytes}, {"layers", std::move(layers)}};
}

}  // namespace

InfoCommand::InfoCommand(CLI::App& program)
    : arguments_(std::make_unique<Arguments>()),
      command_(program.add_subcommand("info", "Say what is in a model file")) {
  Arguments& arguments = *arguments_;
  command_->add_option("MODEL", arguments.model, "Model file (safetensors)")
      ->required()
      ->option_text(" ");
  command_->add_flag("--json", arguments.json, "Print one JSON object");
  command_->add_flag("--tensors", arguments.tensors, "Also every tensor");
  command_->add_flag("--plan", arguments.plan,
                     "Also where each layer runs, with the options below, and the memory it takes");
  arguments.encoder.add_to(*command_);
}

InfoCommand::~InfoCommand() = default;

bool InfoCommand::requested() const { return command_->parsed(); }

int InfoCommand::run() const {
  const Arguments& arguments = *arguments_;
  const auto report = [](const Error& error) {
    std::fprintf(stderr, "dinozero: %s\n", error.message.c_str());
  };
  const auto model = Model::load(arguments.model);
  if (!model) {
    report(model.error());
    return kExitModel;
  }
  Expected<Run> run;
  if (arguments.plan) {
    run = inspect_run(*model, arguments.encoder.options());
    if (!run) {
      report(run.error());
      return exit_code_of(run.error());
    }
  }
  if (arguments.json) {
    Json json = model_json(arguments.model, *model);
    if (arguments.tensors) json["tensors"] = tensors_json(*model);
    if (arguments.plan) json["plan"] = plan_json(*run);
    std::printf("%s\n", json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
  } else {
    print_text(*model);
    if (arguments.tensors) print_tensors(*model);
    if (arguments.plan) print_plan(*run);
  }
  if (std::fflush(stdout) != 0) {
    std::perror("dinozero: standard output");
    return kExitSomeFailed;
  }
  return kExitOk;
}

}  // namespace dinozero::tools
