// SPDX-License-Identifier: Apache-2.0
// `dinozero quantize`: makes a smaller, faster model file out of one in floats.

#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "dinozero/dinozero.h"
#include "lib/quantize/quantize_model.h"
#include "tools/exit_code.h"
#include "tools/image_file.h"
#include "tools/picture_folder.h"
#include "tools/progress.h"
#include "tools/quantize_report.h"

namespace dinozero::tools {
namespace {

struct Arguments {
  std::string input;
  std::string output;
  std::string scheme;
  std::string calibration;
  std::size_t images = 128;
  std::string test;
  std::size_t test_images = 500;
  std::vector<std::string> keep;
  int group = 0;
  int activation_bits = 6;
  double prune_heads = 0;
  double prune_neurons = 0;
  std::size_t max_bytes = 0;
  std::string layout = "rows";
  std::string kernels = "auto";
  bool force = false;
  bool json = false;
};

namespace fs = std::filesystem;

// What ends the command early.
struct Failure {
  ExitCode exit_code = kExitOk;
  std::string message;
};

template <typename T>
using Outcome = tl::expected<T, Failure>;

tl::unexpected<Failure> failure(ExitCode exit_code, const std::string& message) {
  return tl::make_unexpected(Failure{exit_code, message});
}

std::string check_keep(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || !parse_scheme(text.substr(equals + 1))) {
    return "expected LAYERS=SCHEME with f32, int8, int8-static, int4 or binary, found " + text;
  }
  return {};
}

KernelSet kernel_set(const std::string& name) {
  if (name == "reference") return KernelSet::kReference;
  if (name == "armv6") return KernelSet::kArmv6;
  if (name == "avx2") return KernelSet::kAvx2;
  if (name == "avx512") return KernelSet::kAvx512;
  return KernelSet::kAuto;
}

quantize::QuantizeOptions options_of(const Arguments& arguments) {
  quantize::QuantizeOptions options;
  options.mixed = arguments.scheme == "mixed";
  if (!options.mixed) options.scheme = *parse_scheme(arguments.scheme);
  options.max_bytes = arguments.max_bytes;
  options.group = arguments.group;
  options.activation_bits = arguments.activation_bits;
  if (arguments.layout != "rows") options.layout = arguments.layout;
  for (const std::string& text : arguments.keep) {
    const std::size_t equals = text.find('=');
    options.keep.push_back({text.substr(0, equals), *parse_scheme(text.substr(equals + 1))});
  }
  options.prune = {arguments.prune_heads, arguments.prune_neurons};
  options.kernel_set = kernel_set(arguments.kernels);
  return options;
}

// Nothing is computed before it is clear that the result may be written.
Outcome<void> check_output(const std::string& input, const std::string& output, bool force) {
  std::error_code error;
  if (fs::equivalent(input, output, error)) {
    return failure(kExitUsage, output + ": the output would replace the input");
  }
  const fs::path folder = fs::path(output).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, error)) {
    return failure(kExitUsage, folder.string() + ": no such folder");
  }
  if (::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0) {
    return failure(kExitUsage, output + ": its folder: " + std::strerror(errno));
  }
  const fs::file_status status = fs::symlink_status(output, error);
  if (!fs::exists(status)) return {};
  const fs::file_status target = fs::status(output, error);
  if (fs::is_directory(target)) return failure(kExitUsage, output + ": is a folder");
  // A renamed file would take the place of a device or a pipe.
  if (fs::exists(target) && !fs::is_regular_file(target)) {
    return failure(kExitUsage, output + ": expected a file, found a device or something alike");
  }
  if (!force) return failure(kExitUsage, output + ": exists already; --force replaces it");
  return {};
}

// Signals that end a program wait while this lives: one that comes while the result is being
// written finds it whole, and no temporary file.
class SignalsWait {
 public:
  SignalsWait() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGHUP, SIGINT, SIGTERM}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
  }
  ~SignalsWait() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_;
};

Outcome<void> write(const quantize::ModelFile& file, const std::string& output) {
  const SignalsWait signals_wait;
  const auto written = file.write(output);
  if (!written) return failure(kExitSomeFailed, written.error().message);
  return {};
}

// All pictures have to be readable: a result must not depend on which of them happened to be.
Outcome<std::optional<quantize::CalibrationSet>> read_calibration(const Model& model,
                                                                  const std::string& folder,
                                                                  std::size_t most) {
  std::optional<quantize::CalibrationSet> set;
  if (folder.empty()) return set;
  const auto pictures = pictures_in_folder(folder, most);
  if (!pictures) return failure(kExitUsage, "--calibration: " + pictures.error().message);
  auto created = quantize::CalibrationSet::create(model);
  if (!created) return failure(kExitUsage, created.error().message);
  Progress progress("calibration pictures", pictures->size());
  for (std::size_t i = 0; i < pictures->size(); ++i) {
    progress.update(i);
    const std::string& path = (*pictures)[i];
    const auto picture = read_image_file(path);
    if (!picture) return failure(kExitSomeFailed, "--calibration: " + picture.error().message);
    const auto added = created->add(picture->view());
    if (!added) return failure(kExitSomeFailed, path + ": " + added.error().message);
  }
  set = std::move(*created);
  return set;
}

Outcome<quantize::QuantizedModel> quantize_with_progress(
    const Model& model, const std::optional<quantize::CalibrationSet>& images,
    const quantize::QuantizeOptions& options) {
  std::unique_ptr<Progress> progress;
  const auto report = [&](int done, int total) {
    // Each stage counts from its beginning.
    if (progress == nullptr || done <= 1) {
      progress.reset();
      progress = std::make_unique<Progress>("layers", static_cast<std::size_t>(total));
    }
    progress->update(static_cast<std::size_t>(done));
  };
  auto result = quantize::quantize_model(model, images ? &*images : nullptr, options, report);
  progress.reset();
  if (result) return std::move(*result);
  return failure(exit_code_of(result.error()), result.error().message);
}

// The tokens of a picture, the CLS token first, from an encoder's features.
void append_tokens(const Features& features, quantize::Rows* rows) {
  const Span<const float> cls = features.cls();
  const PatchTokens patches = features.patches();
  rows->values.insert(rows->values.end(), cls.begin(), cls.end());
  rows->values.insert(rows->values.end(), patches.data, patches.data + patches.size());
  rows->width = patches.dim;
  rows->count += 1 + patches.rows * patches.cols;
}

struct TestResult {
  quantize::TokenCosines cosines;
  int images = 0;
};

// Encodes pictures with both files, as an application would.
Outcome<TestResult> test(const Model& original, const std::string& output,
                         const std::string& folder, std::size_t most) {
  const auto pictures = pictures_in_folder(folder, most);
  if (!pictures) return failure(kExitUsage, "--test: " + pictures.error().message);
  const auto model = Model::load(output);
  if (!model) return failure(kExitModel, model.error().message);
  auto wanted_encoder = Encoder::create(original);
  auto found_encoder = Encoder::create(*model);
  if (!wanted_encoder) return failure(kExitModel, wanted_encoder.error().message);
  if (!found_encoder) return failure(kExitModel, found_encoder.error().message);
  quantize::Rows wanted;
  quantize::Rows found;
  TestResult result;
  int patches = 0;
  Progress progress("test pictures", pictures->size());
  for (const std::string& path : *pictures) {
    progress.update(static_cast<std::size_t>(result.images));
    const auto picture = read_image_file(path);
    if (!picture) return failure(kExitSomeFailed, "--test: " + picture.error().message);
    const auto a = wanted_encoder->encode(picture->view());
    const auto b = found_encoder->encode(picture->view());
    if (!a || !b) {
      return failure(kExitSomeFailed, path + ": " + (a ? b.error().message : a.error().message));
    }
    append_tokens(*a, &wanted);
    append_tokens(*b, &found);
    patches = a->patches().rows * a->patches().cols;
    ++result.images;
  }
  result.cosines = quantize::token_cosines(wanted, found, 1 + patches, patches);
  return result;
}

Outcome<QuantizeSummary> quantize_file(const Arguments& arguments) {
  const auto writable = check_output(arguments.input, arguments.output, arguments.force);
  if (!writable) return tl::make_unexpected(writable.error());
  const auto model = Model::load(arguments.input);
  if (!model) return failure(kExitModel, model.error().message);
  const quantize::QuantizeOptions options = options_of(arguments);
  const auto planned = quantize::plan_schemes(*model, options, !arguments.calibration.empty());
  if (!planned) return failure(exit_code_of(planned.error()), planned.error().message);
  const auto images = read_calibration(*model, arguments.calibration, arguments.images);
  if (!images) return tl::make_unexpected(images.error());
  auto quantized = quantize_with_progress(*model, *images, options);
  if (!quantized) return tl::make_unexpected(quantized.error());
  const auto written = write(quantized->file, arguments.output);
  if (!written) return tl::make_unexpected(written.error());

  QuantizeSummary summary;
  summary.input = arguments.input;
  summary.output = arguments.output;
  summary.input_bytes = model->file_bytes();
  summary.output_bytes = static_cast<std::size_t>(quantized->file.file_bytes());
  summary.calibration_images = *images ? (*images)->images() : 0;
  summary.report = std::move(quantized->report);
  if (!arguments.test.empty()) {
    const auto tested = test(*model, arguments.output, arguments.test, arguments.test_images);
    if (!tested) return tl::make_unexpected(tested.error());
    summary.test = tested->cosines;
    summary.test_images = tested->images;
  }
  return summary;
}

void add_arguments(CLI::App& program, Arguments& arguments) {
  program.add_option("IN", arguments.input, "Model file in f32, f16 or bf16")
      ->required()
      ->option_text(" ");
  program.add_option("OUT", arguments.output, "Model file to write")->required()->option_text(" ");
  program
      .add_option("--scheme", arguments.scheme,
                  "f32 (for pruning alone), int8, int8-static, int4, binary, or mixed: each layer "
                  "int8, int4 or binary within --max-bytes")
      ->required()
      ->check(CLI::IsMember({"f32", "int8", "int8-static", "int4", "binary", "mixed"}))
      ->option_text("NAME");
  program
      .add_option("--calibration", arguments.calibration,
                  "Photographs to measure on, in this folder and below; needed by int8-static, "
                  "mixed and pruning, better for all")
      ->option_text("FOLDER");
  program.add_option("--images", arguments.images, "The most of them that are used")
      ->check(CLI::Range(1, 100000))
      ->option_text("N [128]");
  program.add_option("--group", arguments.group, "int4: inputs that share a scale; 0: all")
      ->option_text("N [0]");
  program
      .add_option("--activation-bits", arguments.activation_bits,
                  "int4: 6, which is faster on the Pi Zero, or 8")
      ->option_text("N [6]");
  program
      .add_option(
          "--layout", arguments.layout,
          "Order of int4 and binary weights in the file: rows, for every computer; armv6, which "
          "saves the Pi Zero some milliseconds an image and others unpack")
      ->check(CLI::IsMember({"rows", "armv6"}))
      ->option_text("NAME [rows]");
  program
      .add_option("--keep", arguments.keep,
                  "Another scheme for some layers, by name or pattern: patch_embed.proj=int8, "
                  "'blocks.0.*=int8'; may be given several times")
      ->check(check_keep)
      ->allow_extra_args(false)
      ->option_text("LAYERS=SCHEME");
  program
      .add_option("--prune-heads", arguments.prune_heads,
                  "Take out attention heads: a share of all, or from 1 their number")
      ->option_text("SHARE or N");
  program
      .add_option("--prune-neurons", arguments.prune_neurons,
                  "Take out this share of the hidden neurons of the MLPs")
      ->option_text("SHARE");
  program.add_option("--max-bytes", arguments.max_bytes, "mixed: size that the file may have")
      ->option_text("N");
  program
      .add_option("--test", arguments.test,
                  "Encode the photographs of this folder with IN and OUT and compare")
      ->option_text("FOLDER");
  program.add_option("--test-images", arguments.test_images, "The most of them that are used")
      ->check(CLI::Range(1, 100000))
      ->option_text("N [500]");
  program
      .add_option("--kernels", arguments.kernels,
                  "Kernels that calibration runs on: auto, reference, armv6, avx2, avx512; the "
                  "same ones give the same file, bit by bit")
      ->check(CLI::IsMember({"auto", "reference", "armv6", "avx2", "avx512"}))
      ->option_text("NAME [auto]");
  program.add_flag("--force", arguments.force, "Replace OUT if it exists");
  program.add_flag("--json", arguments.json, "Print the report as one JSON object");
}

int run(const Arguments& arguments) {
  const auto summary = quantize_file(arguments);
  if (!summary) {
    std::fprintf(stderr, "dinozero: %s\n", summary.error().message.c_str());
    return summary.error().exit_code;
  }
  if (arguments.json) {
    print_quantize_json(*summary);
  } else {
    print_quantize_text(*summary);
  }
  if (std::fflush(stdout) != 0) {
    std::perror("dinozero: standard output");
    return kExitSomeFailed;
  }
  return kExitOk;
}

}  // namespace
}  // namespace dinozero::tools

int main(int argc, char** argv) {
  using namespace dinozero::tools;
  CLI::App program("Make a smaller, faster model file", "dinozero quantize");
  Arguments arguments;
  add_arguments(program, arguments);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = program.exit(error) == 0;
    return asked_for_help ? kExitOk : kExitUsage;
  }
  try {
    return run(arguments);
  } catch (const std::bad_alloc&) {
    std::fputs("dinozero: no memory for the calibration; try --images\n", stderr);
    return kExitModel;
  }
}
