# SPDX-License-Identifier: Apache-2.0
# What loom::keyring is built on. Installed too.

pkg_check_modules(loom_libsecret ${loom_component_required} IMPORTED_TARGET libsecret-1>=0.20)
if(loom_libsecret_FOUND)
  set(loom_keyring_libraries PkgConfig::loom_libsecret)
  set(loom_keyring_modules libsecret-1)
endif()
