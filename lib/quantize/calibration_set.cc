// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/calibration_set.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "lib/image/resize.h"
#include "lib/memory/aligned_buffer.h"

namespace dinozero::quantize {

Expected<CalibrationSet> CalibrationSet::create(const Model& model) {
  const int patch = model.config().patch_size;
  const int crop = model.preprocess().crop;
  if (crop >= patch && crop % patch == 0) return CalibrationSet(patch, model.preprocess());
  return tl::unexpected(Error{ErrorCode::kUnsupported,
                              "calibration: expected a crop that is a multiple of the patch size " +
                                  std::to_string(patch) + ", found " + std::to_string(crop)});
}

Expected<void> CalibrationSet::add(const ImageView& picture) {
  constexpr int kMaxImageSide = 65535;
  auto valid = validate_image(picture, kMaxImageSide);
  if (!valid) return valid;
  const int crop = recipe_.crop;
  const CropGeometry geometry =
      center_crop_geometry(picture.width, picture.height, recipe_.resize, crop, crop, crop);
  const std::size_t bytes = resize_crop_workspace_bytes(std::max(picture.width, picture.height),
                                                        recipe_.resize, crop, crop, crop);
  const AlignedBuffer<std::byte> workspace = allocate_aligned<std::byte>(bytes);
  if (workspace == nullptr) {
    return tl::unexpected(Error{ErrorCode::kOutOfMemory, "no memory to resize a picture"});
  }
  std::vector<std::uint8_t> rgb(std::size_t{3} * crop * crop);
  resize_crop(kernels::best_kernel_table(), picture, geometry, workspace.get(), rgb.data());
  crops_.push_back(std::move(rgb));
  return {};
}

Rows CalibrationSet::patches(const Compute& compute) const {
  const int per_image = grid_side_ * grid_side_;
  Rows rows(images() * per_image, 3 * patch_size_ * patch_size_);
  const kernels::PatchGrid grid{grid_side_, grid_side_, patch_size_};
  for (int image = 0; image < images(); ++image) {
    compute.patches(grid, crops_[image].data(), recipe_, rows.row(image * per_image));
  }
  return rows;
}

}  // namespace dinozero::quantize
