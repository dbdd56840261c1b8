#pragma once
// SPDX-License-Identifier: Apache-2.0
// Reads a MongoDB URI, and refuses one that gives up a safety.

#include <mongoc/mongoc.h>

#include <memory>
#include <string>
#include <string_view>

#include "loom/connect/connect.hpp"

namespace loom::core {

struct DestroyUri {
  void operator()(mongoc_uri_t* uri) const noexcept { mongoc_uri_destroy(uri); }
};
using Uri = std::unique_ptr<mongoc_uri_t, DestroyUri>;

inline constexpr std::string_view looks_like =
    "a URI looks like mongodb://127.0.0.1:27017/?replicaSet=rs0";

/// Reads a URI, and sets the secret of the options on what was read. No error repeats a part of
/// the URI but the names of options and hosts.
///
/// Throws: ConnectionError, uri (no URI, an option that is unknown, has a wrong value or gives up
///         a safety, a password in the URI, no TLS on the way to another machine, a login that
///         lacks its user or its password).
Uri parse_uri(std::string_view text, const ConnectOptions& options = {});

/// Overwrites the password in the URI; the driver's pools have their own copies.
void forget_password(mongoc_uri_t& uri) noexcept;

/// True where all hosts are loopback addresses or Unix sockets.
bool is_local(const mongoc_uri_t& uri);

/// The hosts, for texts: "127.0.0.1:27017, 127.0.0.1:27018".
std::string hosts_of(const mongoc_uri_t& uri);

}  // namespace loom::core
