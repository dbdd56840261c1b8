# SPDX-License-Identifier: Apache-2.0
# The components: libraries of their own beside Loom, so that a program that does not link one needs
# none of its dependencies.

set(LOOM_KEYRING AUTO CACHE STRING "Build loom::keyring: ON, OFF, or AUTO where libsecret is found")
set(LOOM_GOOGLE_SECRET_MANAGER AUTO CACHE STRING
    "Build loom::google_secret_manager: ON, OFF, or AUTO where libcurl, OpenSSL and simdjson are found")

# loom_add_component(name): builds src/<name> as loom::<name> if its option says so, and adds it to
# loom_components. What it is built on stands in cmake/components/<name>.cmake, and is called
# loom_<name>_libraries there.
function(loom_add_component name)
  string(TOUPPER LOOM_${name} option)
  if(NOT ${option})
    return()
  elseif(${option} STREQUAL AUTO)
    set(loom_component_required QUIET)
  else()
    set(loom_component_required REQUIRED)
  endif()
  include(cmake/components/${name}.cmake)
  if(NOT loom_${name}_libraries)
    message(STATUS "loom::${name} is not built: set ${option}=ON to see what it lacks")
    return()
  endif()

  file(GLOB sources CONFIGURE_DEPENDS src/${name}/*.cpp)
  add_library(loom_${name} ${sources})
  add_library(loom::${name} ALIAS loom_${name})
  target_include_directories(loom_${name} PRIVATE src)
  target_link_libraries(loom_${name} PUBLIC loom PRIVATE ${loom_${name}_libraries})
  # Nobody calls a component, so the linker is told to keep it: of a static one, to look for the name
  # by which it makes itself known.
  get_target_property(type loom_${name} TYPE)
  if(type STREQUAL STATIC_LIBRARY)
    set(loom_${name}_link -Wl,-u,loom_${name})
    target_link_options(loom_${name} INTERFACE ${loom_${name}_link})
  else()
    set(keep "-Wl,--push-state,--no-as-needed")
    target_link_libraries(loom_${name} INTERFACE
                          "${keep},$<TARGET_FILE:loom::${name}>,--pop-state")
    set(file ${CMAKE_SHARED_LIBRARY_PREFIX}loom_${name}${CMAKE_SHARED_LIBRARY_SUFFIX})
    set(loom_${name}_link "${keep},\${libdir}/${file},--pop-state")
  endif()
  set_target_properties(loom_${name} PROPERTIES EXPORT_NAME ${name} VERSION ${PROJECT_VERSION}
                        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
                        CXX_EXTENSIONS OFF)
  set(loom_components ${loom_components} ${name} PARENT_SCOPE)
  set(loom_${name}_modules "${loom_${name}_modules}" PARENT_SCOPE)
  set(loom_${name}_link "${loom_${name}_link}" PARENT_SCOPE)  # for pkg-config
endfunction()

set(loom_components)
loom_add_component(keyring)
loom_add_component(google_secret_manager)
