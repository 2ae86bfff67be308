// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/board_profile.h"
#include "model/session.h"

namespace dinozero::timing {

// The session's results as a JSON document (schema in docs/timing-model.md). `address_limit`
// addresses are listed when the session kept a profile.
std::string json_report(const Session& session, const BoardProfile& board, PageMapping mapping,
                        std::size_t address_limit);

}  // namespace dinozero::timing
