# SPDX-License-Identifier: Apache-2.0
# What loom::google_secret_manager is built on. Installed too.

pkg_check_modules(loom_google ${loom_component_required} IMPORTED_TARGET libcurl>=7.88 openssl>=3
                  simdjson>=3 re2)
if(loom_google_FOUND)
  set(loom_google_secret_manager_libraries PkgConfig::loom_google)
  set(loom_google_secret_manager_modules libcurl openssl simdjson re2)
endif()
