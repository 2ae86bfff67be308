// SPDX-License-Identifier: Apache-2.0
// Tells objects apart from a few photos of each, without any training: the class of a photo is the
// one whose photos, on average, have the most similar embedding.
//
//     classify_photos MODEL CLASSES PHOTO...
//
// CLASSES is a folder with one folder for each class, named after it, with some photos (PNG, JPEG,
// BMP) inside: CLASSES/cup/1.jpg, CLASSES/cup/2.jpg, CLASSES/key/1.jpg, ...

#include <dinozero/dinozero.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tools/image_file.h"

namespace {

namespace fs = std::filesystem;

struct Class {
  std::string name;
  std::vector<float> mean;  // of the embeddings of its photos, of length 1
  int photos = 0;
};

void make_unit_length(std::vector<float>& vector) {
  float squares = 0;
  for (const float value : vector) squares += value * value;
  if (squares == 0) return;
  for (float& value : vector) value /= std::sqrt(squares);
}

float dot(const std::vector<float>& a, const std::vector<float>& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// The embedding of a photo, of length 1.
dinozero::Expected<std::vector<float>> embed(dinozero::Encoder& encoder, const std::string& path) {
  const auto image = dinozero::tools::read_image_file(path);
  if (!image) return tl::make_unexpected(image.error());
  const auto features = encoder.encode(image->view());
  if (!features) return tl::make_unexpected(features.error());
  const auto cls = features->cls();  // a view that the next encode() overwrites, so it is copied
  std::vector<float> embedding(cls.begin(), cls.end());
  make_unit_length(embedding);
  return embedding;
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder, error)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::vector<Class> learn(dinozero::Encoder& encoder, const fs::path& folder) {
  std::vector<Class> classes;
  for (const fs::path& class_folder : sorted_entries(folder)) {
    if (!fs::is_directory(class_folder)) continue;
    Class learned;
    learned.name = class_folder.filename().string();
    for (const fs::path& photo : sorted_entries(class_folder)) {
      const auto embedding = embed(encoder, photo.string());
      if (!embedding) {
        std::fprintf(stderr, "left out: %s\n", embedding.error().message.c_str());
        continue;
      }
      learned.mean.resize(embedding->size());
      for (std::size_t i = 0; i < embedding->size(); ++i) learned.mean[i] += (*embedding)[i];
      ++learned.photos;
    }
    if (learned.photos == 0) continue;
    make_unit_length(learned.mean);
    classes.push_back(std::move(learned));
  }
  return classes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s MODEL CLASSES PHOTO...\n", argv[0]);
    return 2;
  }
  const auto model = dinozero::Model::load(argv[1]);
  if (!model) {
    std::fprintf(stderr, "%s\n", model.error().message.c_str());
    return 1;
  }
  auto encoder = dinozero::Encoder::create(*model);
  if (!encoder) {
    std::fprintf(stderr, "%s\n", encoder.error().message.c_str());
    return 1;
  }
  const std::vector<Class> classes = learn(*encoder, argv[2]);
  if (classes.size() < 2) {
    std::fprintf(stderr, "%s: expected at least two folders with photos, found %zu\n", argv[2],
                 classes.size());
    return 1;
  }
  for (const Class& learned : classes) {
    std::printf("learned %s from %d photos\n", learned.name.c_str(), learned.photos);
  }

  int exit_code = 0;
  for (int i = 3; i < argc; ++i) {
    const auto embedding = embed(*encoder, argv[i]);
    if (!embedding) {
      std::fprintf(stderr, "%s\n", embedding.error().message.c_str());
      exit_code = 1;
      continue;
    }
    std::vector<std::pair<float, const Class*>> ranking;
    for (const Class& learned : classes) {
      ranking.emplace_back(dot(*embedding, learned.mean), &learned);
    }
    std::sort(ranking.rbegin(), ranking.rend());
    std::printf("%s: %s (cosine %.3f; next: %s, %.3f)\n", argv[i], ranking[0].second->name.c_str(),
                double{ranking[0].first}, ranking[1].second->name.c_str(),
                double{ranking[1].first});
  }
  return exit_code;
}
