# SPDX-License-Identifier: Apache-2.0
# The programs of a user, each linked with `loom` or `managers` as the way to Loom calls them, and
# their tests.

if(CMAKE_SCRIPT_MODE_FILE)
  execute_process(COMMAND ldd ${PROGRAM} OUTPUT_VARIABLE libraries COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "lib(curl|glib|gio|secret)[^ ]*" found "${libraries}")
  if(found)
    message(FATAL_ERROR "A program that keeps no secrets links ${found}")
  endif()
  return()
endif()

enable_testing()
add_executable(consumer ../consumer.cpp)
target_link_libraries(consumer PRIVATE ${loom})
add_test(NAME consumer COMMAND consumer)
add_test(NAME consumer_links_no_manager COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:consumer>
                                                -P ${CMAKE_CURRENT_LIST_FILE})

# As some systems link by themselves: what nobody calls is left out.
add_executable(keeper ../keeper.cpp)
target_link_options(keeper PRIVATE LINKER:--as-needed)
target_link_libraries(keeper PRIVATE ${managers})
add_test(NAME keeper COMMAND keeper)
