// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/lookup_layer.h"

#include <bit>

#include "kernels/armv6/gelu_epilogue.h"

namespace dinozero::kernels::armv6::lookup {
namespace {

// Bits of 2^23 + 2^20, which integers are added to, by the core, to make floats of them.
constexpr std::int32_t kFloatBits = 0x4B100000;
constexpr float kFloatBase = 9437184.0f;

// For every four outputs their scales, biases and, for residual connections, factors.
void set_parameters(const Layer& layer, float* to) {
  const bool residual = layer.output.epilogue == Epilogue::kResidual;
  const float* factor = layer.output.residual_scale;
  const int groups = (layer.inputs - 1) / layer.group + 1;
  for (int tile = 0; tile < layer.outputs; tile += kTile) {
    for (int n = tile; n < tile + kTile; ++n, ++to) {
      const bool exists = n < layer.outputs;
      to[0] = exists && groups == 1 ? layer.weight_scale[n] : 0.0f;
      to[kTile] = exists && layer.bias != nullptr ? layer.bias[n] : 0.0f;
      if (residual) to[2 * kTile] = exists && factor != nullptr ? factor[n] : 1.0f;
    }
    to += residual ? 2 * kTile : kTile;
  }
}

// A block of outputs, for twelve rows.
class Block {
 public:
  Block(const Layer& layer, Working& working, const float* parameters, float* room, int row,
        int output)
      : layer_(layer),
        working_(working),
        parameters_(parameters),
        room_(room),
        row_(row),
        rows_(std::min(kRows, layer.rows - row)),
        y_row_(y_row(layer, row)),
        output_(output),
        outputs_(std::min(block_outputs(layer.outputs), layer.outputs - output)),
        padded_(padded(outputs_)),
        groups_((layer.inputs - 1) / layer.group + 1),
        by_kernel_(groups_ == 1 && padded_ == outputs_) {}

  void run() {
    const int passes = passes_of(layer_.inputs);
    const int group_passes = groups_ == 1 ? passes : layer_.group / kPassInputs;
    const int block = output_ / block_outputs(layer_.outputs);
    words_ = layer_.words +
             size(block) * size(passes) *
                 size(armv6_layout::pass_words(layer_.is_binary, block_outputs(layer_.outputs)));
    for (int r = 0; r < kRows; ++r) {
      // Rows that do not exist repeat the last one.
      working_.rows[r] = layer_.x + size(row_ + std::min(r, rows_ - 1)) * layer_.x_stride;
    }
    int group_begin = 0;
    int group = 0;
    for (int begin = 0; begin < passes;) {
      const int group_end = std::min(group_begin + group_passes, passes);
      const int end = std::min(begin + layer_.chunk_passes, group_end);
      working_.total = working_.initial;
      for (int pass = begin; pass < end; ++pass) look_up(pass, pass == begin);
      if (by_kernel_ && end == passes) {
        write_y(begin > 0);
      } else {
        for_each_triple(begin > group_begin ? layer_.kernels->keep_add : layer_.kernels->keep);
        if (end == group_end) {
          add_group(group++);
          group_begin = end;
        }
      }
      begin = end;
    }
    if (!by_kernel_) finish();
    if (has_gelu(layer_.output.epilogue) && output_ + outputs_ == layer_.outputs)
      finish_gelu_rows();
  }

 private:
  Vector* sums() { return working_.sums + (kMaxBlockOutputs - padded_); }
  float* y(int row) {
    return layer_.output.y + size(y_row_ + row) * layer_.output.y_stride + output_;
  }

  // Rows that become int8 all pass through the last twelve of y, which stay in the level 2 cache,
  // where those are not the first quarter, which may hold int8 rows.
  static int y_row(const Layer& layer, int row) {
    const bool fits = layer.rows - kRows >= divide_up(layer.rows, 4);
    return layer.output.epilogue == Epilogue::kGeluQuantize && fits ? layer.rows - kRows : row;
  }

  // Once all outputs are there: beside the tables little room is left in the level 1 cache for that
  // of GELU.
  void finish_gelu_rows() {
    for (int r = 0; r < rows_; ++r) {
      finish_gelu(layer_.output, layer_.outputs, row_ + r, y(r) - output_, room_);
    }
  }

  void look_up(int pass, bool first) {
    const int count = std::min(kPassInputs, layer_.inputs - pass * kPassInputs);
    if (count < kPassInputs) {
      std::memset(working_.last_inputs, 0, sizeof(working_.last_inputs));
      for (int r = 0; r < kRows; ++r) {
        std::memcpy(working_.last_inputs[r], working_.rows[r], size(count));
        working_.rows[r] = working_.last_inputs[r];
      }
    }
    dinozero_armv6_lookup_pack(working_.rows, working_.inputs, kRows * layer_.x_stride);
    dinozero_armv6_lookup_build(working_.tables, working_.inputs, &working_.total);
    (first ? layer_.kernels->first : layer_.kernels->next)(working_.tables, words_, sums(),
                                                           &working_.initial);
    words_ += armv6_layout::pass_words(layer_.is_binary, padded_);
  }

  void for_each_triple(SumsKernel* kernel) {
    for (int triple = 0; triple < kTriples; ++triple) {
      // The rows' sums of all inputs, with kFieldBias added.
      const auto bits = std::bit_cast<std::uint64_t>(working_.total.d[triple]);
      const std::uint64_t totals[3] = {bits & 0x1FFFF, bits >> 17 & 0x1FFFF, bits >> 35 & 0x1FFFF};
      RowConstants constants;
      constants.float_base = kFloatBase;
      float* rows[3];
      for (int k = 0; k < 3; ++k) {
        const int r = 3 * triple + k;
        constants.base[k] =
            kFloatBits - kFieldBias - (layer_.is_binary ? static_cast<std::int32_t>(totals[k]) : 0);
        constants.scale[k] = layer_.x_scale[row_ + std::min(r, rows_ - 1)];
        rows[k] = r < rows_ ? y(r) : working_.ragged[r];
      }
      kernel(sums()->d + triple, rows, parameters_, &constants, working_.earlier[triple]);
    }
  }

  void write_y(bool add) {
    const Kernels& k = *layer_.kernels;
    const bool residual = layer_.output.epilogue == Epilogue::kResidual;
    for_each_triple(residual ? (add ? k.residual_add : k.residual) : (add ? k.y_add : k.y));
  }

  // Sums of a group, times its scales, to the rows' totals.
  void add_group(int group) {
    for (int r = 0; r < rows_; ++r) {
      const float* sums = working_.earlier[r / 3] + r % 3 * kTile;
      float* totals = working_.ragged[r];
      const float* scale = layer_.weight_scale + size(output_) * size(groups_) + size(group);
      for (int n = 0; n < outputs_; ++n, scale += groups_) {
        const float scaled = sums[n / kTile * 3 * kTile + n % kTile] * *scale;
        totals[n] = group == 0 ? scaled : totals[n] + scaled;
      }
    }
  }

  // What the kernels' epilogues do, of totals.
  void finish() {
    const float* factor = layer_.output.residual_scale;
    for (int r = 0; r < rows_; ++r) {
      float* v = working_.ragged[r];
      const float scale = layer_.x_scale[row_ + r];
      for (int n = 0; n < outputs_; ++n) {
        v[n] = v[n] * scale + (layer_.bias != nullptr ? layer_.bias[output_ + n] : 0.0f);
      }
      float* to = y(r);
      if (layer_.output.epilogue != Epilogue::kResidual) {
        std::memcpy(to, v, size(outputs_) * sizeof(float));
        continue;
      }
      for (int n = 0; n < outputs_; ++n) {
        to[n] += factor == nullptr ? v[n] : v[n] * factor[output_ + n];
      }
    }
  }

  const Layer& layer_;
  Working& working_;
  const float* parameters_;
  float* room_;  // for a row of results that become int8
  const std::uint32_t* words_ = nullptr;
  const int row_, rows_, y_row_, output_, outputs_, padded_, groups_;
  const bool by_kernel_;  // the kernels' epilogues do it all
};

}  // namespace

Scratch::Scratch(int outputs, int inputs, bool is_binary)
    : words_(armv6_layout::layer_words(is_binary, outputs, inputs)),
      parameters_(size(padded(outputs)) * 3) {}

std::size_t Scratch::bytes() const {
  return round_up(kSumsEnd + sizeof(Working) + 4 * (words_ + parameters_), std::size_t{64});
}

Working* Scratch::working(void* scratch) const {
  const auto address = reinterpret_cast<std::uintptr_t>(scratch);
  return reinterpret_cast<Working*>(static_cast<std::byte*>(scratch) +
                                    (round_up(address, kSumsEnd) - address));
}

std::uint32_t* Scratch::words(void* scratch) const {
  return reinterpret_cast<std::uint32_t*>(working(scratch) + 1);
}

float* Scratch::parameters(void* scratch) const {
  return reinterpret_cast<float*>(words(scratch) + words_);
}

void multiply(const Layer& layer, void* scratch_memory) {
  const Scratch scratch(layer.outputs, layer.inputs, layer.is_binary);
  Working& working = *scratch.working(scratch_memory);
  float* parameters = scratch.parameters(scratch_memory);
  for (double& d : working.initial.d) d = kInitial;
  std::memset(working.tables, 0, sizeof(working.tables));
  set_parameters(layer, parameters);
  const int kinds = layer.output.epilogue == Epilogue::kResidual ? 3 : 2;
  float* room =
      parameters + 2 * padded(layer.outputs);  // where factors of a residual connection are
  for (int row = 0; row < layer.rows; row += kRows) {
    for (int output = 0; output < layer.outputs; output += block_outputs(layer.outputs)) {
      Block(layer, working, parameters + kinds * output, room, row, output).run();
    }
  }
}

}  // namespace dinozero::kernels::armv6::lookup
