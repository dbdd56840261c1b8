# SPDX-License-Identifier: Apache-2.0
# Compile-fail tests: one rule, one file, which says what the compiler must say.
#
#   // error: a field is compared with a value of another type
#   auto good() { return fld<&User::age> == 30; }                     // the control
#   #ifdef LOOM_COMPILE_FAIL
#   auto bad() { return fld<&User::age> == std::string{"thirty"}; }
#   #endif
#
# The control must compile; with LOOM_COMPILE_FAIL the compiler must refuse the file, and the first
# line that holds `error:` must hold the text. ctest calls the compiler by this file as a script.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  # loom_add_compile_fail_tests(folder): two tests for each source in it.
  function(loom_add_compile_fail_tests folder)
    separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
    # Warnings have their own builds; here they could only hide the message.
    list(FILTER flags EXCLUDE REGEX "^-W|^-D_FORTIFY_SOURCE")
    set(compile ${CMAKE_CXX_COMPILER} ${flags} -std=c++20 -I${PROJECT_SOURCE_DIR}/include)

    # Nearly all of a test's time is Loom's headers, so they are read once. Both compilers take the
    # precompiled header that they find beside the one to include.
    set(prelude ${CMAKE_CURRENT_BINARY_DIR}/${folder}.hpp)
    file(CONFIGURE OUTPUT ${prelude} CONTENT "#include <loom/loom.hpp>\n")
    set(precompiled ${prelude}.gch)
    add_custom_command(OUTPUT ${precompiled} DEPENDS ${prelude} DEPFILE ${prelude}.d
                       COMMAND ${compile} -MD -MF ${prelude}.d -MT ${precompiled}
                               -x c++-header ${prelude} -o ${precompiled})
    add_custom_target(loom_${folder}_prelude ALL DEPENDS ${precompiled})
    list(APPEND compile -fsyntax-only -include ${prelude})

    file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} ${folder}/*.cpp)
    foreach(source IN LISTS sources)
      string(REGEX REPLACE "\\.cpp$" "" name ${source})
      set(file ${CMAKE_CURRENT_SOURCE_DIR}/${source})
      loom_add_test(${name}.control compile_fail ${compile} ${file})
      loom_add_test(${name} compile_fail ${CMAKE_COMMAND} -D SOURCE=${file}
                    -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE} -- ${compile} -DLOOM_COMPILE_FAIL ${file})
    endforeach()
  endfunction()
  return()
endif()

file(STRINGS ${SOURCE} expected REGEX "^// error: " LIMIT_COUNT 1)
if(NOT expected)
  message(FATAL_ERROR "${SOURCE} does not say which error it expects: // error: <text>")
endif()
string(REPLACE "// error: " "" expected "${expected}")

math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE ${last})
  if(in_command)
    list(APPEND command "${CMAKE_ARGV${index}}")
  elseif(CMAKE_ARGV${index} STREQUAL "--")
    set(in_command TRUE)
  endif()
endforeach()
execute_process(COMMAND ${command} RESULT_VARIABLE result ERROR_VARIABLE output)
string(REGEX MATCH "[^\n]*error:[^\n]*" first "${output}")
string(FIND "${first}" "${expected}" found)
if(result EQUAL 0)
  message(FATAL_ERROR "It compiles, but should be refused with: ${expected}")
elseif(found EQUAL -1)
  message(FATAL_ERROR "Expected: ${expected}\nThe compiler's first error: ${first}\n\n${output}")
endif()
