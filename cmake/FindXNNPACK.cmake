# SPDX-License-Identifier: Apache-2.0
# Finds an installed XNNPACK (https://github.com/google/XNNPACK) of 2022 or later, shared or static,
# with or without a separate library of microkernels. Never downloads or builds it.
# Defines XNNPACK_FOUND, the target XNNPACK::XNNPACK, and XNNPACK_LIBRARIES (files, pthreadpool's not
# among them). Hint: -DCMAKE_PREFIX_PATH=<its prefix>.
find_path(XNNPACK_INCLUDE_DIR xnnpack.h)
find_library(XNNPACK_LIBRARY NAMES XNNPACK)
# Newer static builds keep the microkernels apart; a shared library holds everything.
find_library(XNNPACK_MICROKERNELS_LIBRARY NAMES xnnpack-microkernels-prod microkernels-prod)
find_library(XNNPACK_CPUINFO_LIBRARY NAMES cpuinfo)
# A part of cpuinfo until 2023.
find_library(XNNPACK_CLOG_LIBRARY NAMES clog)
find_package(Pthreadpool QUIET)
mark_as_advanced(XNNPACK_INCLUDE_DIR XNNPACK_LIBRARY XNNPACK_MICROKERNELS_LIBRARY
                 XNNPACK_CPUINFO_LIBRARY XNNPACK_CLOG_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(XNNPACK
  REQUIRED_VARS XNNPACK_LIBRARY XNNPACK_INCLUDE_DIR Pthreadpool_FOUND)

if(XNNPACK_FOUND)
  set(XNNPACK_LIBRARIES ${XNNPACK_LIBRARY})
  if(XNNPACK_LIBRARY MATCHES "\\.a$")
    foreach(library IN ITEMS MICROKERNELS CPUINFO CLOG)
      if(XNNPACK_${library}_LIBRARY)
        list(APPEND XNNPACK_LIBRARIES ${XNNPACK_${library}_LIBRARY})
      endif()
    endforeach()
  endif()
endif()

if(XNNPACK_FOUND AND NOT TARGET XNNPACK::XNNPACK)
  add_library(XNNPACK::XNNPACK UNKNOWN IMPORTED)
  set(dependencies ${XNNPACK_LIBRARIES})
  list(POP_FRONT dependencies)
  set_target_properties(XNNPACK::XNNPACK PROPERTIES
    IMPORTED_LOCATION "${XNNPACK_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${XNNPACK_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${dependencies};Pthreadpool::pthreadpool;m")
endif()
