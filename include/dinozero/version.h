// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_VERSION_H_
#define DINOZERO_VERSION_H_

// The one place that holds the version: CMakeLists.txt reads it from here.
#define DINOZERO_VERSION_MAJOR 0
#define DINOZERO_VERSION_MINOR 1
#define DINOZERO_VERSION_PATCH 0
#define DINOZERO_VERSION "0.1.0"

#endif  // DINOZERO_VERSION_H_
