// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernels/kernel_table.h"

namespace dinozero::benchmarks {

// Each registers the benchmarks of one operation at the models' shapes for one kernel set, named
// operation/shape/set.
void register_linear_f32(const kernels::KernelTable& table);
void register_linear_int8(const kernels::KernelTable& table);
void register_linear_int4(const kernels::KernelTable& table);
void register_linear_binary(const kernels::KernelTable& table);
void register_attention(const kernels::KernelTable& table);
void register_elementwise(const kernels::KernelTable& table);
void register_patches_f32(const kernels::KernelTable& table);
void register_epilogues(const kernels::KernelTable& table);
void register_resample_rgb8(const kernels::KernelTable& table);

// What the floating-point units of this core can do at most: fma_peak_f32/instruction set.
void register_fma_peak_f32();

// `count` floats, uniform in [-1, 1), the same in every run.
std::vector<float> random_floats(std::size_t count, std::uint32_t seed);

// 64-byte aligned memory.
struct FreeAligned {
  void operator()(void* memory) const;
};
using AlignedMemory = std::unique_ptr<void, FreeAligned>;
AlignedMemory allocate_scratch(std::size_t bytes);

}  // namespace dinozero::benchmarks
