# SPDX-License-Identifier: Apache-2.0
# What every target of the project is compiled with.

# The project's own code: C++20, all warnings, sanitizers where asked for.
function(dinozero_configure_target target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                           -Wno-sign-conversion)
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
  target_compile_options(${target} PRIVATE -fno-exceptions -fno-rtti -ffunction-sections
                                           -fdata-sections)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
