// SPDX-License-Identifier: Apache-2.0
// From a picture file to an embedding, the shortest way: load a model, make an encoder, encode.
//
//     embed_image dino-micro.safetensors photo.jpg

#include <dinozero/dinozero.h>

#include <cstdio>

#include "tools/image_file.h"  // decodes PNG, JPEG and BMP; any other way to get pixels will do

namespace {

int fail(const dinozero::Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s MODEL IMAGE\n", argv[0]);
    return 2;
  }
  const auto model = dinozero::Model::load(argv[1]);
  if (!model) return fail(model.error());
  auto encoder = dinozero::Encoder::create(*model);
  if (!encoder) return fail(encoder.error());

  const auto image = dinozero::tools::read_image_file(argv[2]);
  if (!image) return fail(image.error());
  const auto features = encoder->encode(image->view());
  if (!features) return fail(features.error());

  for (const float value : features->cls()) std::printf("%g\n", double{value});
  return 0;
}
