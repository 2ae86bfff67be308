// SPDX-License-Identifier: Apache-2.0
// What an application does first, as C++17 without exceptions.
#include <dinozero/dinozero.h>

#include <cstdio>

int main(int argc, char** argv) {
  const auto model = dinozero::Model::load(argc > 1 ? argv[1] : "no-such-model.safetensors");
  if (!model) {
    std::printf("%s: %s\n", dinozero::error_code_name(model.error().code),
                model.error().message.c_str());
    return argc > 1 ? 1 : 0;
  }
  auto encoder = dinozero::Encoder::create(*model);
  if (!encoder) return 1;
  const unsigned char pixel[3] = {255, 0, 0};
  const auto features = encoder->encode({pixel, 1, 1, 0, dinozero::PixelFormat::kRgb8});
  if (!features) return 1;
  std::printf("dinozero %s: %s, %d channels\n", DINOZERO_VERSION, model->config().name.c_str(),
              static_cast<int>(features->cls().size()));
  return 0;
}
