#pragma once
// SPDX-License-Identifier: Apache-2.0
// The errors of single statements within a write command that itself succeeded.

#include <string_view>

#include "core/server_error.hpp"
#include "loom/bson/reader.hpp"
#include "loom/core/command.hpp"

namespace loom::core {

/// Calls `take` with the document of each entry of a reply's `writeErrors`.
template <class Take>
void for_each_write_error(const Reply& reply, Take take) {
  auto errors = bson::inside_of(bson::find(bson::open(reply.bytes()), "writeErrors"));
  while (const auto error = bson::next(errors))
    if (error->type == bson::Type::document) take(error->value);
}

/// Throws the first write error of a reply, if there is one.
inline void throw_write_error(const Reply& reply, std::string_view operation) {
  for_each_write_error(reply, [&](bson::View error) { throw_server_error(error, operation); });
}

}  // namespace loom::core
