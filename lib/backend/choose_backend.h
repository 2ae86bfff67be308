// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dinozero/error.h"
#include "dinozero/options.h"
#include "kernels/kernel_table.h"

namespace dinozero {

/// The kernels for an option. Errors: kUnsupported for a set that is not in this build or that this
/// CPU cannot run, listing those that it can.
Expected<const kernels::KernelTable*> choose_kernels(KernelSet set);

struct BackendChoice {
  /// kAuto where each layer has its own: make_layerwise_backend.
  Backend backend = Backend::kNative;
  const char* reason = "";  ///< a few words
};

/// Resolves kAuto. Who forces a kernel set means the native backend.
BackendChoice choose_backend(Backend asked, KernelSet asked_kernels,
                             const kernels::KernelTable& kernels);

}  // namespace dinozero
