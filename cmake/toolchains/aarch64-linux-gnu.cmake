# SPDX-License-Identifier: Apache-2.0
# Raspberry Pi Zero 2 W and 3 (Cortex-A53), 64-bit, with Debian's own cross compiler
# (g++-aarch64-linux-gnu). Libraries, XNNPACK among them, come from scripts/fetch-sysroot.sh arm64.
set(dinozero_sysroot_architecture arm64)
set(dinozero_default_cross_prefix aarch64-linux-gnu-)
set(dinozero_machine_flags "-mcpu=cortex-a53")

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
include(${CMAKE_CURRENT_LIST_DIR}/cross.cmake)
# XNNPACK's own shared libraries are not found by the program's run path.
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64 -cpu cortex-a53 -L /usr/aarch64-linux-gnu
    -E LD_LIBRARY_PATH=${DINOZERO_SYSROOT}/usr/lib/aarch64-linux-gnu)
