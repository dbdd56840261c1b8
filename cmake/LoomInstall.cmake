# SPDX-License-Identifier: Apache-2.0
# Installs the library, its headers, its CMake package and its pkg-config file.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_target_property(loom_type loom TYPE)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/loom)
install(TARGETS loom EXPORT loom FILE_SET HEADERS)
install(EXPORT loom FILE loomTargets.cmake NAMESPACE loom:: DESTINATION ${package_dir})

configure_package_config_file(cmake/loomConfig.cmake.in loomConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(loomConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/loomConfig.cmake ${PROJECT_BINARY_DIR}/loomConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/LoomDependencies.cmake
        DESTINATION ${package_dir})

# The prefix is relative to the file itself, so an installed tree may be moved.
file(RELATIVE_PATH pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
# A static library does not know what it needs, so every program that links it names it.
set(pc_requires "${loom_mongoc_MODULE_NAME} libcrypto libutf8proc re2 simdjson")
if(loom_type STREQUAL "STATIC_LIBRARY")
  set(pc_requires_key Requires)
  get_filename_component(bid ${LOOM_BID_LIBRARY} NAME_WE)
  string(REGEX REPLACE "^lib" "-l" pc_libs ${bid})
else()
  set(pc_requires_key Requires.private)
endif()
configure_file(cmake/loom.pc.in loom.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/loom.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# Each component has its own targets and its own pkg-config file: loom-google-secret-manager.pc.
foreach(component IN LISTS loom_components)
  install(TARGETS loom_${component} EXPORT loom_${component})
  install(EXPORT loom_${component} FILE loom_${component}Targets.cmake NAMESPACE loom::
          DESTINATION ${package_dir})
  install(FILES ${PROJECT_SOURCE_DIR}/cmake/components/${component}.cmake
          DESTINATION ${package_dir}/components)
  string(REPLACE "_" "-" pc_name loom-${component})
  string(REPLACE ";" " " pc_requires "${loom_${component}_modules}")
  set(pc_link ${loom_${component}_link})
  configure_file(cmake/component.pc.in ${pc_name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${pc_name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
