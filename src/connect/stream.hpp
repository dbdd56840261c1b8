#pragma once
// SPDX-License-Identifier: Apache-2.0
// Makes the connections to a server, so that no read or write of them outlives its deadline.

#include <mongoc/mongoc.h>

namespace loom::core {

/// Opens a connection to `host` for libmongoc: TCP or a Unix socket, with TLS where the URI says
/// so.
///
/// `tls` is a `const mongoc_ssl_opt_t*`, or null where the URI has no TLS.
mongoc_stream_t* open_stream(const mongoc_uri_t* uri, const mongoc_host_list_t* host, void* tls,
                             bson_error_t* error);

/// The TLS options that the URI names; their texts belong to it.
mongoc_ssl_opt_t tls_options(const mongoc_uri_t& uri);

}  // namespace loom::core
