# SPDX-License-Identifier: Apache-2.0
# Refuses a compiler whose own start-up code or libraries need more than ARMv6: what it links would
# die of SIGILL on the board, however the project's own code is compiled.
if(CMAKE_CXX_COMPILER)
  set(dinozero_runtime_cxx ${CMAKE_CXX_COMPILER})
else()
  set(dinozero_runtime_cxx c++)
endif()
separate_arguments(dinozero_runtime_flags UNIX_COMMAND "${dinozero_machine_flags}")
if(CMAKE_SYSROOT)
  list(APPEND dinozero_runtime_flags --sysroot=${CMAKE_SYSROOT})
endif()
find_program(DINOZERO_READELF NAMES ${DINOZERO_CROSS_PREFIX}readelf readelf
             NO_CMAKE_FIND_ROOT_PATH)

foreach(dinozero_file IN ITEMS crt1.o libgcc.a libstdc++.a)
  execute_process(COMMAND ${dinozero_runtime_cxx} ${dinozero_runtime_flags}
                          -print-file-name=${dinozero_file}
                  OUTPUT_VARIABLE dinozero_path OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT DINOZERO_READELF OR NOT EXISTS "${dinozero_path}")
    continue()
  endif()
  execute_process(COMMAND ${DINOZERO_READELF} -A ${dinozero_path}
                  OUTPUT_VARIABLE dinozero_attributes ERROR_QUIET)
  if(dinozero_attributes MATCHES "Tag_CPU_arch: (v7|v8|v6T2)")
    message(FATAL_ERROR
      "${dinozero_runtime_cxx} cannot build for a Pi Zero: its ${dinozero_path} is compiled for "
      "ARM${CMAKE_MATCH_1}, the board is ARMv6. Debian's and Ubuntu's armhf is ARMv7. Use "
      "Raspberry Pi OS or a cross compiler made for it, or the preset armv6-linux-gnueabi.")
  endif()
endforeach()
