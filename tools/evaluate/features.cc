// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/features.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "tools/evaluate/failure.h"
#include "tools/evaluate/picture_source.h"

namespace dinozero::evaluation {

Expected<FeatureTable> extract_features(const DataSet& data, const std::vector<Picture>& pictures,
                                        int dim, const std::vector<FeatureFunction>& functions,
                                        const Advance& advance) {
  auto source = PictureSource::open(data, pictures);
  if (!source) return tl::make_unexpected(source.error());
  FeatureTable table;
  table.dim = dim;
  table.values.assign(pictures.size() * static_cast<std::size_t>(dim), 0.0F);

  std::mutex mutex;  // guards everything below, and the list of failed pictures
  std::size_t taken = 0;
  std::optional<Error> broken;
  const auto take = [&]() -> std::optional<StoredPicture> {
    const std::lock_guard lock(mutex);
    if (broken) return std::nullopt;
    if (advance) advance(taken, pictures.size());
    auto picture = source->next();
    if (!picture) {
      broken = picture.error();
      return std::nullopt;
    }
    ++taken;
    return std::move(*picture);
  };
  const auto compute = [&](const FeatureFunction& function,
                           const StoredPicture& stored) -> Expected<void> {
    const std::string name = picture_name(data, pictures[stored.index]);
    const auto picture = decode(stored, name);
    if (!picture) return tl::make_unexpected(picture.error());
    float* row = table.values.data() + stored.index * static_cast<std::size_t>(dim);
    if (const auto computed = function(picture->view(), row); !computed) {
      return failure(computed.error().code, name + ": " + computed.error().message);
    }
    if (!std::all_of(row, row + dim, [](float value) { return std::isfinite(value); })) {
      return failure(ErrorCode::kInvalidModel, name + ": the feature is not finite");
    }
    return {};
  };
  parallel_for(static_cast<int>(functions.size()), functions.size(),
               [&](int, std::size_t function) {
                 while (const auto stored = take()) {
                   const auto computed = compute(functions[function], *stored);
                   if (computed) continue;
                   const std::lock_guard lock(mutex);
                   table.failed.push_back({stored->index, computed.error().message});
                 }
               });
  if (broken) return tl::make_unexpected(*broken);

  std::sort(table.failed.begin(), table.failed.end(),
            [](const FailedPicture& a, const FailedPicture& b) { return a.index < b.index; });
  for (const FailedPicture& failed : table.failed) {
    std::fill_n(table.values.data() + failed.index * static_cast<std::size_t>(dim), dim, 0.0F);
  }
  return table;
}

Expected<std::vector<FeatureFunction>> cls_functions(const Model& model, const Options& options,
                                                     int threads) {
  Options single = options;
  single.threads = 1;
  std::vector<FeatureFunction> functions;
  for (int i = 0; i < threads; ++i) {
    auto created = Encoder::create(model, single);
    if (!created) return tl::make_unexpected(created.error());
    const auto encoder = std::make_shared<Encoder>(std::move(*created));
    functions.emplace_back([encoder](const ImageView& image, float* out) -> Expected<void> {
      const auto features = encoder->encode(image);
      if (!features) return tl::make_unexpected(features.error());
      const auto cls = features->cls();
      std::copy(cls.begin(), cls.end(), out);
      return {};
    });
  }
  return functions;
}

}  // namespace dinozero::evaluation
