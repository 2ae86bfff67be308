// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dinozero/error.h"

namespace dinozero::tools {

/// What the dinozero command returns to the shell; `dinozero --help` lists them.
enum ExitCode {
  kExitOk = 0,
  kExitSomeFailed = 1,  ///< some picture could not be read, or some result not be written
  kExitUsage = 2,       ///< wrong arguments, or a backend or size that cannot be had
  kExitModel = 3,       ///< the model could not be loaded, or there is no memory to run it
  kExitData = 4,        ///< the data of an evaluation could not be read
};

/// The exit code for an encoder that could not be made.
inline ExitCode exit_code_of(const Error& error) {
  const bool asked_for = error.code == ErrorCode::kInvalidArgument ||  //
                         error.code == ErrorCode::kUnsupported;
  return asked_for ? kExitUsage : kExitModel;
}

}  // namespace dinozero::tools
