// SPDX-License-Identifier: Apache-2.0
#include "tools/encoder_arguments.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <optional>
#include <string_view>

namespace dinozero::tools {
namespace {

struct Size {
  int height;
  int width;
};

std::optional<int> parse_count(std::string_view text) {
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size() || count < 1) return std::nullopt;
  return count;
}

// "224" or "224x160", height first.
std::optional<Size> parse_size(std::string_view text) {
  const std::size_t x = text.find('x');
  const auto height = parse_count(text.substr(0, x));
  const auto width = x == std::string_view::npos ? height : parse_count(text.substr(x + 1));
  if (!height || !width) return std::nullopt;
  return Size{*height, *width};
}

// "BLOCK:PATCHES".
std::optional<TokenPruning> parse_pruning(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  TokenPruning pruning;
  const std::string_view block = text.substr(0, colon);
  const auto [end, error] =
      std::from_chars(block.data(), block.data() + block.size(), pruning.after_block);
  const auto patches = parse_count(text.substr(colon + 1));
  if (error != std::errc{} || end != block.data() + block.size() || pruning.after_block < 0 ||
      !patches) {
    return std::nullopt;
  }
  pruning.keep_patches = *patches;
  return pruning;
}

std::string check_pruning(const std::string& text) {
  if (parse_pruning(text)) return {};
  return "expected BLOCK:PATCHES, found " + text;
}

std::string check_size(const std::string& text) {
  if (parse_size(text)) return {};
  return "expected pixels, S or HEIGHTxWIDTH, found " + text;
}

}  // namespace

void EncoderArguments::add_to(CLI::App& command) {
  command.add_option("--threads", threads_, "Threads that encode, this one included")
      ->check(CLI::Range(1, 1024))
      ->option_text("N [1]");
  command.add_option("--backend", backend_, "Who runs the linear layers: auto, xnnpack, native")
      ->check(CLI::IsMember({"auto", "xnnpack", "native"}))
      ->option_text("NAME [auto]");
  command
      .add_option(
          "--kernels", kernels_,
          "Which of dinozero's kernels run: auto, reference, armv6, avx2, avx512, avx512vnni")
      ->check(CLI::IsMember({"auto", "reference", "armv6", "avx2", "avx512", "avx512vnni"}))
      ->option_text("NAME [auto]");
  command
      .add_option("--size", size_,
                  "Input of the network in pixels, multiples of the patch size; default: what the "
                  "model was trained for")
      ->check(check_size)
      ->option_text("S or HEIGHTxWIDTH");
  command
      .add_option("--prune-tokens", pruning_,
                  "After this block, counted from 0, go on with this many patches only, those that "
                  "the CLS token attends to most, and one for the rest: faster, less accurate")
      ->check(check_pruning)
      ->option_text("BLOCK:PATCHES");
}

Options EncoderArguments::options() const {
  Options options;
  options.threads = threads_;
  if (backend_ == "xnnpack") options.backend = Backend::kXnnpack;
  if (backend_ == "native") options.backend = Backend::kNative;
  if (kernels_ == "reference") options.kernel_set = KernelSet::kReference;
  if (kernels_ == "armv6") options.kernel_set = KernelSet::kArmv6;
  if (kernels_ == "avx2") options.kernel_set = KernelSet::kAvx2;
  if (kernels_ == "avx512") options.kernel_set = KernelSet::kAvx512;
  if (kernels_ == "avx512vnni") options.kernel_set = KernelSet::kAvx512Vnni;
  if (const auto size = parse_size(size_)) {
    options.input_height = size->height;
    options.input_width = size->width;
  }
  if (const auto pruning = parse_pruning(pruning_)) options.token_pruning = *pruning;
  return options;
}

}  // namespace dinozero::tools
