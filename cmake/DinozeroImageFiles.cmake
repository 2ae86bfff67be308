# SPDX-License-Identifier: Apache-2.0
# For programs that read and write picture files; the library itself knows only pixels in memory.
find_path(DINOZERO_STB_INCLUDE_DIR stb_image.h PATH_SUFFIXES stb
          DOC "Folder of stb_image.h and stb_image_write.h")
if(NOT DINOZERO_STB_INCLUDE_DIR)
  message(FATAL_ERROR "stb_image.h was not found (Debian: libstb-dev). The tools, examples and "
                      "tests need it; the library does not.")
endif()

# Adds tools/image_file.h, which reads PNG, JPEG and BMP files.
function(dinozero_use_image_files target)
  target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tools/image_file.cc)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_include_directories(${target} SYSTEM PRIVATE ${DINOZERO_STB_INCLUDE_DIR})
endfunction()
