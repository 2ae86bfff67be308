# SPDX-License-Identifier: Apache-2.0
# Raspberry Pi Zero, Zero W and Pi 1 (ARM1176JZF-S), hard-float calling convention, as 32-bit
# Raspberry Pi OS has it. On such a system it builds natively. Elsewhere name a cross compiler for
# Raspberry Pi OS with -DDINOZERO_CROSS_PREFIX=/path/to/bin/arm-linux-gnueabihf-, and its root
# folder, if it needs one, with -DCMAKE_SYSROOT.
# Debian's and Ubuntu's arm-linux-gnueabihf compilers bring an ARMv7 runtime that dies of SIGILL on
# these boards; they are refused.
set(dinozero_machine_flags
    "-march=armv6 -mtune=arm1176jzf-s -mfpu=vfp -mfloat-abi=hard -marm -Wno-psabi")

if(NOT DINOZERO_CROSS_PREFIX AND CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux")
  # The processor's name says nothing here: Raspberry Pi OS runs 32-bit programs on 64-bit kernels.
  execute_process(COMMAND c++ -dumpmachine OUTPUT_VARIABLE dinozero_native_machine
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE dinozero_status)
  if(NOT dinozero_native_machine MATCHES "^arm.*-linux-gnueabihf$")
    message(FATAL_ERROR
      "No compiler for 32-bit Raspberry Pi OS: this is not such a system (c++ builds for "
      "'${dinozero_native_machine}') and DINOZERO_CROSS_PREFIX is not set.\n"
      "Name a cross compiler with "
      "-DDINOZERO_CROSS_PREFIX=/path/to/bin/arm-linux-gnueabihf-, build on the board itself, or "
      "use the preset armv6-linux-gnueabi, whose static executables run there too.")
  endif()
  set(CMAKE_CXX_FLAGS_INIT "${dinozero_machine_flags}")
  set(CMAKE_ASM_FLAGS_INIT "${dinozero_machine_flags}")
else()
  # For its header-only libraries.
  set(dinozero_sysroot_architecture armel)
  set(CMAKE_SYSTEM_NAME Linux)
  set(CMAKE_SYSTEM_PROCESSOR armv6l)
  set(CMAKE_CROSSCOMPILING_EMULATOR qemu-arm -cpu arm1176)
  if(CMAKE_SYSROOT)
    list(APPEND CMAKE_CROSSCOMPILING_EMULATOR -L ${CMAKE_SYSROOT})
  endif()
  include(${CMAKE_CURRENT_LIST_DIR}/cross.cmake)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/check-armv6-runtime.cmake)
