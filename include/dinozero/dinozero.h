// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_DINOZERO_H_
#define DINOZERO_DINOZERO_H_

/// Everything an application needs: load a Model, create an Encoder, encode an ImageView, read the
/// Features. See docs/api.md.
#include "dinozero/encoder.h"
#include "dinozero/error.h"
#include "dinozero/features.h"
#include "dinozero/image.h"
#include "dinozero/model.h"
#include "dinozero/options.h"
#include "dinozero/span.h"
#include "dinozero/version.h"

#endif  // DINOZERO_DINOZERO_H_
