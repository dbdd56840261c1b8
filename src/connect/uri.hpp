#pragma once
// SPDX-License-Identifier: Apache-2.0
// Reads a MongoDB URI, and refuses one that gives up a safety.

#include <mongoc/mongoc.h>

#include <memory>
#include <string>
#include <string_view>

namespace loom::core {

struct DestroyUri {
  void operator()(mongoc_uri_t* uri) const noexcept { mongoc_uri_destroy(uri); }
};
using Uri = std::unique_ptr<mongoc_uri_t, DestroyUri>;

/// Reads a URI. No error repeats a part of it but the names of options and hosts.
///
/// Throws: ConnectionError (no URI, an option that is unknown, has a wrong value or gives up a
///         safety, a password or no TLS on the way to another machine).
Uri parse_uri(std::string_view text);

/// True where all hosts are loopback addresses or Unix sockets.
bool is_local(const mongoc_uri_t& uri);

/// The hosts, for texts: "127.0.0.1:27017, 127.0.0.1:27018".
std::string hosts_of(const mongoc_uri_t& uri);

}  // namespace loom::core
