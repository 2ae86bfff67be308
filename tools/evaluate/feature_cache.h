// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "tools/evaluate/data_set.h"
#include "tools/evaluate/features.h"
#include "tools/evaluate/sha256.h"

namespace dinozero::evaluation {

/// What features depend on.
struct FeatureOrigin {
  std::string model_path;
  Sha256::Digest model_digest;
  int input_height = 0;
  int input_width = 0;
  Backend backend = Backend::kNative;
  std::string kernel_set;
  TokenPruning token_pruning = {};
};

/// The file in which features are kept between runs.
struct CacheEntry {
  /// Named after the paths of model and data and the options, so that features of a changed model
  /// or of changed data replace the old ones.
  std::string path;
  /// Of the content of the model, the listing of the pictures (paths, sizes, times), the options
  /// and the version of the library: what makes features stale.
  Sha256::Digest key;
};

/// The folder for them: $XDG_CACHE_HOME/dinozero/features, or below $HOME/.cache; empty if neither
/// variable is set.
std::string default_cache_folder();

CacheEntry cache_entry(const std::string& folder, const FeatureOrigin& origin, const DataSet& data,
                       const std::vector<Picture>& pictures);

/// The features in the file; nothing if there is no file, or if it has another key, another size or
/// another checksum than it should have. `why` then says which, and is empty for no file.
std::optional<FeatureTable> load_features(const CacheEntry& entry, std::size_t pictures, int dim,
                                          std::string& why);

/// Writes a temporary file in the same folder, which is created, and renames it. Errors: kIo,
/// naming the file.
Expected<void> store_features(const CacheEntry& entry, const FeatureTable& table);

}  // namespace dinozero::evaluation
