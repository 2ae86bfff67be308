// SPDX-License-Identifier: Apache-2.0
// The peak memory that the dinozero command promises: everything that is resident, code included,
// while it encodes a photograph with DINO-Micro in f32.

#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/picture_files.h"
#include "tools/run_program.h"

namespace dinozero::testing {
namespace {

long peak_kib(const std::string& backend) {
  const TemporaryFolder folder;
  const auto bytes =
      serialize_safetensors(make_tensors(micro()), {{"dinozero", profile_json(micro())}});
  write_file(folder / "micro.safetensors", bytes.data(), bytes.size());
  write_png(folder / "photo.png", 451, 300, 3, image_rgb8(451, 300, 1));
  // The median of some runs: how much of the program's file the system maps around an address that
  // is touched depends on where it was loaded.
  std::vector<long> peaks;
  for (int run = 0; run < 7; ++run) {
    peaks.push_back(peak_kib_of_program(
        DINOZERO_COMMAND, {"embed", folder / "micro.safetensors", folder / "photo.png", "--json",
                           "--patches", "--backend", backend}));
  }
  std::sort(peaks.begin(), peaks.end());
  return peaks[3];
}

TEST_CASE("embed with DINO-Micro stays within its memory", "[tools][memory]") {
  const long native = peak_kib("native");
  CAPTURE(native);
  CHECK(native > 3 * 1024);
  CHECK(native * 1024 <= 8'000'000);
#if DINOZERO_HAS_XNNPACK
  const long xnnpack = peak_kib("xnnpack");
  CAPTURE(xnnpack);
  CHECK(xnnpack > 3 * 1024);
  CHECK(xnnpack * 1024 <= 16'000'000);
#endif
}

}  // namespace
}  // namespace dinozero::testing
