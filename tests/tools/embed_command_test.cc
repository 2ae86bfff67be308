// SPDX-License-Identifier: Apache-2.0
// Runs the dinozero command itself.

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/picture_files.h"
#include "tools/run_program.h"

namespace dinozero::testing {
namespace {

using Json = nlohmann::json;

bool contains(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

ProgramResult dinozero(const std::vector<std::string>& arguments,
                       const std::string& stdout_path = {}) {
  return run_program(DINOZERO_COMMAND, arguments, stdout_path);
}

// A folder with a model and two pictures, and what the library says of the first.
class Workplace {
 public:
  explicit Workplace(const SyntheticConfig& config = {32, 2, 2, 64, 16, 14, 14}) {
    const auto bytes =
        serialize_safetensors(make_tensors(config), {{"dinozero", profile_json(config, "small")}});
    write_file(model(), bytes.data(), bytes.size());
    write_png(first(), 60, 45, 3, image_rgb8(60, 45, 1));
    write_png(second(), 30, 50, 3, image_rgb8(30, 50, 2));
  }

  std::string model() const { return folder / "model.safetensors"; }
  std::string first() const { return folder / "first.png"; }
  std::string second() const { return folder / "second.png"; }

  const TemporaryFolder folder;
};

struct Expectation {
  std::vector<float> cls;
  std::vector<float> patches;
  int rows = 0;
  int cols = 0;
  int dim = 0;
};

Expectation library_features(const std::string& model_path, const Options& options = {}) {
  const auto model = Model::load(model_path);
  REQUIRE(model.has_value());
  auto encoder = Encoder::create(*model, options);
  REQUIRE(encoder.has_value());
  const auto pixels = image_rgb8(60, 45, 1);
  const auto features = encoder->encode(ImageView{pixels.data(), 60, 45, 0, PixelFormat::kRgb8});
  REQUIRE(features.has_value());
  const auto cls = features->cls();
  const PatchTokens patches = features->patches();
  return {{cls.begin(), cls.end()},
          {patches.data, patches.data + patches.size()},
          patches.rows,
          patches.cols,
          patches.dim};
}

std::vector<Json> json_lines(const std::string& text) {
  std::vector<Json> objects;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    REQUIRE(end != std::string::npos);
    objects.push_back(Json::parse(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return objects;
}

struct NpyFile {
  std::string header;
  std::vector<float> values;
};

NpyFile read_npy(const std::string& path) {
  const std::string file = read_file(path);
  REQUIRE(file.size() > 10);
  REQUIRE(file.substr(0, 8) == std::string("\x93NUMPY\x01\x00", 8));
  const std::size_t length =
      static_cast<std::uint8_t>(file[8]) + std::size_t{256} * static_cast<std::uint8_t>(file[9]);
  REQUIRE((10 + length) % 64 == 0);
  REQUIRE(file.size() >= 10 + length);
  REQUIRE(file[10 + length - 1] == '\n');
  NpyFile npy{file.substr(10, length), std::vector<float>((file.size() - 10 - length) / 4)};
  std::memcpy(npy.values.data(), file.data() + 10 + length, npy.values.size() * 4);
  return npy;
}

TEST_CASE("embed --json gives the library's features, one object a picture", "[tools][embed]") {
  const Workplace place;
  const auto result =
      dinozero({"embed", place.model(), place.first(), place.second(), "--json", "--patches"});
  CHECK(result.err.empty());
  REQUIRE(result.exit_code == 0);
  const auto objects = json_lines(result.out);
  REQUIRE(objects.size() == 2);
  const Expectation expected = library_features(place.model());
  CHECK(objects[0].at("image") == place.first());
  CHECK(objects[0].at("model") == place.model());
  CHECK(objects[0].at("milliseconds").get<double>() > 0);
  CHECK(objects[0].at("cls").get<std::vector<float>>() == expected.cls);
  CHECK(objects[0].at("rows") == expected.rows);
  CHECK(objects[0].at("cols") == expected.cols);
  CHECK(objects[0].at("dim") == expected.dim);
  CHECK(objects[0].at("patches").get<std::vector<float>>() == expected.patches);
  CHECK(objects[1].at("image") == place.second());
  CHECK(objects[1].at("cls").size() == expected.cls.size());
  CHECK(objects[1].at("cls") != objects[0].at("cls"));

  const auto without = dinozero({"embed", place.model(), place.first(), "--json"});
  REQUIRE(without.exit_code == 0);
  CHECK_FALSE(json_lines(without.out).at(0).contains("patches"));
}

TEST_CASE("embed passes its options on", "[tools][embed]") {
  const Workplace place;
  Options options;
  options.input_height = 96;
  options.input_width = 160;
  options.backend = Backend::kNative;
  options.kernel_set = KernelSet::kReference;
  const Expectation expected = library_features(place.model(), options);
  const auto result =
      dinozero({"embed", place.model(), place.first(), "--json", "--patches", "--size", "96x160",
                "--backend", "native", "--kernels", "reference", "--threads", "1"});
  REQUIRE(result.exit_code == 0);
  const auto object = json_lines(result.out).at(0);
  CHECK(object.at("rows") == 6);
  CHECK(object.at("cols") == 10);
  CHECK(object.at("patches").get<std::vector<float>>() == expected.patches);
}

TEST_CASE("embed --npy writes arrays that NumPy reads", "[tools][embed]") {
  const Workplace place;
  const std::string folder = place.folder / "new/arrays";
  const auto result = dinozero(
      {"embed", place.model(), place.first(), place.second(), "--npy", folder, "--patches"});
  CHECK(result.err.empty());
  REQUIRE(result.exit_code == 0);
  const Expectation expected = library_features(place.model());
  const NpyFile cls = read_npy(folder + "/first.cls.npy");
  CHECK(contains(cls.header, "{'descr': '<f4', 'fortran_order': False, 'shape': (32,), }"));
  CHECK(cls.values == expected.cls);
  const NpyFile patches = read_npy(folder + "/first.patches.npy");
  CHECK(contains(patches.header, "'shape': (14,14,32,), }"));
  CHECK(patches.values == expected.patches);
  CHECK(std::filesystem::exists(folder + "/second.patches.npy"));
}

TEST_CASE("embed prints what a person wants to know", "[tools][embed]") {
  const Workplace place;
  const std::string copy = place.folder / "copy.png";
  std::filesystem::copy_file(place.first(), copy);
  const auto result = dinozero({"embed", place.model(), place.first(), place.second(), copy});
  REQUIRE(result.exit_code == 0);
  CHECK(contains(result.out, place.second()));
  CHECK(contains(result.out, "60 x 45 pixels"));
  CHECK(contains(result.out, "32 values, norm "));
  // The copy is the nearest of all pairs.
  CHECK(contains(result.out, "nearest pairs by cosine\n   1.0000  " + place.first() + "  " + copy));

  const auto alone = dinozero({"embed", place.model(), place.first()});
  CHECK_FALSE(contains(alone.out, "nearest"));
}

TEST_CASE("embed goes on after a picture that cannot be read", "[tools][embed]") {
  const Workplace place;
  const std::string broken = place.folder / "broken.png";
  write_file(broken, "\x89PNG\r\n\x1a\n", 8);
  const auto result = dinozero({"embed", place.model(), place.folder / "missing.jpg", place.first(),
                                broken, place.folder / "", place.second(), "--json"});
  CHECK(result.exit_code == 1);
  CHECK(contains(result.err, "missing.jpg: No such file"));
  CHECK(contains(result.err, broken + ": "));
  CHECK(contains(result.err, "Is a directory"));
  const auto objects = json_lines(result.out);
  REQUIRE(objects.size() == 2);
  CHECK(objects[0].at("image") == place.first());
  CHECK(objects[1].at("image") == place.second());
}

TEST_CASE("embed takes file names of any bytes", "[tools][embed]") {
  const Workplace place;
  const std::string name = place.folder / "a \"quoted\"\\ \xff\xc3\xa4.png";
  std::filesystem::copy_file(place.first(), name);
  const auto result = dinozero({"embed", place.model(), name, "--json"});
  REQUIRE(result.exit_code == 0);
  CHECK(json_lines(result.out).at(0).at("image") ==
        place.folder / "a \"quoted\"\\ \xef\xbf\xbd\xc3\xa4.png");
}

TEST_CASE("wrong arguments end with exit code 2", "[tools][embed]") {
  const Workplace place;
  const auto rejected = [&](std::vector<std::string> arguments, const std::string& reason) {
    const auto result = dinozero(arguments);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    return contains(result.err, reason);
  };
  CHECK(rejected({}, "subcommand is required"));
  CHECK(rejected({"unknown"}, ""));
  CHECK(rejected({"embed"}, "MODEL is required"));
  CHECK(rejected({"embed", place.model()}, "IMAGE is required"));
  CHECK(rejected({"embed", place.model(), place.first(), "--backend", "gpu"}, "--backend"));
  CHECK(rejected({"embed", place.model(), place.first(), "--threads", "0"}, "--threads"));
  CHECK(rejected({"embed", place.model(), place.first(), "--size", "224x"}, "--size"));
  CHECK(rejected({"embed", place.model(), place.first(), "--size", "100"}, "multiple of 16"));
  CHECK(rejected({"embed", place.model(), place.first(), "--prune-tokens", "0"}, "BLOCK:PATCHES"));
  CHECK(rejected({"embed", place.model(), place.first(), "--prune-tokens", "0:"}, "BLOCK:PATCHES"));
  CHECK(rejected({"embed", place.model(), place.first(), "--prune-tokens", "9:20"}, "block"));
  CHECK(rejected({"embed", place.model(), place.first(), "--size", "99999999999"}, "--size"));
  const std::string npy = place.folder / "npy";
  CHECK(rejected({"embed", place.model(), place.first(), place.first(), "--npy", npy},
                 "would both be written"));
  CHECK(rejected({"embed", place.model(), place.first(), "--npy", place.model()}, "--npy"));
}

TEST_CASE("a model that cannot be loaded ends with exit code 3", "[tools][embed]") {
  const Workplace place;
  for (const char* command : {"embed", "info"}) {
    const auto run = [&](const std::string& model) {
      std::vector<std::string> arguments{command, model};
      if (std::string(command) == "embed") arguments.push_back(place.first());
      return dinozero(arguments);
    };
    CAPTURE(command);
    const auto missing = run(place.folder / "none.safetensors");
    CHECK(missing.exit_code == 3);
    CHECK(contains(missing.err, "none.safetensors"));
    const auto picture = run(place.first());
    CHECK(picture.exit_code == 3);
    CHECK(contains(picture.err, place.first()));
  }
}

TEST_CASE("a full disk is noticed", "[tools][embed]") {
  const Workplace place;
  const auto result = dinozero({"embed", place.model(), place.first(), "--json"}, "/dev/full");
  CHECK(result.exit_code == 1);
  CHECK(contains(result.err, "No space left on device"));
  const auto info = dinozero({"info", place.model()}, "/dev/full");
  CHECK(info.exit_code == 1);
}

TEST_CASE("help and version", "[tools]") {
  const auto help = dinozero({"--help"});
  CHECK(help.exit_code == 0);
  CHECK(contains(help.out, "Exit codes: 0 "));
  const auto embed_help = dinozero({"embed", "--help"});
  CHECK(embed_help.exit_code == 0);
  CHECK(contains(embed_help.out, "MODEL IMAGE..."));
  const auto version = dinozero({"--version"});
  CHECK(version.exit_code == 0);
  CHECK(version.out == std::string(DINOZERO_VERSION) + "\n");
}

}  // namespace
}  // namespace dinozero::testing
