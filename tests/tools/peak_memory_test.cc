// SPDX-License-Identifier: Apache-2.0
// The peak memory that the dinozero command promises: everything that is resident, code included,
// while it encodes a photograph with DINO-Micro in f32, and with DINO-Small in f16, as it is
// shipped.

#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/picture_files.h"
#include "tools/run_program.h"

namespace dinozero::testing {
namespace {

long peak_kib(const SyntheticConfig& config, DType dtype, const std::string& backend) {
  const TemporaryFolder folder;
  const auto bytes =
      serialize_safetensors(make_tensors(config), {{"dinozero", profile_json(config)}}, dtype);
  write_file(folder / "model.safetensors", bytes.data(), bytes.size());
  write_png(folder / "photo.png", 451, 300, 3, image_rgb8(451, 300, 1));
  // The median of some runs: how much of the program's file the system maps around an address that
  // is touched depends on where it was loaded.
  std::vector<long> peaks;
  for (int run = 0; run < 7; ++run) {
    peaks.push_back(peak_kib_of_program(
        DINOZERO_COMMAND, {"embed", folder / "model.safetensors", folder / "photo.png", "--json",
                           "--patches", "--backend", backend}));
  }
  std::sort(peaks.begin(), peaks.end());
  return peaks[3];
}

TEST_CASE("embed with DINO-Micro stays within its memory", "[tools][memory]") {
  const long native = peak_kib(micro(), DType::kF32, "native");
  CAPTURE(native);
  CHECK(native > 3 * 1024);
  CHECK(native * 1024 <= 8'000'000);
#if DINOZERO_HAS_XNNPACK
  const long xnnpack = peak_kib(micro(), DType::kF32, "xnnpack");
  CAPTURE(xnnpack);
  CHECK(xnnpack > 3 * 1024);
  CHECK(xnnpack * 1024 <= 16'000'000);
#endif
}

// 22 MB of weights, used in place: in f32 they would be 44.
TEST_CASE("embed with DINO-Small in f16 stays within its memory", "[tools][memory]") {
  const long native = peak_kib(small(), DType::kF16, "native");
  CAPTURE(native);
  CHECK(native > 21 * 1024);
  CHECK(native * 1024 <= 29'500'000);
}

}  // namespace
}  // namespace dinozero::testing
