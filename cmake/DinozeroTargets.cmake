# SPDX-License-Identifier: Apache-2.0
# What every target of the project is compiled with.

# The project's own code: C++20, all warnings, sanitizers where asked for.
function(dinozero_configure_target target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                           -Wno-sign-conversion)
  # GCC 12 warns of std::string's own code when it optimises (PR 105651), in three ways.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-stringop-overflow
                                             -Wno-array-bounds)
  endif()
  if(DINOZERO_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(DINOZERO_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${DINOZERO_SANITIZE}
                                             -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${DINOZERO_SANITIZE})
  endif()
endfunction()

# The library and its kernels neither throw nor use run-time type information.
function(dinozero_configure_library_target target)
  dinozero_configure_target(${target})
  target_compile_options(${target} PRIVATE -fno-exceptions -ffunction-sections
                                           -fdata-sections)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  # UndefinedBehaviorSanitizer checks virtual calls by run-time type information.
  if(NOT DINOZERO_SANITIZE)
    target_compile_options(${target} PRIVATE -fno-rtti)
  endif()
endfunction()

option(DINOZERO_STATIC_PROGRAMS
       "Link tools and examples statically: single files that run on any Linux of the target" OFF)

# A tool or an example: something to copy to a board, so small and, if asked for, static.
function(dinozero_configure_program target)
  dinozero_configure_target(${target})
  target_compile_options(${target} PRIVATE -ffunction-sections -fdata-sections)
  target_link_options(${target} PRIVATE -Wl,--gc-sections)
  if(DINOZERO_STATIC_PROGRAMS)
    target_link_options(${target} PRIVATE -static)
  endif()
endfunction()
