# SPDX-License-Identifier: Apache-2.0
# What Loom is built on. Installed too: a program that links a static Loom links these.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_search_module(loom_mongoc REQUIRED IMPORTED_TARGET "libmongoc-1.0>=1.23" "mongoc2>=2.0")
pkg_check_modules(loom_crypto REQUIRED IMPORTED_TARGET libcrypto>=3)
pkg_check_modules(loom_utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(loom_re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(loom_simdjson REQUIRED IMPORTED_TARGET simdjson)

# Intel's decimal arithmetic has no pkg-config file; this variant takes and gives values, and keeps
# no global state.
find_library(LOOM_BID_LIBRARY NAMES bidgcc000 REQUIRED)
if(NOT TARGET loom::bid)
  add_library(loom::bid UNKNOWN IMPORTED)
  set_target_properties(loom::bid PROPERTIES IMPORTED_LOCATION ${LOOM_BID_LIBRARY})
endif()
