# SPDX-License-Identifier: Apache-2.0
# libarchive, for the data sets of `dinozero evaluate`: defines the target Dinozero::tar_archives if a
# program can be linked with it.
include(CheckCXXSourceCompiles)
find_package(LibArchive QUIET)

if(LibArchive_FOUND)
  set(CMAKE_REQUIRED_INCLUDES ${LibArchive_INCLUDE_DIRS})
  set(CMAKE_REQUIRED_LIBRARIES ${LibArchive_LIBRARIES})
  set(CMAKE_REQUIRED_QUIET ON)
  if(DINOZERO_STATIC_PROGRAMS)
    set(CMAKE_REQUIRED_LINK_OPTIONS -static)
  endif()
  check_cxx_source_compiles("#include <archive.h>
                             int main() { return archive_read_free(archive_read_new()); }"
                            DINOZERO_HAS_LIBARCHIVE)
  foreach(variable IN ITEMS INCLUDES LIBRARIES QUIET LINK_OPTIONS)
    unset(CMAKE_REQUIRED_${variable})
  endforeach()
endif()

if(DINOZERO_HAS_LIBARCHIVE)
  add_library(Dinozero::tar_archives INTERFACE IMPORTED)
  target_include_directories(Dinozero::tar_archives SYSTEM INTERFACE ${LibArchive_INCLUDE_DIRS})
  target_link_libraries(Dinozero::tar_archives INTERFACE ${LibArchive_LIBRARIES})
else()
  message(STATUS "dinozero evaluate: libarchive (Debian: libarchive-dev) was not found, so it reads "
                 "folders and no archives")
endif()
