// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "tools/evaluate/data_set.h"

namespace dinozero::evaluation {

/// CIFAR-10's binary version: records of a label byte (0 to 9) and 32 x 32 red, then green, then
/// blue bytes, row by row. https://www.cs.toronto.edu/~kriz/cifar.html
inline constexpr int kCifar10Side = 32;
inline constexpr std::size_t kCifar10PlaneBytes = std::size_t{kCifar10Side} * kCifar10Side;
inline constexpr std::size_t kCifar10RecordBytes = 1 + 3 * kCifar10PlaneBytes;

/// Whether a store holds files with CIFAR-10's names.
bool has_cifar10(const FileStore& store);

/// Fills in classes, pictures and notes of `data`; reads the labels. Errors, naming the file: kIo,
/// kMalformedFile (a size that is not that of whole records, a label above 9), kInvalidArgument (no
/// test_batch.bin, or no data_batch).
Expected<void> list_cifar10(DataSet& data);

}  // namespace dinozero::evaluation
