// SPDX-License-Identifier: Apache-2.0
#include "tools/embed_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "dinozero/dinozero.h"
#include "tools/encoder_arguments.h"
#include "tools/exit_code.h"
#include "tools/image_file.h"
#include "tools/json_text.h"
#include "tools/nearest_pairs.h"
#include "tools/npy_file.h"
#include "tools/peak_memory.h"
#include "tools/progress.h"

namespace dinozero::tools {

struct EmbedCommand::Arguments {
  std::string model;
  std::vector<std::string> images;
  bool json = false;
  bool patches = false;
  std::string npy_folder;
  EncoderArguments encoder;
};

namespace {

using Clock = std::chrono::steady_clock;

void report(const Error& error) { std::fprintf(stderr, "dinozero: %s\n", error.message.c_str()); }

double norm(Span<const float> vector) {
  double sum = 0;
  for (const float value : vector) sum += double{value} * value;
  return std::sqrt(sum);
}

void print_text(const std::string& image, const ImageFile& picture, double milliseconds,
                const Features& features, bool with_patches) {
  constexpr std::size_t kShown = 6;
  const auto cls = features.cls();
  std::printf("%s\n", image.c_str());
  std::printf("  picture     %d x %d pixels\n", picture.width(), picture.height());
  std::printf("  time        %.1f ms\n", milliseconds);
  std::printf("  embedding   %zu values, norm %.3f:", cls.size(), norm(cls));
  for (std::size_t i = 0; i < std::min(kShown, cls.size()); ++i) std::printf(" %.4f", cls[i]);
  std::printf("%s\n", cls.size() > kShown ? " ..." : "");
  if (!with_patches) return;
  const PatchTokens patches = features.patches();
  double mean_norm = 0;
  for (int row = 0; row < patches.rows; ++row) {
    for (int col = 0; col < patches.cols; ++col) mean_norm += norm(patches(row, col));
  }
  std::printf("  patches     %d x %d of %d values, mean norm %.3f\n", patches.rows, patches.cols,
              patches.dim, mean_norm / patches.rows / patches.cols);
}

void print_json(const std::string& image, const std::string& model, double milliseconds,
                const Features& features, bool with_patches) {
  const auto cls = features.cls();
  std::printf("{\"image\": %s, \"model\": %s, \"milliseconds\": %.3f, \"cls\": ",
              json_string(image).c_str(), json_string(model).c_str(), milliseconds);
  print_json_array(cls.data(), cls.size());
  if (with_patches) {
    const PatchTokens patches = features.patches();
    std::printf(", \"rows\": %d, \"cols\": %d, \"dim\": %d, \"patches\": ", patches.rows,
                patches.cols, patches.dim);
    print_json_array(patches.data, patches.size());
  }
  std::printf("}\n");
}

std::string npy_stem(const std::string& folder, const std::string& image) {
  return (std::filesystem::path(folder) / std::filesystem::path(image).stem()).string();
}

Expected<void> write_features(const std::string& stem, const Features& features,
                              bool with_patches) {
  const auto cls = features.cls();
  auto written = write_npy(stem + ".cls.npy", {static_cast<int>(cls.size())}, cls.data());
  if (!written || !with_patches) return written;
  const PatchTokens patches = features.patches();
  return write_npy(stem + ".patches.npy", {patches.rows, patches.cols, patches.dim}, patches.data);
}

// Creates the folder; two pictures whose results would have the same name are an error.
Expected<void> prepare_npy_folder(const std::string& folder,
                                  const std::vector<std::string>& images) {
  std::map<std::string, std::string> image_of_stem;
  for (const std::string& image : images) {
    const auto [other, is_new] = image_of_stem.emplace(npy_stem(folder, image), image);
    if (!is_new) {
      return tl::make_unexpected(
          Error{ErrorCode::kInvalidArgument, "--npy: " + other->second + " and " + image +
                                                 " would both be written to " + other->first +
                                                 ".cls.npy"});
    }
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || !std::filesystem::is_directory(folder, error)) {
    return tl::make_unexpected(
        Error{ErrorCode::kIo,
              "--npy: " + folder + ": " + (error ? error.message() : std::string("not a folder"))});
  }
  return {};
}

void print_nearest_pairs(const std::vector<std::string>& images,
                         const std::vector<float>& embeddings, std::size_t dim) {
  constexpr std::size_t kShown = 10;
  std::printf("\nnearest pairs by cosine\n");
  for (const Pair& pair : nearest_pairs(embeddings.data(), images.size(), dim, kShown)) {
    std::printf("  %7.4f  %s  %s\n", pair.cosine, images[pair.first].c_str(),
                images[pair.second].c_str());
  }
}

}  // namespace

EmbedCommand::EmbedCommand(CLI::App& program)
    : arguments_(std::make_unique<Arguments>()),
      command_(program.add_subcommand("embed", "Compute the features of pictures")) {
  Arguments& arguments = *arguments_;
  command_->add_option("MODEL", arguments.model, "Model file (safetensors)")
      ->required()
      ->option_text(" ");
  command_->add_option("IMAGE", arguments.images, "PNG, JPEG or BMP files")
      ->required()
      ->option_text("...");
  command_->add_flag("--json", arguments.json,
                     "Print one JSON object a line and picture: image, model, milliseconds, cls; "
                     "with --patches also rows, cols, dim, patches (row-major)");
  command_->add_flag("--patches", arguments.patches, "Also the patch tokens");
  command_
      ->add_option("--npy", arguments.npy_folder,
                   "Write NAME.cls.npy, with --patches also NAME.patches.npy, for each picture")
      ->option_text("FOLDER");
  arguments.encoder.add_to(*command_);
  command_->footer(
      "The time is that of resizing, cropping, normalising and encoding, without reading the "
      "file.\n"
      "The orientation that a camera notes in EXIF is not applied.");
}

EmbedCommand::~EmbedCommand() = default;

bool EmbedCommand::requested() const { return command_->parsed(); }

int EmbedCommand::run() const {
  const Arguments& arguments = *arguments_;
  if (!arguments.npy_folder.empty()) {
    if (const auto ready = prepare_npy_folder(arguments.npy_folder, arguments.images); !ready) {
      report(ready.error());
      return kExitUsage;
    }
  }
  const auto model = Model::load(arguments.model);
  if (!model) {
    report(model.error());
    return kExitModel;
  }
  auto encoder = Encoder::create(*model, arguments.encoder.options());
  if (!encoder) {
    report(encoder.error());
    return exit_code_of(encoder.error());
  }

  int exit_code = kExitOk;
  std::vector<std::string> encoded;
  std::vector<float> embeddings;
  Progress progress("pictures", arguments.images.size());
  for (std::size_t i = 0; i < arguments.images.size(); ++i) {
    const std::string& image = arguments.images[i];
    progress.update(i);
    const auto fail = [&](const Error& error) {
      progress.clear();
      report(error);
      exit_code = kExitSomeFailed;
    };
    const auto picture = read_image_file(image);
    if (!picture) {
      fail(picture.error());
      continue;
    }
    const auto start = Clock::now();
    const auto features = encoder->encode(picture->view());
    const double milliseconds =
        std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    if (!features) {
      fail({features.error().code, image + ": " + features.error().message});
      continue;
    }
    progress.clear();
    if (arguments.json) {
      print_json(image, arguments.model, milliseconds, *features, arguments.patches);
    } else {
      print_text(image, *picture, milliseconds, *features, arguments.patches);
      const auto cls = features->cls();
      encoded.push_back(image);
      embeddings.insert(embeddings.end(), cls.begin(), cls.end());
    }
    if (!arguments.npy_folder.empty()) {
      const auto written =
          write_features(npy_stem(arguments.npy_folder, image), *features, arguments.patches);
      if (!written) fail(written.error());
    }
  }
  progress.clear();
  if (!encoded.empty()) {
    std::printf("\nmodel %s, %s, peak memory %.1f MB\n", model->config().name.c_str(),
                encoder->backend() == Backend::kXnnpack ? "XNNPACK" : encoder->kernel_set(),
                peak_memory_bytes() / 1e6);
  }
  if (encoded.size() > 1)
    print_nearest_pairs(encoded, embeddings, embeddings.size() / encoded.size());
  if (std::fflush(stdout) != 0) {
    std::perror("dinozero: standard output");
    return kExitSomeFailed;
  }
  return exit_code;
}

}  // namespace dinozero::tools
