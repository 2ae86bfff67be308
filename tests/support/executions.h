// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dinozero/options.h"

namespace dinozero::testing {

/// One way in which an encoder can run on this machine.
struct Execution {
  std::string name;
  Backend backend;
  KernelSet kernel_set;
};

/// Every kernel set that this CPU supports on the native backend, and XNNPACK if it is built in.
std::vector<Execution> executions();

/// `options` with the execution's backend and kernel set.
Options with_execution(Options options, const Execution& execution);

}  // namespace dinozero::testing
