// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/resample_rgb8.h"

namespace dinozero {

inline constexpr int kWeightBits = kernels::kResampleWeightBits;

/// The source pixels that make up one resized pixel: `count` of them from `first` on.
struct Taps {
  int first = 0;
  int count = 0;
};

/// One axis of Pillow's antialiased bicubic resize: which source pixels, with which weights, make
/// up a pixel of the resized axis.
class BicubicAxis {
 public:
  /// `source` and `resized` are lengths in pixels, at least 1.
  BicubicAxis(int source, std::int64_t resized);

  /// The most taps that a position has.
  std::int64_t max_taps() const { return max_taps_; }

  /// Taps of resized pixel `position`, with 22-bit fixed-point weights in weights[0..count).
  Taps taps(std::int64_t position, std::int32_t* weights) const;

  /// The largest that period() can be.
  static constexpr int kMostPeriod = 16;

  /// Positions so far apart have the same weights, of pixels source_period() apart, where both are
  /// whole(); 0 if there is none up to kMostPeriod. With a resized side of a power of two most
  /// pictures have one: 480 pixels to 256 repeat after 8.
  int period() const { return period_; }
  int source_period() const { return source_period_; }

  /// Whether all taps of a position lie within the source.
  bool whole(std::int64_t position) const {
    return position >= whole_begin_ && position < whole_end_;
  }

 private:
  int source_;
  double scale_;                 // source pixels per resized pixel
  double inverse_filter_scale_;  // its reciprocal, but at most 1: enlarging interpolates, it does
                                 // not blur
  double support_;               // half the width of the filter in source pixels
  std::int64_t max_taps_;
  int period_ = 0;
  int source_period_ = 0;
  std::int64_t whole_begin_ = 0;
  std::int64_t whole_end_ = 0;
};

}  // namespace dinozero
