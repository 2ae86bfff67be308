// SPDX-License-Identifier: Apache-2.0
#include "evaluate/random_samples.h"

#include <random>

namespace dinozero::testing {

RandomSamples::RandomSamples(std::size_t count, int dimensions, int classes, double separation,
                             std::uint64_t seed)
    : dim(dimensions) {
  // The centres are the same whatever the seed: training and test samples come from one world.
  std::mt19937_64 of_centres(12345);
  std::mt19937_64 of_samples(seed);
  // The sum of 4 uniform numbers: near enough to a normal one, and the same on every machine.
  const auto noise = [](std::mt19937_64& random) {
    double sum = 0;
    for (int i = 0; i < 4; ++i) sum += static_cast<double>(random() >> 11) / 9007199254740992.0;
    return (sum - 2) * 1.7320508;
  };
  std::vector<double> centres(static_cast<std::size_t>(classes * dimensions));
  for (double& value : centres) value = separation * noise(of_centres);
  for (std::size_t i = 0; i < count; ++i) {
    const int label = static_cast<int>(i) % classes;
    labels.push_back(label);
    for (int d = 0; d < dimensions; ++d) {
      features.push_back(static_cast<float>(
          centres[static_cast<std::size_t>(label * dimensions + d)] + noise(of_samples)));
    }
  }
}

}  // namespace dinozero::testing
