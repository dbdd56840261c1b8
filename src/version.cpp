// SPDX-License-Identifier: Apache-2.0
// The versions of Loom and of its driver. CMake gives the first to this file alone.

#include "loom/version.hpp"

#include <mongoc/mongoc.h>

namespace loom {

std::string_view version() noexcept { return LOOM_VERSION; }

std::string_view driver_version() noexcept { return mongoc_get_version(); }

}  // namespace loom
