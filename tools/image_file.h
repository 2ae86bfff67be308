// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "dinozero/error.h"
#include "dinozero/image.h"

namespace dinozero::tools {

/// The longest side, in pixels, of a picture that read_image_file decodes.
inline constexpr int kMaxImageFileSide = 16384;

/// A decoded picture file and the memory that it lies in.
class ImageFile {
 public:
  ImageFile(std::uint8_t* pixels, int width, int height, PixelFormat format)
      : pixels_(pixels, &std::free), width_(width), height_(height), format_(format) {}

  /// Valid as long as this object.
  ImageView view() const { return {pixels_.get(), width_, height_, 0, format_}; }
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  std::unique_ptr<std::uint8_t, void (*)(void*)> pixels_;
  int width_;
  int height_;
  PixelFormat format_;
};

/// Decodes a PNG, JPEG or BMP file. 16-bit samples keep their upper 8 bits, an alpha channel is
/// dropped by the encoder, of an animated PNG this is the default picture. The orientation that a
/// camera notes in EXIF is not applied, as in Pillow's Image.open.
/// Errors, naming the file: kNotFound, kIo, kUnsupported (another format, or a side above
/// kMaxImageFileSide), kMalformedFile, kOutOfMemory.
Expected<ImageFile> read_image_file(const std::string& path);

/// The same from the bytes of a file in memory; `name` stands for it in messages.
Expected<ImageFile> decode_image(const std::uint8_t* bytes, std::size_t size,
                                 const std::string& name);

}  // namespace dinozero::tools
