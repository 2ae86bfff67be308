// SPDX-License-Identifier: Apache-2.0
// Signals that come while `dinozero quantize` writes its result.

#include <signal.h>

#include <filesystem>
#include <string>

#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/run_program.h"

namespace dinozero::testing {
namespace {

namespace fs = std::filesystem;

struct Workplace {
  Workplace() {
    const SyntheticConfig config{.dim = 32,
                                 .depth = 2,
                                 .heads = 2,
                                 .mlp_dim = 64,
                                 .patch_size = 8,
                                 .grid_rows = 4,
                                 .grid_cols = 4};
    const auto bytes = serialize_safetensors(make_tensors(config),
                                             {{"dinozero", profile_json(config, "a test model")}});
    write_file(model, bytes.data(), bytes.size());
    model_bytes = read_file(model);
  }

  // `moment`: as raise_while_writing.cc takes it; empty for none.
  ProgramResult quantize(const std::string& moment, const std::string& scheme) const {
    const std::string environment = moment.empty() ? ""
                                                   : "LD_PRELOAD=\"" DINOZERO_RAISE_WHILE_WRITING
                                                     "\" DINOZERO_TEST_SIGNAL=\"" +
                                                         moment + "\" ";
    // Signals may be ignored where the tests are started from.
    return run_program("/bin/sh", {"-c", environment + "exec env --default-signal \"" +
                                             DINOZERO_COMMAND + "\" quantize \"" + model + "\" \"" +
                                             output + "\" --force --scheme " + scheme});
  }

  std::size_t files() const {
    const auto entries = fs::directory_iterator(folder / ".");
    return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
  }

  TemporaryFolder folder;
  std::string model = folder / "model.safetensors";
  std::string output = folder / "small.safetensors";
  std::string model_bytes;
};

TEST_CASE("A signal while quantize writes leaves one whole file", "[tools][quantize]") {
  const Workplace place;
  REQUIRE(place.quantize("", "int4").exit_code == 0);
  const std::string new_bytes = read_file(place.output);
  REQUIRE(place.quantize("", "int8").exit_code == 0);
  const std::string old_bytes = read_file(place.output);
  REQUIRE(old_bytes != new_bytes);

  const auto check = [&](const std::string& call, int signal, bool replace, bool written) {
    const std::string moment = call + " " + std::to_string(signal);
    CAPTURE(moment, replace);
    if (replace) {
      write_file(place.output, old_bytes.data(), old_bytes.size());
    } else {
      fs::remove(place.output);
    }
    const ProgramResult result = place.quantize(moment, "int4");
    CAPTURE(result.err, result.out);
    CHECK(result.exit_code == -1);  // the signal ended it
    CHECK(read_file(place.model) == place.model_bytes);
    CHECK(fs::exists(place.output) == (replace || written));
    if (fs::exists(place.output)) {
      CHECK(read_file(place.output) == (written ? new_bytes : old_bytes));
    }
    CHECK(place.files() == (replace || written ? 2 : 1));  // nothing partial beside them
  };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    for (const bool replace : {false, true}) {
      // All is computed, nothing written.
      check("pthread_sigmask", signal, replace, false);
      // Half of it is: the rest follows before the program ends.
      check("write", signal, replace, true);
      check("fsync", signal, replace, true);
      check("rename", signal, replace, true);
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
