// SPDX-License-Identifier: Apache-2.0
#pragma once

// Catch2 3 split its header; Debian 12 has version 2.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
