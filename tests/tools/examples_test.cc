// SPDX-License-Identifier: Apache-2.0
// Runs the example programs.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/image_file.h"
#include "tools/picture_files.h"
#include "tools/run_program.h"

namespace dinozero::testing {
namespace {

std::string write_model(const TemporaryFolder& folder, const SyntheticConfig& config) {
  const std::string path = folder / "model.safetensors";
  const auto bytes =
      serialize_safetensors(make_tensors(config), {{"dinozero", profile_json(config)}});
  write_file(path, bytes.data(), bytes.size());
  return path;
}

std::string example(const char* name) { return std::string(DINOZERO_EXAMPLES) + "/" + name; }

TEST_CASE("the examples say how they are used", "[examples]") {
  for (const char* name : {"embed_image", "classify_photos", "attention_map"}) {
    CAPTURE(name);
    const auto result = run_program(example(name), {});
    CHECK(result.exit_code == 2);
    CHECK(result.err.find("usage: ") == 0);
    const auto missing = run_program(example(name), {"none.safetensors", "a.png", "b.png"});
    CHECK(missing.exit_code != 0);
    CHECK_FALSE(missing.err.empty());
  }
}

TEST_CASE("embed_image prints the embedding", "[examples]") {
  const TemporaryFolder folder;
  const std::string model = write_model(folder, {32, 2, 2, 64, 16, 14, 14});
  write_png(folder / "a.png", 60, 45, 3, image_rgb8(60, 45, 1));
  const auto result = run_program(example("embed_image"), {model, folder / "a.png"});
  CHECK(result.exit_code == 0);
  CHECK(std::count(result.out.begin(), result.out.end(), '\n') == 32);
  CHECK(std::strtof(result.out.c_str(), nullptr) != 0);
}

TEST_CASE("classify_photos finds the class that photos were learned as", "[examples]") {
  const TemporaryFolder folder;
  const std::string model = write_model(folder, {32, 2, 2, 64, 16, 14, 14});
  const auto paint = [&](const std::string& path, std::uint8_t red, std::uint8_t blue) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < 40 * 40; ++i) pixels.insert(pixels.end(), {red, 20, blue});
    write_png(path, 40, 40, 3, pixels);
  };
  std::filesystem::create_directories(folder / "classes/red");
  std::filesystem::create_directories(folder / "classes/blue");
  paint(folder / "classes/red/1.png", 250, 0);
  paint(folder / "classes/red/2.png", 230, 20);
  paint(folder / "classes/blue/1.png", 0, 250);
  paint(folder / "classes/blue/2.png", 20, 230);
  write_file(folder / "classes/blue/notes.txt", "no picture", 10);
  paint(folder / "x.png", 240, 10);
  paint(folder / "y.png", 10, 240);
  const auto result = run_program(example("classify_photos"),
                                  {model, folder / "classes", folder / "x.png", folder / "y.png"});
  CHECK(result.exit_code == 0);
  CHECK(result.out.find("learned blue from 2 photos") != std::string::npos);
  CHECK(result.out.find("x.png: red (") != std::string::npos);
  CHECK(result.out.find("y.png: blue (") != std::string::npos);
  CHECK(result.err.find("notes.txt") != std::string::npos);
}

TEST_CASE("attention_map draws a panel for the photograph, the mean and each head", "[examples]") {
  const TemporaryFolder folder;
  const std::string model = write_model(folder, {48, 2, 3, 64, 16, 14, 14});
  write_png(folder / "a.png", 300, 200, 3, image_rgb8(300, 200, 1));
  const std::string output = folder / "map.png";
  const auto result = run_program(example("attention_map"), {model, folder / "a.png", output});
  CHECK(result.err.empty());
  REQUIRE(result.exit_code == 0);
  CHECK(result.out.find("3 heads, 14 x 14 patches") != std::string::npos);
  const auto sheet = tools::read_image_file(output);
  REQUIRE(sheet.has_value());
  // Five panels in a row: five times as wide as high, but for labels and margins.
  CHECK(sheet->width() > 4 * sheet->height());
  CHECK(sheet->width() < 5 * sheet->height());
  // The middle rows of the five panels differ from each other.
  const ImageView view = sheet->view();
  std::set<std::string> panels;
  const int step = (view.width - 14) / 5;
  for (int panel = 0; panel < 5; ++panel) {
    const std::uint8_t* row = view.pixels + std::size_t{3} * view.width * (view.height / 2);
    const std::uint8_t* begin = row + std::size_t{3} * (14 + panel * step);
    panels.emplace(begin, begin + std::size_t{3} * (step - 14));
  }
  CHECK(panels.size() == 5);

  const auto finer =
      run_program(example("attention_map"), {model, folder / "a.png", output, "320"});
  CHECK(finer.exit_code == 0);
  CHECK(finer.out.find("20 x 20 patches") != std::string::npos);
  const auto wrong = run_program(example("attention_map"), {model, folder / "a.png", output, "13"});
  CHECK(wrong.exit_code == 1);
  CHECK(wrong.err.find("multiple of 16") != std::string::npos);
}

}  // namespace
}  // namespace dinozero::testing
