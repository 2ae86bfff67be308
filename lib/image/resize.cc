// SPDX-License-Identifier: Apache-2.0
#include "lib/image/resize.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "lib/image/bicubic_axis.h"

namespace dinozero {
namespace {

constexpr int kChannels = 3;
constexpr std::int32_t kHalf = std::int32_t{1} << (kWeightBits - 1);

// Half-open range of crop positions that lie inside the resized picture.
struct Visible {
  int begin = 0;
  int end = 0;

  int size() const { return end - begin; }
};

Visible visible_part(std::int64_t resized, std::int64_t offset, int size) {
  const std::int64_t begin = std::clamp<std::int64_t>(-offset, 0, size);
  const std::int64_t end = std::clamp<std::int64_t>(resized - offset, begin, size);
  return {static_cast<int>(begin), static_cast<int>(end)};
}

std::uint8_t clip(std::int32_t fixed_point) {
  return static_cast<std::uint8_t>(std::clamp<std::int32_t>(fixed_point >> kWeightBits, 0, 255));
}

// Parts of the workspace. The weights of a column are followed by unused space up to max_taps.
struct Workspace {
  Taps* columns;                 // taps of each visible column
  std::int32_t* column_weights;  // columns x max_taps
  std::int32_t* row_weights;     // of the output row in hand
  std::uint8_t* rows;            // what the first pass leaves for the second
};

std::uint64_t columns_bytes(std::uint64_t columns) { return columns * sizeof(Taps); }

std::uint64_t weights_bytes(std::uint64_t count) { return count * sizeof(std::int32_t); }

Workspace divide(void* memory, int columns, std::int64_t column_taps, std::int64_t row_taps) {
  auto* bytes = static_cast<unsigned char*>(memory);
  const auto take = [&bytes](std::uint64_t size) {
    unsigned char* part = bytes;
    bytes += static_cast<std::size_t>(size);
    return static_cast<void*>(part);
  };
  const auto n = static_cast<std::uint64_t>(columns);
  Workspace workspace;
  workspace.columns = static_cast<Taps*>(take(columns_bytes(n)));
  workspace.column_weights =
      static_cast<std::int32_t*>(take(weights_bytes(n * static_cast<std::uint64_t>(column_taps))));
  workspace.row_weights =
      static_cast<std::int32_t*>(take(weights_bytes(static_cast<std::uint64_t>(row_taps))));
  workspace.rows = static_cast<std::uint8_t*>(take(0));
  return workspace;
}

// The horizontal pass over one row of the picture: its visible columns, three bytes each.
class RowResizer {
 public:
  RowResizer(PixelFormat format, const Workspace& workspace, int columns, std::int64_t max_taps)
      : format_(format),
        columns_(columns),
        max_taps_(static_cast<std::size_t>(max_taps)),
        taps_(workspace.columns),
        weights_(workspace.column_weights) {}

  void resize(const std::uint8_t* source, std::uint8_t* rgb) const {
    switch (format_) {
      case PixelFormat::kRgb8:
        return resize_color<3, 0, 2>(source, rgb);
      case PixelFormat::kRgba8:
        return resize_color<4, 0, 2>(source, rgb);
      case PixelFormat::kBgr8:
        return resize_color<3, 2, 0>(source, rgb);
      case PixelFormat::kGray8:
        return resize_gray(source, rgb);
    }
  }

 private:
  template <int kPixelBytes, int kRed, int kBlue>
  void resize_color(const std::uint8_t* source, std::uint8_t* rgb) const {
    for (int column = 0; column < columns_; ++column, rgb += kChannels) {
      const std::int32_t* weights = weights_ + static_cast<std::size_t>(column) * max_taps_;
      const std::uint8_t* pixel =
          source + static_cast<std::size_t>(taps_[column].first) * kPixelBytes;
      std::int32_t red = kHalf;
      std::int32_t green = kHalf;
      std::int32_t blue = kHalf;
      for (int i = 0; i < taps_[column].count; ++i, pixel += kPixelBytes) {
        red += pixel[kRed] * weights[i];
        green += pixel[1] * weights[i];
        blue += pixel[kBlue] * weights[i];
      }
      rgb[0] = clip(red);
      rgb[1] = clip(green);
      rgb[2] = clip(blue);
    }
  }

  void resize_gray(const std::uint8_t* source, std::uint8_t* rgb) const {
    for (int column = 0; column < columns_; ++column, rgb += kChannels) {
      const std::int32_t* weights = weights_ + static_cast<std::size_t>(column) * max_taps_;
      const std::uint8_t* pixel = source + taps_[column].first;
      std::int32_t sum = kHalf;
      for (int i = 0; i < taps_[column].count; ++i) sum += pixel[i] * weights[i];
      std::memset(rgb, clip(sum), kChannels);
    }
  }

  PixelFormat format_;
  int columns_;
  std::size_t max_taps_;
  const Taps* taps_;
  const std::int32_t* weights_;
};

// Rows of bytes; row y of the picture is in slot y modulo `slots`.
struct Rows {
  const std::uint8_t* data;
  std::size_t stride;
  std::size_t slots;
};

template <std::size_t kBlock>
void combine_block(const Rows& rows, Taps taps, const std::int32_t* weights, std::size_t x,
                   std::uint8_t* out) {
  std::int32_t sums[kBlock];
  std::fill_n(sums, kBlock, kHalf);
  std::size_t slot = static_cast<std::size_t>(taps.first) % rows.slots;
  for (int i = 0; i < taps.count; ++i) {
    const std::uint8_t* source = rows.data + slot * rows.stride + x;
    for (std::size_t j = 0; j < kBlock; ++j) sums[j] += source[j] * weights[i];
    if (++slot == rows.slots) slot = 0;
  }
  for (std::size_t j = 0; j < kBlock; ++j) out[x + j] = clip(sums[j]);
}

// The vertical pass over bytes begin..end of one row: out[x] = sum of weights[i] * row[i][x].
void combine(const Rows& rows, Taps taps, const std::int32_t* weights, std::size_t begin,
             std::size_t end, std::uint8_t* out) {
  // A block of columns at a time, so that the sums stay in registers.
  constexpr std::size_t kBlock = 16;
  std::size_t x = begin;
  for (; end - x >= kBlock; x += kBlock) combine_block<kBlock>(rows, taps, weights, x, out);
  for (; x < end; ++x) combine_block<1>(rows, taps, weights, x, out);
}

// Pillow 13: "If height is being scaled down more than twice the amount the width is,
// run the vertical pass first". Earlier ones always begin with the horizontal pass. The results
// differ where a value is clipped to 8 bits between the passes.
bool vertical_pass_first(const ImageView& image, const CropGeometry& geometry) {
  const std::int64_t rows_less = image.height - geometry.resized_height;
  const std::int64_t columns_less = image.width - geometry.resized_width;
  return rows_less > 0 && rows_less > 2 * columns_less;
}

// Resized rows, one after the other from the top, from the picture. Holds the last `slots`
// horizontally resized rows, as many as a resized row has taps.
class HorizontalFirst {
 public:
  HorizontalFirst(const Rows& picture, const RowResizer& resizer, std::uint8_t* ring, int columns,
                  std::int64_t slots)
      : picture_(picture),
        resizer_(resizer),
        memory_(ring),
        ring_{ring, static_cast<std::size_t>(columns) * kChannels,
              static_cast<std::size_t>(slots)} {}

  void resize(Taps taps, const std::int32_t* weights, std::uint8_t* rgb) {
    next_ = std::max(next_, taps.first);
    for (; next_ < taps.first + taps.count; ++next_) {
      const auto y = static_cast<std::size_t>(next_);
      resizer_.resize(picture_.data + y * picture_.stride,
                      memory_ + y % ring_.slots * ring_.stride);
    }
    combine(ring_, taps, weights, 0, ring_.stride, rgb);
  }

 private:
  Rows picture_;
  RowResizer resizer_;
  std::uint8_t* memory_;
  Rows ring_;
  int next_ = 0;  // the first row of the picture that is not in the ring
};

// The same with the passes exchanged: one row of the picture's width between them.
class VerticalFirst {
 public:
  VerticalFirst(const Rows& picture, const RowResizer& resizer, std::uint8_t* row,
                std::size_t begin, std::size_t end)
      : picture_(picture), resizer_(resizer), row_(row), begin_(begin), end_(end) {}

  void resize(Taps taps, const std::int32_t* weights, std::uint8_t* rgb) {
    combine(picture_, taps, weights, begin_, end_, row_);
    resizer_.resize(row_, rgb);
  }

 private:
  Rows picture_;
  RowResizer resizer_;
  std::uint8_t* row_;
  std::size_t begin_;  // bytes of the row that the crop needs
  std::size_t end_;
};

}  // namespace

std::size_t resize_crop_workspace_bytes(int max_image_side, int resize, int crop, int input_width,
                                        int input_height) {
  const auto side = static_cast<std::uint64_t>(max_image_side);
  // At least BicubicAxis::max_taps() of the largest scale that occurs.
  const auto most_taps = [&](int input_side) {
    const std::int64_t resized = shortest_resized_side(input_side, resize, crop);
    const std::uint64_t scale_rounded_up = side / static_cast<std::uint64_t>(resized) + 1;
    return 4 * scale_rounded_up + 1;
  };
  const auto columns = static_cast<std::uint64_t>(input_width);
  const std::uint64_t taps_x = most_taps(input_width);
  const std::uint64_t taps_y = most_taps(input_height);
  const std::uint64_t ring_bytes = columns * taps_y * kChannels;
  const std::uint64_t picture_row_bytes = side * bytes_per_pixel(PixelFormat::kRgba8);
  const std::uint64_t bytes = columns_bytes(columns) + weights_bytes(columns * taps_x + taps_y) +
                              std::max(ring_bytes, picture_row_bytes);
  constexpr std::uint64_t kMost = std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(std::min(bytes, kMost));
}

void resize_crop(const ImageView& image, const CropGeometry& geometry, void* workspace,
                 std::uint8_t* rgb) {
  const Visible columns = visible_part(geometry.resized_width, geometry.left, geometry.width);
  const Visible rows = visible_part(geometry.resized_height, geometry.top, geometry.height);
  const BicubicAxis x_axis(image.width, geometry.resized_width);
  const BicubicAxis y_axis(image.height, geometry.resized_height);
  const Workspace parts = divide(workspace, columns.size(), x_axis.max_taps(), y_axis.max_taps());

  for (int i = 0; i < columns.size(); ++i) {
    std::int32_t* weights = parts.column_weights + static_cast<std::size_t>(i) *
                                                       static_cast<std::size_t>(x_axis.max_taps());
    parts.columns[i] = x_axis.taps(geometry.left + columns.begin + i, weights);
  }
  const RowResizer resizer(image.format, parts, columns.size(), x_axis.max_taps());
  const auto pixel_bytes = static_cast<std::size_t>(bytes_per_pixel(image.format));
  const Rows picture{
      image.pixels,
      image.stride != 0 ? image.stride : static_cast<std::size_t>(image.width) * pixel_bytes,
      static_cast<std::size_t>(image.height)};

  const std::size_t row_bytes = static_cast<std::size_t>(geometry.width) * kChannels;
  const std::size_t left = static_cast<std::size_t>(columns.begin) * kChannels;
  const std::size_t right = static_cast<std::size_t>(columns.end) * kChannels;
  const auto resize_rows = [&](auto&& passes) {
    for (int y = rows.begin; y < rows.end; ++y) {
      std::uint8_t* row = rgb + static_cast<std::size_t>(y) * row_bytes;
      std::memset(row, 0, left);
      passes.resize(y_axis.taps(geometry.top + y, parts.row_weights), parts.row_weights,
                    row + left);
      std::memset(row + right, 0, row_bytes - right);
    }
  };
  std::memset(rgb, 0, static_cast<std::size_t>(rows.begin) * row_bytes);
  if (vertical_pass_first(image, geometry)) {
    const Taps last = parts.columns[columns.size() - 1];
    resize_rows(VerticalFirst(picture, resizer, parts.rows,
                              static_cast<std::size_t>(parts.columns[0].first) * pixel_bytes,
                              static_cast<std::size_t>(last.first + last.count) * pixel_bytes));
  } else {
    resize_rows(HorizontalFirst(picture, resizer, parts.rows, columns.size(), y_axis.max_taps()));
  }
  std::memset(rgb + static_cast<std::size_t>(rows.end) * row_bytes, 0,
              static_cast<std::size_t>(geometry.height - rows.end) * row_bytes);
}

}  // namespace dinozero
