# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts in place: the library, its headers, a CMake package, a pkg-config file,
# and the dinozero command.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dinozero)

install(TARGETS dinozero EXPORT dinozero-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/dinozero DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
install(EXPORT dinozero-targets NAMESPACE dinozero:: DESTINATION ${package_dir})

configure_package_config_file(cmake/dinozero-config.cmake.in
                              ${PROJECT_BINARY_DIR}/dinozero-config.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dinozero-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/dinozero-config.cmake
              ${PROJECT_BINARY_DIR}/dinozero-config-version.cmake
              cmake/FindPthreadpool.cmake cmake/FindXNNPACK.cmake
        DESTINATION ${package_dir})

# Who links a static library links its dependencies too. They stand in Libs, not Libs.private, so that
# `pkg-config --libs dinozero` works without --static.
set(pkgconfig_libs "-L\${libdir} -ldinozero")
get_target_property(library_type dinozero TYPE)
if(library_type STREQUAL "STATIC_LIBRARY")
  if(DINOZERO_HAS_XNNPACK)
    list(JOIN XNNPACK_LIBRARIES " " xnnpack_libs)
    string(APPEND pkgconfig_libs " ${xnnpack_libs}")
  endif()
  if(DINOZERO_HAS_PTHREADPOOL)
    string(APPEND pkgconfig_libs " ${Pthreadpool_LIBRARY} -pthread")
  endif()
  string(APPEND pkgconfig_libs " -lstdc++ -lm")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(pkgconfig_libdir "${CMAKE_INSTALL_LIBDIR}")
else()
  set(pkgconfig_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
configure_file(cmake/dinozero.pc.in ${PROJECT_BINARY_DIR}/dinozero.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/dinozero.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

