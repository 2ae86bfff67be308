// SPDX-License-Identifier: Apache-2.0
#include "lib/image/resize.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "kernels/resample_rgb8.h"
#include "lib/image/bicubic_axis.h"

namespace dinozero {
namespace {

constexpr int kChannels = 3;

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

// Parts of the workspace.
struct Workspace {
  int* first;                    // the first tap of each visible column
  std::int32_t* column_weights;  // columns x max_taps
  std::int32_t* row_weights;     // of the last output rows: kMostPeriod x max_taps
  std::uint8_t* rows;            // what the first pass leaves for the second
};

std::uint64_t columns_bytes(std::uint64_t columns) { return columns * sizeof(int); }

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
  workspace.first = static_cast<int*>(take(columns_bytes(n)));
  workspace.column_weights =
      static_cast<std::int32_t*>(take(weights_bytes(n * static_cast<std::uint64_t>(column_taps))));
  workspace.row_weights = static_cast<std::int32_t*>(
      take(weights_bytes(BicubicAxis::kMostPeriod * static_cast<std::uint64_t>(row_taps))));
  workspace.rows = static_cast<std::uint8_t*>(take(0));
  return workspace;
}

kernels::PixelLayout layout_of(PixelFormat format) {
  switch (format) {
    case PixelFormat::kRgb8:
      return {3, 0, 1, 2};
    case PixelFormat::kRgba8:
      return {4, 0, 1, 2};
    case PixelFormat::kBgr8:
      return {3, 2, 1, 0};
    case PixelFormat::kGray8:
      return {1, 0, 0, 0};
  }
  return {};
}

// Whether the weights can be shifted by kResampleWeightShift. A single weight of 1 becomes the next
// smaller one, which gives the same pixels: 255 / 2^22 less, before a half is added.
bool make_small(Taps taps, std::int32_t* weights) {
  constexpr std::int32_t kOne = std::int32_t{1} << kWeightBits;
  const auto is_small = [](std::int32_t weight) { return weight >= -kOne && weight < kOne; };
  if (std::all_of(weights, weights + taps.count, is_small)) return true;
  std::int32_t* one = std::find(weights, weights + taps.count, kOne);
  const bool alone = std::count(weights, weights + taps.count, 0) + 1 == taps.count;
  if (one == weights + taps.count || !alone) return false;
  --*one;
  return true;
}

void shift(std::int32_t* weights, std::int32_t* end) {
  constexpr std::int32_t kFactor = std::int32_t{1} << kernels::kResampleWeightShift;
  for (; weights != end; ++weights) *weights *= kFactor;
}

struct Columns {
  int count = 0;
  int taps = 0;  // of each
  std::size_t weight_stride = 0;
  int weight_shift = 0;
};

// Taps and weights of the visible columns, in the workspace. All get the same number of taps: zeros
// behind those that have fewer, or before, where the picture ends.
Columns prepare_columns(const BicubicAxis& axis, int source, std::int64_t first_column, int count,
                        const Workspace& workspace) {
  Columns columns;
  columns.count = count;
  columns.weight_stride = static_cast<std::size_t>(axis.max_taps());
  const auto weights_of = [&](int column) {
    return workspace.column_weights + static_cast<std::size_t>(column) * columns.weight_stride;
  };
  bool small = true;
  const int period = axis.period();
  for (int i = 0; i < count; ++i) {
    std::int32_t* weights = weights_of(i);
    if (period > 0 && i >= period && axis.whole(first_column + i) &&
        axis.whole(first_column + i - period)) {
      std::copy_n(weights_of(i - period), columns.weight_stride, weights);
      workspace.first[i] = workspace.first[i - period] + axis.source_period();
      continue;
    }
    const Taps taps = axis.taps(first_column + i, weights);
    small = make_small(taps, weights) && small;
    std::fill(weights + taps.count, weights + columns.weight_stride, 0);
    workspace.first[i] = taps.first;
    columns.taps = std::max(columns.taps, taps.count);
  }
  // The weights of a column move up behind those of the one before, so that none are between.
  for (int i = 0; i < count; ++i) {
    const std::int32_t* prepared = weights_of(i);
    std::int32_t* weights = workspace.column_weights + static_cast<std::size_t>(i) * columns.taps;
    std::copy(prepared, prepared + columns.taps, weights);
    const int beyond = std::max(0, workspace.first[i] + columns.taps - source);
    workspace.first[i] -= beyond;
    if (beyond > 0) {
      std::rotate(weights, weights + columns.taps - beyond, weights + columns.taps);
    }
    if (small) shift(weights, weights + columns.taps);
  }
  if (small) columns.weight_shift = kernels::kResampleWeightShift;
  columns.weight_stride = static_cast<std::size_t>(columns.taps);
  return columns;
}

// The horizontal pass over one row of the picture: its visible columns, three bytes each.
class RowResizer {
 public:
  RowResizer(const kernels::KernelTable& kernels, PixelFormat format, const Workspace& workspace,
             const Columns& columns)
      : kernel_(kernels.resample_columns) {
    args_.layout = layout_of(format);
    args_.columns = columns.count;
    args_.taps = columns.taps;
    args_.first = workspace.first;
    args_.weights = workspace.column_weights;
    args_.weight_stride = columns.weight_stride;
    args_.weight_shift = columns.weight_shift;
  }

  // `next`: the source of the next call, or null.
  void resize(const std::uint8_t* source, const std::uint8_t* next, std::uint8_t* rgb) const {
    kernels::ResampleColumnsArgs args = args_;
    args.pixels = source;
    args.next_pixels = next;
    args.rgb = rgb;
    kernel_(args);
  }

 private:
  kernels::ResampleColumns kernel_;
  kernels::ResampleColumnsArgs args_;
};

// Rows of bytes; row y of the picture is in slot y modulo `slots`.
struct Rows {
  const std::uint8_t* data;
  std::size_t stride;
  std::size_t slots;
};

// Taps of a resized row and their weights, as a kernel takes them.
struct RowTaps {
  Taps taps;
  const std::int32_t* weights = nullptr;
  int weight_shift = 0;
};

// The taps of one resized row after the other, from `first_row` on.
class RowWeights {
 public:
  RowWeights(const BicubicAxis& axis, std::int64_t first_row, std::int32_t* weights)
      : axis_(axis), position_(first_row), weights_(weights) {}

  RowTaps next() {
    const int period = axis_.period();
    const int slot = period > 0 ? count_ % period : 0;
    RowTaps& row = rows_[slot];
    if (period > 0 && count_ >= period && axis_.whole(position_) &&
        axis_.whole(position_ - period)) {
      row.taps.first += axis_.source_period();
    } else {
      std::int32_t* weights = weights_ + slot * axis_.max_taps();
      row = {axis_.taps(position_, weights), weights, 0};
      if (make_small(row.taps, weights)) {
        shift(weights, weights + row.taps.count);
        row.weight_shift = kernels::kResampleWeightShift;
      }
    }
    ++position_;
    ++count_;
    return row;
  }

 private:
  BicubicAxis axis_;
  std::int64_t position_;
  std::int32_t* weights_;
  int count_ = 0;
  RowTaps rows_[BicubicAxis::kMostPeriod];  // the last ones
};

// The vertical pass over bytes begin..end of one row.
class RowCombiner {
 public:
  explicit RowCombiner(const kernels::KernelTable& kernels) : kernel_(kernels.resample_rows) {}

  void combine(const Rows& rows, const RowTaps& row, std::size_t begin, std::size_t end,
               std::uint8_t* out) const {
    kernels::ResampleRowsArgs args;
    args.rows = rows.data + begin;
    args.stride = rows.stride;
    args.slots = rows.slots;
    args.first = row.taps.first;
    args.taps = row.taps.count;
    args.weights = row.weights;
    args.weight_shift = row.weight_shift;
    args.count = end - begin;
    args.out = out + begin;
    kernel_(args);
  }

 private:
  kernels::ResampleRows kernel_;
};

// Pillow 13: "If height is being scaled down more than twice the amount the width is,
// run the vertical pass first". Earlier ones always begin with the horizontal pass. The results
// differ where a value is clipped to 8 bits between the passes.
bool vertical_pass_first(const ImageView& image, const CropGeometry& geometry) {
  const std::int64_t rows_less = image.height - geometry.resized_height;
  const std::int64_t columns_less = image.width - geometry.resized_width;
  return rows_less > 0 && rows_less > 2 * columns_less;
}

constexpr std::size_t kShortRing = 4;  // rows

std::size_t ring_stride(std::size_t row_bytes, std::int64_t slots) {
  const bool fast = slots == kShortRing && row_bytes <= kernels::kResampleRingStride;
  return fast ? kernels::kResampleRingStride : row_bytes;
}

// Resized rows, one after the other from the top, from the picture. Holds the last `slots`
// horizontally resized rows, as many as a resized row has taps.
class HorizontalFirst {
 public:
  HorizontalFirst(const Rows& picture, const RowResizer& resizer, const RowCombiner& combiner,
                  std::uint8_t* ring, int columns, std::int64_t slots)
      : picture_(picture),
        resizer_(resizer),
        combiner_(combiner),
        memory_(ring),
        bytes_(static_cast<std::size_t>(columns) * kChannels),
        ring_{ring, ring_stride(bytes_, slots), static_cast<std::size_t>(slots)} {}

  void resize(const RowTaps& row, std::uint8_t* rgb) {
    const Taps& taps = row.taps;
    next_ = std::max(next_, taps.first);
    for (; next_ < taps.first + taps.count; ++next_) {
      const auto y = static_cast<std::size_t>(next_);
      const std::uint8_t* source = picture_.data + y * picture_.stride;
      resizer_.resize(source, y + 1 < picture_.slots ? source + picture_.stride : nullptr,
                      memory_ + y % ring_.slots * ring_.stride);
    }
    combiner_.combine(ring_, row, 0, bytes_, rgb);
  }

 private:
  Rows picture_;
  RowResizer resizer_;
  RowCombiner combiner_;
  std::uint8_t* memory_;
  std::size_t bytes_;  // of a row
  Rows ring_;
  int next_ = 0;  // the first row of the picture that is not in the ring
};

// The same with the passes exchanged: one row of the picture's width between them.
class VerticalFirst {
 public:
  VerticalFirst(const Rows& picture, const RowResizer& resizer, const RowCombiner& combiner,
                std::uint8_t* row, std::size_t begin, std::size_t end)
      : picture_(picture),
        resizer_(resizer),
        combiner_(combiner),
        row_(row),
        begin_(begin),
        end_(end) {}

  void resize(const RowTaps& row, std::uint8_t* rgb) {
    combiner_.combine(picture_, row, begin_, end_, row_);
    resizer_.resize(row_, nullptr, rgb);
  }

 private:
  Rows picture_;
  RowResizer resizer_;
  RowCombiner combiner_;
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
  const std::uint64_t bytes = columns_bytes(columns) +
                              weights_bytes(columns * taps_x + BicubicAxis::kMostPeriod * taps_y) +
                              std::max({ring_bytes, picture_row_bytes,
                                        std::uint64_t{kShortRing * kernels::kResampleRingStride}});
  constexpr std::uint64_t kMost = std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(std::min(bytes, kMost));
}

void resize_crop(const kernels::KernelTable& kernels, const ImageView& image,
                 const CropGeometry& geometry, void* workspace, std::uint8_t* rgb) {
  const Visible columns = visible_part(geometry.resized_width, geometry.left, geometry.width);
  const Visible rows = visible_part(geometry.resized_height, geometry.top, geometry.height);
  const BicubicAxis x_axis(image.width, geometry.resized_width);
  const BicubicAxis y_axis(image.height, geometry.resized_height);
  const Workspace parts = divide(workspace, columns.size(), x_axis.max_taps(), y_axis.max_taps());

  const Columns prepared =
      prepare_columns(x_axis, image.width, geometry.left + columns.begin, columns.size(), parts);
  const RowResizer resizer(kernels, image.format, parts, prepared);
  const RowCombiner combiner(kernels);
  const auto pixel_bytes = static_cast<std::size_t>(bytes_per_pixel(image.format));
  const Rows picture{
      image.pixels,
      image.stride != 0 ? image.stride : static_cast<std::size_t>(image.width) * pixel_bytes,
      static_cast<std::size_t>(image.height)};

  const std::size_t row_bytes = static_cast<std::size_t>(geometry.width) * kChannels;
  const std::size_t left = static_cast<std::size_t>(columns.begin) * kChannels;
  const std::size_t right = static_cast<std::size_t>(columns.end) * kChannels;
  const auto resize_rows = [&](auto&& passes) {
    RowWeights weights(y_axis, geometry.top + rows.begin, parts.row_weights);
    for (int y = rows.begin; y < rows.end; ++y) {
      std::uint8_t* row = rgb + static_cast<std::size_t>(y) * row_bytes;
      std::memset(row, 0, left);
      passes.resize(weights.next(), row + left);
      std::memset(row + right, 0, row_bytes - right);
    }
  };
  std::memset(rgb, 0, static_cast<std::size_t>(rows.begin) * row_bytes);
  if (vertical_pass_first(image, geometry)) {
    const int end = parts.first[columns.size() - 1] + prepared.taps;
    resize_rows(VerticalFirst(picture, resizer, combiner, parts.rows,
                              static_cast<std::size_t>(parts.first[0]) * pixel_bytes,
                              static_cast<std::size_t>(end) * pixel_bytes));
  } else {
    resize_rows(
        HorizontalFirst(picture, resizer, combiner, parts.rows, columns.size(), y_axis.max_taps()));
  }
  std::memset(rgb + static_cast<std::size_t>(rows.end) * row_bytes, 0,
              static_cast<std::size_t>(geometry.height - rows.end) * row_bytes);
}

}  // namespace dinozero
