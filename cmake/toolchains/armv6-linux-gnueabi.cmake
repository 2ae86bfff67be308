# SPDX-License-Identifier: Apache-2.0
# Raspberry Pi Zero, Zero W and Pi 1 (ARM1176JZF-S) with Debian's own cross compiler
# (g++-arm-linux-gnueabi): soft-float calling convention, floating point in the VFP.
# Debian's armel libraries run on ARMv6; executables linked statically also run on
# Raspberry Pi OS. Libraries come from scripts/fetch-sysroot.sh armel.
set(dinozero_sysroot_architecture armel)
set(dinozero_default_cross_prefix arm-linux-gnueabi-)
set(dinozero_machine_flags
    "-march=armv6 -mtune=arm1176jzf-s -mfpu=vfp -mfloat-abi=softfp -marm -Wno-psabi")

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR armv6l)
include(${CMAKE_CURRENT_LIST_DIR}/cross.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/emulator-root.cmake)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-arm -cpu arm1176 -L ${dinozero_emulator_root})
include(${CMAKE_CURRENT_LIST_DIR}/check-armv6-runtime.cmake)
