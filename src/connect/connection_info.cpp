// SPDX-License-Identifier: Apache-2.0
// What the program's connection leads to.

#include "loom/connect/connection_info.hpp"

#include "connect/connection.hpp"

namespace loom {

ConnectionInfo connection_info() {
  const auto connection = core::current_connection(core::operation_deadline());
  return {.hosts = connection->hosts(),
          .deployment = connection->deployment(),
          .tls = mongoc_uri_get_tls(&connection->uri()),
          .on_this_machine = connection->local(),
          .is_private_server = connection->keeper() == core::Keeper::loom};
}

}  // namespace loom
