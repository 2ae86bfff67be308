// SPDX-License-Identifier: Apache-2.0
// Runs `dinozero quantize` itself.

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/picture_files.h"
#include "tools/run_program.h"

namespace dinozero::testing {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A small model of 32-pixel pictures and a folder of photographs.
struct Workplace {
  explicit Workplace(int pictures = 6);

  ProgramResult quantize(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"quantize", model, output});
    return run_program(DINOZERO_COMMAND, arguments);
  }
  // That the command failed with this exit code and message, the input is as it was, and nothing
  // was left behind.
  void check_refused(const std::vector<std::string>& arguments, int exit_code,
                     const std::string& message) const;
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder / ".")) {
      static_cast<void>(entry);
      ++count;
    }
    return count;
  }

  TemporaryFolder folder;
  std::string model = folder / "model.safetensors";
  std::string output = folder / "small.safetensors";
  std::string photographs = folder / "photographs";
  std::string model_bytes;
};

Workplace::Workplace(int pictures) {
  const SyntheticConfig config{.dim = 32,
                               .depth = 2,
                               .heads = 2,
                               .mlp_dim = 64,
                               .patch_size = 8,
                               .grid_rows = 4,
                               .grid_cols = 4};
  Json metadata = Json::parse(profile_json(config, "a test model"));
  metadata["preprocess"]["resize"] = 36;
  metadata["preprocess"]["crop"] = 32;
  const auto bytes = serialize_safetensors(make_tensors(config), {{"dinozero", metadata.dump()}});
  write_file(model, bytes.data(), bytes.size());
  model_bytes = read_file(model);
  fs::create_directories(photographs + "/below");
  for (int i = 0; i < pictures; ++i) {
    const std::string place = i % 2 == 0 ? "/" : "/below/";
    write_png(photographs + place + std::to_string(i) + ".png", 48, 40, 3,
              image_rgb8(48, 40, static_cast<std::uint64_t>(i) + 1));
  }
}

void Workplace::check_refused(const std::vector<std::string>& arguments, int exit_code,
                              const std::string& message) const {
  const std::size_t before = files();
  const bool had_output = fs::exists(output);
  const std::string output_before = had_output ? read_file(output) : std::string();
  const ProgramResult result = quantize(arguments);
  CAPTURE(result.err);
  CHECK(result.exit_code == exit_code);
  CHECK(result.out.empty());
  CHECK(result.err.find(message) != std::string::npos);
  CHECK(read_file(model) == model_bytes);
  CHECK(fs::exists(output) == had_output);
  if (had_output) CHECK(read_file(output) == output_before);
  CHECK(files() == before);
}

TEST_CASE("quantize writes a file that info and embed read", "[tools][quantize]") {
  const Workplace place;
  const struct {
    const char* scheme;
    bool calibrated;
  } cases[] = {{"int8", false}, {"int8", true},   {"int8-static", true}, {"int4", false},
               {"int4", true},  {"binary", true}, {"f32", false}};
  for (const auto& test : cases) {
    CAPTURE(test.scheme, test.calibrated);
    std::vector<std::string> arguments = {"--scheme", test.scheme, "--force", "--json"};
    if (test.calibrated) {
      arguments.insert(arguments.end(), {"--calibration", place.photographs});
      arguments.insert(arguments.end(), {"--test", place.photographs, "--test-images", "3"});
    }
    const ProgramResult result = place.quantize(arguments);
    CAPTURE(result.err);
    REQUIRE(result.exit_code == 0);
    CHECK(result.err.empty());
    const Json json = Json::parse(result.out);
    CHECK(json.at("scheme") == test.scheme);
    CHECK(json.at("output_bytes") == fs::file_size(place.output));
    CHECK(json.at("input_bytes") == place.model_bytes.size());
    CHECK(json.at("calibration_images") == (test.calibrated ? 6 : 0));
    REQUIRE(json.at("layers").size() == 9);
    CHECK(json.at("layers")[0].at("layer") == "patch_embed.proj");
    CHECK(json.at("layers")[0].contains("output_sqnr_db") == test.calibrated);
    CHECK(json.contains("blocks") == test.calibrated);
    if (test.calibrated) {
      CHECK(json.at("blocks").size() == 3);
      CHECK(json.at("blocks")[2].at("after") == "final");
      CHECK(json.at("test").at("images") == 3);
      CHECK(json.at("test").at("cls_mean") > 0.5);
    }
    const auto info = run_program(DINOZERO_COMMAND, {"info", place.output, "--json"});
    REQUIRE(info.exit_code == 0);
    CHECK(Json::parse(info.out).at("scheme") == test.scheme);
    CHECK(Json::parse(info.out).at("name") == "a test model");
    const auto embed =
        run_program(DINOZERO_COMMAND, {"embed", place.output, place.photographs + "/0.png"});
    CHECK(embed.exit_code == 0);
  }
  CHECK(read_file(place.model) == place.model_bytes);
}

TEST_CASE("quantize --layout writes the order that info shows", "[tools][quantize]") {
  const Workplace place;
  const ProgramResult result = place.quantize({"--scheme", "binary", "--layout", "armv6"});
  CAPTURE(result.err);
  REQUIRE(result.exit_code == 0);
  const Json json =
      Json::parse(run_program(DINOZERO_COMMAND, {"info", place.output, "--json"}).out);
  CHECK(json.at("layout") == "armv6");
  CHECK(json.at("scheme") == "binary");
}

TEST_CASE("quantize says what it did", "[tools][quantize]") {
  const Workplace place;
  const ProgramResult plain = place.quantize({"--scheme", "int8"});
  REQUIRE(plain.exit_code == 0);
  CHECK(plain.out.find("blocks.1.mlp.fc2") != std::string::npos);
  CHECK(plain.out.find("--calibration makes better ones") != std::string::npos);
  const ProgramResult result =
      place.quantize({"--scheme", "int4", "--force", "--calibration", place.photographs, "--keep",
                      "blocks.*.fc2=int8", "--keep", "patch_embed.proj=binary", "--prune-heads",
                      "1", "--prune-neurons", "0.25", "--images", "4"});
  CAPTURE(result.err);
  REQUIRE(result.exit_code == 0);
  CHECK(result.out.find("4 for calibration") != std::string::npos);
  CHECK(result.out.find("heads    left in each block:") != std::string::npos);
  CHECK(result.out.find("int4, 6-bit") != std::string::npos);
  CHECK(result.out.find("binary") != std::string::npos);
  CHECK(result.out.find("final") != std::string::npos);
}

TEST_CASE("quantize gives the same bytes every time", "[tools][quantize]") {
  const Workplace place;
  const std::vector<std::string> arguments = {
      "--scheme", "mixed", "--max-bytes", "19500", "--calibration", place.photographs, "--force"};
  const ProgramResult first = place.quantize(arguments);
  CAPTURE(first.err);
  REQUIRE(first.exit_code == 0);
  const std::string bytes = read_file(place.output);
  CHECK(bytes.size() <= 19500);
  REQUIRE(place.quantize(arguments).exit_code == 0);
  CHECK(read_file(place.output) == bytes);
}

TEST_CASE("quantize refuses bad calibration folders", "[tools][quantize]") {
  const Workplace place;
  const std::string empty = place.folder / "empty";
  fs::create_directory(empty);
  place.check_refused({"--scheme", "int8", "--calibration", empty}, 2, "found none");
  place.check_refused({"--scheme", "int8", "--calibration", place.folder / "nowhere"}, 2,
                      "nowhere");
  place.check_refused({"--scheme", "int8", "--calibration", place.model}, 2, "model.safetensors");
  write_file(empty + "/notes.txt", "x", 1);
  place.check_refused({"--scheme", "int8", "--calibration", empty}, 2, "found none");
  write_file(empty + "/broken.jpg", "no picture", 10);
  place.check_refused({"--scheme", "int8", "--calibration", empty}, 1, "broken.jpg");
  if (geteuid() != 0) {  // root reads everything
    REQUIRE(chmod(empty.c_str(), 0) == 0);
    place.check_refused({"--scheme", "int8", "--calibration", empty}, 2, "empty");
    REQUIRE(chmod(empty.c_str(), 0700) == 0);
  }
}

TEST_CASE("quantize refuses what it cannot do", "[tools][quantize]") {
  const Workplace place(1);
  place.check_refused({}, 2, "--scheme");
  place.check_refused({"--scheme", "int3"}, 2, "int3");
  place.check_refused({"--scheme", "int8-static"}, 2, "calibration images");
  place.check_refused({"--scheme", "mixed", "--max-bytes", "20000"}, 2, "calibration images");
  place.check_refused({"--scheme", "mixed"}, 2, "size");
  place.check_refused({"--scheme", "int8", "--max-bytes", "20000"}, 2, "mixed");
  place.check_refused({"--scheme", "int8", "--prune-neurons", "0.5"}, 2, "calibration images");
  place.check_refused({"--scheme", "int8", "--keep", "blocks.9.*=int4"}, 2, "blocks.9.*");
  place.check_refused({"--scheme", "int8", "--keep", "blocks.0.*=int5"}, 2, "int5");
  place.check_refused({"--scheme", "int8", "--keep", "blocks.0.*"}, 2, "LAYERS=SCHEME");
  place.check_refused({"--scheme", "int4", "--group", "128"}, 2, "divides its 192 inputs");
  place.check_refused({"--scheme", "int4", "--group", "50"}, 2, "multiple of 32");
  place.check_refused({"--scheme", "int4", "--activation-bits", "4"}, 2, "6 or 8");
  place.check_refused(
      {"--scheme", "mixed", "--max-bytes", "100", "--calibration", place.photographs}, 2,
      "at least");
  place.check_refused(
      {"--scheme", "int8", "--calibration", place.photographs, "--prune-heads", "3"}, 2,
      "each block keeps one");
}

TEST_CASE("quantize replaces nothing unasked", "[tools][quantize]") {
  const Workplace place(1);
  REQUIRE(place.quantize({"--scheme", "int8"}).exit_code == 0);
  place.check_refused({"--scheme", "int4"}, 2, "--force");
  // Quantized already.
  const auto again = run_program(
      DINOZERO_COMMAND, {"quantize", place.output, place.folder / "twice", "--scheme", "int4"});
  CHECK(again.exit_code == 2);
  CHECK(again.err.find("quantized already: int8") != std::string::npos);
  CHECK_FALSE(fs::exists(place.folder / "twice"));
  // The input itself, also by another name.
  const std::string link = place.folder / "link.safetensors";
  fs::create_symlink(place.model, link);
  for (const std::string& output : {place.model, link}) {
    const auto same = run_program(DINOZERO_COMMAND,
                                  {"quantize", place.model, output, "--scheme", "int8", "--force"});
    CHECK(same.exit_code == 2);
    CHECK(same.err.find("replace the input") != std::string::npos);
  }
  CHECK(read_file(place.model) == place.model_bytes);
  CHECK(fs::is_symlink(link));
  const auto nowhere = run_program(
      DINOZERO_COMMAND,
      {"quantize", place.model, place.folder / "no/such.safetensors", "--scheme", "int8"});
  CHECK(nowhere.exit_code == 2);
  const std::string pipe = place.folder / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const auto special =
      run_program(DINOZERO_COMMAND, {"quantize", place.model, pipe, "--scheme", "int8", "--force"});
  CHECK(special.exit_code == 2);
  CHECK(special.err.find("pipe: expected a file") != std::string::npos);
  CHECK(fs::is_fifo(pipe));
}

TEST_CASE("quantize says at once that it cannot write", "[tools][quantize]") {
  if (geteuid() == 0) return;  // root may write everywhere
  const Workplace place(1);
  const std::string locked = place.folder / "locked";
  REQUIRE(mkdir(locked.c_str(), 0500) == 0);
  const auto result =
      run_program(DINOZERO_COMMAND, {"quantize", place.model, locked + "/small.safetensors",
                                     "--scheme", "int8", "--calibration", place.folder / "none"});
  CHECK(result.exit_code == 2);
  CHECK(result.err.find("Permission denied") != std::string::npos);
}

TEST_CASE("quantize needs a model", "[tools][quantize]") {
  const Workplace place(1);
  const auto missing = run_program(
      DINOZERO_COMMAND, {"quantize", place.folder / "none", place.output, "--scheme", "int8"});
  CHECK(missing.exit_code == 3);
  const auto picture = run_program(DINOZERO_COMMAND, {"quantize", place.photographs + "/0.png",
                                                      place.output, "--scheme", "int8"});
  CHECK(picture.exit_code == 3);
  CHECK_FALSE(fs::exists(place.output));
}

TEST_CASE("quantize on a full disk leaves everything as it was", "[tools][quantize]") {
  const Workplace place(1);
  // A limit on the size of files stands for the full disk; ignoring its signal, as the shell does
  // here, makes the write fail.
  const auto on_full_disk = [&] {
    const std::string command = std::string("trap '' XFSZ; ulimit -f 8; exec \"") +
                                DINOZERO_COMMAND + "\" quantize \"" + place.model + "\" \"" +
                                place.output + "\" --scheme int8 --force";
    return run_program("/bin/sh", {"-c", command});
  };
  const std::size_t before = place.files();
  const ProgramResult first = on_full_disk();
  CAPTURE(first.err);
  CHECK(first.exit_code == 1);
  CHECK(first.err.find("small.safetensors: writing failed") != std::string::npos);
  CHECK_FALSE(fs::exists(place.output));
  CHECK(place.files() == before);

  REQUIRE(place.quantize({"--scheme", "int4"}).exit_code == 0);
  const std::string old = read_file(place.output);
  CHECK(on_full_disk().exit_code == 1);
  CHECK(read_file(place.output) == old);
  CHECK(place.files() == before + 1);
  CHECK(read_file(place.model) == place.model_bytes);
}

}  // namespace
}  // namespace dinozero::testing
