// SPDX-License-Identifier: Apache-2.0
// Shows what a model looks at: a PNG with the part of the photograph that the network sees, and on
// top of it the attention of the last block's CLS token, the mean over all heads and each head.
//
//     attention_map MODEL IMAGE [OUTPUT.png [SIDE]]
//
// SIDE is the network's input in pixels, a multiple of the patch size; a larger one gives a finer
// map (default: what the model was trained for).

#include <dinozero/dinozero.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "examples/canvas.h"
#include "examples/heat_map.h"
#include "tools/image_file.h"

namespace {

using dinozero::AttentionMaps;
using dinozero::examples::Canvas;
using dinozero::examples::Rgb;

constexpr int kPanel = 320;  // pixels
constexpr int kMargin = 14;
constexpr int kLabel = 26;  // height of the text above a panel

int fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  return 1;
}

struct Panel {
  std::string label;
  std::vector<float> map;  // empty: the photograph alone
};

std::vector<Panel> make_panels(const AttentionMaps& attention) {
  std::vector<Panel> panels(2);
  panels[0].label = "photograph";
  panels[1].label = "mean of " + std::to_string(attention.heads) + " heads";
  panels[1].map.resize(attention.head(0).size());
  for (int head = 0; head < attention.heads; ++head) {
    const auto map = attention.head(head);
    for (std::size_t i = 0; i < map.size(); ++i) {
      panels[1].map[i] += map[i] / static_cast<float>(attention.heads);
    }
    panels.push_back({"head " + std::to_string(head + 1), {map.begin(), map.end()}});
  }
  return panels;
}

// In one row up to five, otherwise as near to a rectangle of 3 to 2 as it goes.
int columns_for(int panels) {
  if (panels <= 5) return panels;
  int columns = 1;
  while (columns * columns * 2 < panels * 3) ++columns;
  return columns;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::fprintf(stderr, "usage: %s MODEL IMAGE [OUTPUT.png [SIDE]]\n", argv[0]);
    return 2;
  }
  const char* output = argc > 3 ? argv[3] : "attention.png";

  const auto model = dinozero::Model::load(argv[1]);
  if (!model) return fail(model.error().message);
  dinozero::Options options;
  options.attention = true;
  if (argc > 4) options.input_height = options.input_width = std::atoi(argv[4]);
  auto encoder = dinozero::Encoder::create(*model, options);
  if (!encoder) return fail(encoder.error().message);
  const auto image = dinozero::tools::read_image_file(argv[2]);
  if (!image) return fail(image.error().message);
  const auto features = encoder->encode(image->view());
  if (!features) return fail(features.error().message);

  const AttentionMaps attention = features->attention();
  const std::vector<Panel> panels = make_panels(attention);
  const int count = static_cast<int>(panels.size());
  const int columns = columns_for(count);
  const int rows = (count + columns - 1) / columns;
  const int panel_width = kPanel;
  const int panel_height = kPanel * encoder->input_height() / encoder->input_width();

  const dinozero::PreprocessConfig& recipe = model->preprocess();
  const Canvas photograph = dinozero::examples::center_crop(
      image->view(), static_cast<float>(recipe.crop) / static_cast<float>(recipe.resize),
      panel_width, panel_height);

  Canvas sheet(kMargin + columns * (panel_width + kMargin),
               kMargin + rows * (kLabel + panel_height + kMargin), Rgb{24, 24, 27});
  for (int i = 0; i < count; ++i) {
    const int x = kMargin + i % columns * (panel_width + kMargin);
    const int y = kMargin + i / columns * (kLabel + panel_height + kMargin);
    const Panel& panel = panels[static_cast<std::size_t>(i)];
    sheet.draw_text(x, y, panel.label, Rgb{235, 235, 235});
    sheet.draw(x, y + kLabel,
               panel.map.empty() ? photograph
                                 : dinozero::examples::overlay(photograph, panel.map,
                                                               attention.rows, attention.cols));
  }
  if (!sheet.write_png(output)) return fail(std::string(output) + ": cannot be written");
  std::printf("%s: %d heads, %d x %d patches of %s\n", output, attention.heads, attention.rows,
              attention.cols, argv[2]);
  return 0;
}
