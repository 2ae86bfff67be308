# SPDX-License-Identifier: Apache-2.0
# What the cross toolchains share: the compiler by its prefix, and libraries from a folder of their
# own, never from the host. Expects dinozero_machine_flags; dinozero_default_cross_prefix and
# dinozero_sysroot_architecture where there is a default.

set(DINOZERO_CROSS_PREFIX "${dinozero_default_cross_prefix}" CACHE STRING
    "Prefix of the cross compiler's programs, with its folder where it is not in PATH")
# CMake reads a toolchain file again for every compiler check, without the cache.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES DINOZERO_CROSS_PREFIX DINOZERO_SYSROOT)

find_program(DINOZERO_CROSS_CXX ${DINOZERO_CROSS_PREFIX}g++ NO_CMAKE_FIND_ROOT_PATH)
if(NOT DINOZERO_CROSS_CXX)
  string(REGEX REPLACE "^.*/|-$" "" dinozero_triplet "${DINOZERO_CROSS_PREFIX}")
  message(FATAL_ERROR "The cross compiler ${DINOZERO_CROSS_PREFIX}g++ was not found "
                      "(Debian, Ubuntu: apt install g++-${dinozero_triplet})")
endif()
# C is for what a user builds with these files besides: XNNPACK.
string(REGEX REPLACE "g\\+\\+$" "gcc" dinozero_cross_c "${DINOZERO_CROSS_CXX}")
set(CMAKE_C_COMPILER ${dinozero_cross_c})
set(CMAKE_CXX_COMPILER ${DINOZERO_CROSS_CXX})
set(CMAKE_ASM_COMPILER ${DINOZERO_CROSS_CXX})
set(CMAKE_C_FLAGS_INIT "${dinozero_machine_flags}")
set(CMAKE_CXX_FLAGS_INIT "${dinozero_machine_flags}")
set(CMAKE_ASM_FLAGS_INIT "${dinozero_machine_flags}")

if(dinozero_sysroot_architecture)
  get_filename_component(dinozero_source_dir ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
  set(DINOZERO_SYSROOT ${dinozero_source_dir}/build/sysroot-${dinozero_sysroot_architecture}
      CACHE PATH "Folder with libraries and headers for the target")
  if(NOT EXISTS ${DINOZERO_SYSROOT}/.packages)
    message(FATAL_ERROR "${DINOZERO_SYSROOT} has no libraries yet. Fetch them with\n"
                        "  scripts/fetch-sysroot.sh ${dinozero_sysroot_architecture}")
  endif()
  list(APPEND CMAKE_FIND_ROOT_PATH ${DINOZERO_SYSROOT})
endif()
# What the user built for the target (XNNPACK, say) is named by CMAKE_PREFIX_PATH and goes first:
# XNNPACK comes with a pthreadpool of its own version.
list(PREPEND CMAKE_FIND_ROOT_PATH ${CMAKE_PREFIX_PATH})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
