// SPDX-License-Identifier: Apache-2.0
// Runs `dinozero evaluate` itself; tests/evaluate tests what it is made of.

#include <cstdlib>
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

using Json = nlohmann::json;

bool contains(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

// A small model and 3 classes of pictures, 12 to train and 4 to test with each: one red, one green,
// one blue, with noise.
class Workplace {
 public:
  Workplace() {
    const SyntheticConfig config{32, 1, 2, 64, 8, 4, 4};
    const auto bytes =
        serialize_safetensors(make_tensors(config), {{"dinozero", profile_json(config, "small")}});
    write_file(model(), bytes.data(), bytes.size());
    for (int label = 0; label < 3; ++label) {
      for (int i = 0; i < 16; ++i) {
        const std::string split = i < 12 ? "train/" : "test/";
        const std::string of_class = data() + "/" + split + std::string(1, "rgb"[label]);
        std::filesystem::create_directories(of_class);
        auto pixels = image_rgb8(16, 16, static_cast<std::uint64_t>(label * 100 + i));
        for (std::size_t p = 0; p < pixels.size(); ++p) {
          const bool own = p % 3 == static_cast<std::size_t>(label);
          pixels[p] = static_cast<std::uint8_t>(own ? 128 + pixels[p] / 2 : pixels[p] / 2);
        }
        write_png(of_class + "/" + std::to_string(i) + ".png", 16, 16, 3, pixels);
      }
    }
  }

  std::string model() const { return folder / "model.safetensors"; }
  std::string data() const { return folder / "data"; }
  std::string cache() const { return folder / "cache"; }

  ProgramResult evaluate(std::vector<std::string> more, const std::string& data_path = {}) const {
    std::vector<std::string> arguments = {
        "evaluate", model(), data_path.empty() ? data() : data_path, "--cache", cache(),
        "--size",   "32"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(DINOZERO_COMMAND, arguments);
  }
  Json json(std::vector<std::string> more) const {
    more.push_back("--json");
    const auto result = evaluate(more);
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    return Json::parse(result.out);
  }

  const TemporaryFolder folder;
};

TEST_CASE("evaluate --json says what was measured and how", "[tools][evaluate]") {
  const Workplace place;
  const Json json = place.json({"--baseline", "pixels", "--threads", "2", "--shots", "3"});
  CHECK(json.at("model") == place.model());
  CHECK(json.at("model_name") == "small");
  CHECK(json.at("model_sha256").get<std::string>().size() == 64);
  CHECK(json.at("data") == place.data());
  CHECK(json.at("classes") == 3);
  CHECK(json.at("train") == 36);
  CHECK(json.at("test") == 12);
  CHECK(json.at("failed") == 0);
  CHECK(json.at("input_height") == 32);
  CHECK(json.at("threads") == 2);
  CHECK(json.at("features_cached") == false);
  CHECK(json.at("seconds").at("features").is_number());
  CHECK(contains(json.at("convention"), "k=20, cosine, votes exp(cosine / 0.07)"));
  CHECK(contains(json.at("convention"), "Few-shot: 3 labels a class"));
  for (const Json& readings : {json, json.at("baselines").at("pixels")}) {
    for (const char* key : {"knn_top1", "knn_top1_centered", "few_shot_top1"}) {
      CAPTURE(key);
      CHECK(readings.at(key).get<double>() >= 0);
      CHECK(readings.at(key).get<double>() <= 100);
    }
    for (const char* share : {"10%", "30%", "100%"}) {
      CHECK(readings.at("linear_top1").contains(share));
    }
    CHECK(readings.at("linear").at(0).at("labels") == 3);
    CHECK(readings.at("linear").at(1).at("labels") == 12);
  }
  // Colours are easily told apart by pixels.
  CHECK(json.at("baselines").at("pixels").at("linear_top1").at("100%") == 100.0);
}

TEST_CASE("evaluate keeps features, and notices when they are stale", "[tools][evaluate]") {
  const Workplace place;
  const auto stripped = [](Json json) {
    json.erase("features_cached");
    json.erase("seconds");
    return json;
  };
  const Json first = place.json({});
  const Json second = place.json({"--threads", "3"});
  CHECK(first.at("features_cached") == false);
  CHECK(second.at("features_cached") == true);
  CHECK(stripped(first).at("knn_top1") == stripped(second).at("knn_top1"));
  CHECK(first.at("linear") == second.at("linear"));
  CHECK(place.json({"--no-cache"}).at("features_cached") == false);
  CHECK(place.json({"--limit", "9"}).at("features_cached") == false);

  write_png(place.data() + "/train/r/0.png", 5, 5, 3, image_rgb8(5, 5, 1));
  const auto changed = place.evaluate({"--json"});
  CHECK(contains(changed.err, "have changed; computing the features anew"));
  CHECK(Json::parse(changed.out).at("features_cached") == false);
  CHECK(place.json({}).at("features_cached") == true);

  // Another model in the same place.
  const SyntheticConfig config{32, 1, 2, 64, 8, 4, 4, 0, false, true, 1.0, 99};
  const auto bytes =
      serialize_safetensors(make_tensors(config), {{"dinozero", profile_json(config, "other")}});
  write_file(place.model(), bytes.data(), bytes.size());
  CHECK(place.json({}).at("features_cached") == false);

  // A cache that cannot be kept does not matter.
  const auto unkept = run_program(DINOZERO_COMMAND, {"evaluate", place.model(), place.data(),
                                                     "--size", "32", "--cache", "/proc/none"});
  CHECK(unkept.exit_code == 0);
  CHECK(contains(unkept.err, "features are not kept: "));
}

TEST_CASE("evaluate prints a table", "[tools][evaluate]") {
  const Workplace place;
  const auto result = place.evaluate({"--baseline", "pixels", "--measure", "knn,few-shot"});
  REQUIRE(result.exit_code == 0);
  CHECK(result.err.empty());
  CHECK(contains(result.out, "36 training and 12 test pictures, 3 classes"));
  CHECK(contains(result.out, "small   pixels 32 x 32"));
  CHECK(contains(result.out, "k-NN, centred"));
  CHECK(contains(result.out, "few-shot"));
  CHECK(contains(result.out, "minus the mean of the training features"));
  CHECK(contains(result.out, "nearest class centroid"));
  // What was not measured is not explained, either.
  CHECK(result.out.find("of the labels") == std::string::npos);
}

TEST_CASE("evaluate writes features and predictions", "[tools][evaluate]") {
  const Workplace place;
  const std::string out = place.folder / "new/features";
  const std::string predictions = place.folder / "predictions.csv";
  const Json json = place.json({"--features-out", out, "--predictions-out", predictions});
  CHECK(contains(read_file(out + "/train.npy"), "'shape': (36,32,), }"));
  CHECK(read_file(out + "/test.npy").size() == 128 + 12 * 32 * 4);
  CHECK(contains(read_file(out + "/train.csv"), "picture,label,class\ntrain/b/0.png,0,b\n"));
  CHECK(contains(read_file(out + "/test.csv"), "\ntest/r/15.png,2,r\n"));
  const std::string table = read_file(predictions);
  CHECK(contains(table, "picture,class,knn,knn_centered,linear_10%,linear_30%,linear_100%\n"));
  // The column agrees with the reading.
  int right = 0;
  for (std::size_t at = table.find('\n') + 1; at < table.size(); at = table.find('\n', at) + 1) {
    const std::size_t comma = table.find(',', at);
    right += table[comma + 1] == table[comma + 3] ? 1 : 0;
  }
  CHECK(100.0 * right / 12 == Approx(json.at("knn_top1").get<double>()).margin(0.01));

  const auto unwritable = place.evaluate({"--predictions-out", "/proc/none/x.csv"});
  CHECK(unwritable.exit_code == 1);
  CHECK(contains(unwritable.err, "/proc/none/x.csv"));
  CHECK(contains(unwritable.out, "k-NN"));
}

TEST_CASE("evaluate leaves broken pictures out", "[tools][evaluate]") {
  const Workplace place;
  write_file(place.data() + "/train/r/broken.png", "\x89PNG\r\n\x1a\n", 8);
  const auto result = place.evaluate({"--json"});
  // One of 49 is more than 1%.
  CHECK(result.exit_code == 1);
  CHECK(contains(result.err, "train/r/broken.png: "));
  CHECK(contains(result.err, "1 pictures failed"));
  const Json json = Json::parse(result.out);
  CHECK(json.at("failed") == 1);
  CHECK(json.at("train") == 36);
  CHECK(contains(json.at("failed_pictures").at(0), "train/r/broken.png: "));
  // The cache remembers it.
  const auto again = place.evaluate({"--json"});
  CHECK(again.exit_code == 1);
  CHECK(contains(again.err, "train/r/broken.png: "));
  CHECK(Json::parse(again.out).at("features_cached") == true);

  // With enough others, it is below 1%.
  for (int i = 100; i < 160; ++i) {
    write_png(place.data() + "/train/g/" + std::to_string(i) + ".png", 8, 8, 3,
              image_rgb8(8, 8, static_cast<std::uint64_t>(i)));
  }
  CHECK(place.evaluate({"--measure", "knn"}).exit_code == 0);
}

TEST_CASE("evaluate says what it cannot use", "[tools][evaluate]") {
  const Workplace place;
  const auto rejected = [&](const ProgramResult& result, int code, const std::string& reason) {
    CHECK(result.exit_code == code);
    CHECK(result.out.empty());
    return contains(result.err, reason);
  };
  const auto run = [](const std::vector<std::string>& arguments) {
    return run_program(DINOZERO_COMMAND, arguments);
  };
  CHECK(rejected(run({"evaluate"}), 2, "MODEL is required"));
  CHECK(rejected(run({"evaluate", place.model()}), 2, "DATA is required"));
  CHECK(rejected(run({"evaluate", place.folder / "none", place.data()}), 3, "No such file"));
  CHECK(
      rejected(run({"evaluate", place.model(), place.data(), "--size", "30"}), 2, "multiple of 8"));
  CHECK(rejected(place.evaluate({"--measure", "everything"}), 2, "--measure"));
  CHECK(rejected(place.evaluate({"--limit", "2"}), 2, "number of classes"));
  CHECK(rejected(place.evaluate({"--k", "0"}), 2, "--k"));
  CHECK(rejected(place.evaluate({}, place.folder / "none"), 4, "no such file"));
  CHECK(rejected(place.evaluate({}, place.data() + "/test/r"), 4, "found neither"));
  CHECK(rejected(place.evaluate({}, place.model()), 4, "model.safetensors: expected a folder"));

  // No picture at all can be read.
  const std::string text = place.folder / "text";
  for (const char* name : {"a/1.png", "b/1.png", "a/2.png", "a/3.png", "a/4.png"}) {
    std::filesystem::create_directories(std::filesystem::path(text + "/" + name).parent_path());
    write_file(text + "/" + name, "text", 4);
  }
  CHECK(rejected(place.evaluate({}, text), 4, "no picture could be read of those to train with"));
}

TEST_CASE("evaluate --help has examples", "[tools][evaluate]") {
  const auto result = run_program(DINOZERO_COMMAND, {"evaluate", "--help"});
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "Examples:"));
  CHECK(contains(result.out, "--baseline pixels"));
  CHECK(contains(result.out, "--kernels"));
  CHECK(contains(run_program(DINOZERO_COMMAND, {"--help"}).out, "evaluate"));
}

}  // namespace
}  // namespace dinozero::testing
