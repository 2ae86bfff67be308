// SPDX-License-Identifier: Apache-2.0
#include "tools/image_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>

// Only what is used, private to this file: a program that links stb itself keeps its own.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#define STBI_FAILURE_USERMSG
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace dinozero::tools {
namespace {

tl::unexpected<Error> failure(ErrorCode code, const std::string& path, const std::string& reason) {
  return tl::make_unexpected(Error{code, path + ": " + reason});
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// `info` and `load` are stb_image's functions for what the picture is read from.
template <typename Info, typename Load>
Expected<ImageFile> decode(const std::string& path, const Info& info, const Load& load) {
  int width = 0;
  int height = 0;
  int channels = 0;
  if (info(&width, &height, &channels) == 0) {
    return failure(ErrorCode::kUnsupported, path,
                   "expected a PNG, JPEG or BMP picture, found something else");
  }
  if (width < 1 || height < 1 || width > kMaxImageFileSide || height > kMaxImageFileSide) {
    return failure(ErrorCode::kUnsupported, path,
                   "expected sides of 1 to " + std::to_string(kMaxImageFileSide) +
                       " pixels, found " + std::to_string(width) + " x " + std::to_string(height));
  }
  // In the file's own channels, but grey with alpha has no PixelFormat: leave the alpha out.
  const int wanted = channels == 2 ? 1 : channels;
  std::uint8_t* pixels = load(&width, &height, &channels, wanted);
  if (pixels == nullptr) {
    const char* reason = stbi_failure_reason();
    if (std::strcmp(reason, "Out of memory") == 0) {
      return failure(
          ErrorCode::kOutOfMemory, path,
          "no memory for " + std::to_string(width) + " x " + std::to_string(height) + " pixels");
    }
    return failure(ErrorCode::kMalformedFile, path, "broken picture: " + std::string(reason));
  }
  const PixelFormat format = wanted == 1   ? PixelFormat::kGray8
                             : wanted == 4 ? PixelFormat::kRgba8
                                           : PixelFormat::kRgb8;
  return ImageFile(pixels, width, height, format);
}

}  // namespace

Expected<ImageFile> read_image_file(const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) {
    return failure(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo, path,
                   std::strerror(errno));
  }
  // A folder can be opened, but not read.
  if (std::fgetc(file.get()) == EOF) {
    if (std::ferror(file.get())) return failure(ErrorCode::kIo, path, std::strerror(errno));
    return failure(ErrorCode::kMalformedFile, path, "expected a picture, found an empty file");
  }
  std::rewind(file.get());

  return decode(
      path,
      [&](int* width, int* height, int* channels) {
        return stbi_info_from_file(file.get(), width, height, channels);
      },
      [&](int* width, int* height, int* channels, int wanted) {
        return stbi_load_from_file(file.get(), width, height, channels, wanted);
      });
}

Expected<ImageFile> decode_image(const std::uint8_t* bytes, std::size_t size,
                                 const std::string& name) {
  if (size == 0) {
    return failure(ErrorCode::kMalformedFile, name, "expected a picture, found an empty file");
  }
  if (size > std::size_t{std::numeric_limits<int>::max()}) {
    return failure(ErrorCode::kUnsupported, name,
                   "expected less than 2 GiB, found " + std::to_string(size) + " bytes");
  }
  const int length = static_cast<int>(size);
  return decode(
      name,
      [&](int* width, int* height, int* channels) {
        return stbi_info_from_memory(bytes, length, width, height, channels);
      },
      [&](int* width, int* height, int* channels, int wanted) {
        return stbi_load_from_memory(bytes, length, width, height, channels, wanted);
      });
}

}  // namespace dinozero::tools
