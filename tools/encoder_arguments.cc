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

std::optional<int> parse_pixels(std::string_view text) {
  int pixels = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), pixels);
  if (error != std::errc{} || end != text.data() + text.size() || pixels < 1) return std::nullopt;
  return pixels;
}

// "224" or "224x160", height first.
std::optional<Size> parse_size(std::string_view text) {
  const std::size_t x = text.find('x');
  const auto height = parse_pixels(text.substr(0, x));
  const auto width = x == std::string_view::npos ? height : parse_pixels(text.substr(x + 1));
  if (!height || !width) return std::nullopt;
  return Size{*height, *width};
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
  return options;
}

}  // namespace dinozero::tools
