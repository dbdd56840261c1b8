// SPDX-License-Identifier: Apache-2.0
// Makes the connections to a server, so that no read or write of them outlives its deadline.

#include "connect/stream.hpp"

#include <netdb.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include "core/deadline.hpp"

namespace loom::core {
namespace {

struct DestroySocket {
  void operator()(mongoc_socket_t* socket) const noexcept { mongoc_socket_destroy(socket); }
};
using Socket = std::unique_ptr<mongoc_socket_t, DestroySocket>;

struct DestroyStream {
  void operator()(mongoc_stream_t* stream) const noexcept { mongoc_stream_destroy(stream); }
};
using Stream = std::unique_ptr<mongoc_stream_t, DestroyStream>;

struct FreeAddresses {
  void operator()(addrinfo* addresses) const noexcept { freeaddrinfo(addresses); }
};

// The code says "connect" wherever nothing of a command can have been sent yet.
void fail(bson_error_t* error, const std::string& text) {
  bson_set_error(error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_CONNECT, "%s", text.c_str());
}

/// The driver's timeout, shortened to this thread's round trip. Never 0: that would not wait at all
/// for an answer that has arrived in this moment.
std::int32_t clamped(std::int32_t timeout_ms) noexcept {
  const auto deadline = RoundTrip::current();
  if (deadline == Deadline::max()) return timeout_ms;
  const auto left = static_cast<std::int32_t>(
      std::clamp<std::int64_t>(remaining(deadline).count(), 1, INT32_MAX));
  return timeout_ms <= 0 ? left : std::min(timeout_ms, left);
}

std::int32_t connect_timeout_ms(const mongoc_uri_t* uri) noexcept {
  return clamped(mongoc_uri_get_option_as_int32(uri, MONGOC_URI_CONNECTTIMEOUTMS, 10'000));
}

/// A socket that is connected to `address`, or nothing and `errno`.
Socket connected(int family, const sockaddr* address, socklen_t length, const mongoc_uri_t* uri) {
  Socket socket(mongoc_socket_new(family, SOCK_STREAM, 0));
  const auto expires = bson_get_monotonic_time() + std::int64_t{connect_timeout_ms(uri)} * 1000;
  if (socket &&
      mongoc_socket_connect(socket.get(), const_cast<sockaddr*>(address), length, expires) != 0) {
    errno = mongoc_socket_errno(socket.get());
    socket.reset();
  }
  return socket;
}

Socket connect_unix(const mongoc_uri_t* uri, const mongoc_host_list_t* host, bson_error_t* error) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (std::strlen(host->host) >= sizeof address.sun_path) {
    fail(error, std::string("the path of the Unix socket is too long: ") + host->host);
    return nullptr;
  }
  std::strcpy(address.sun_path, host->host);
  auto socket =
      connected(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address, uri);
  if (!socket)
    fail(error, std::string("cannot connect to ") + host->host + ": " + std::strerror(errno));
  return socket;
}

Socket connect_tcp(const mongoc_uri_t* uri, const mongoc_host_list_t* host, bson_error_t* error) {
  addrinfo hints{};
  hints.ai_family = host->family;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (int code = getaddrinfo(host->host, std::to_string(host->port).c_str(), &hints, &found)) {
    fail(error, std::string("cannot find the host ") + host->host + ": " + gai_strerror(code));
    return nullptr;
  }
  const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
  for (const auto* each = found; each; each = each->ai_next)
    if (auto socket = connected(each->ai_family, each->ai_addr, each->ai_addrlen, uri))
      return socket;
  fail(error,
       std::string("cannot connect to ") + host->host_and_port + ": " + std::strerror(errno));
  return nullptr;
}

/// Shortens each wait of the stream to the deadline of the thread that waits.
Stream keep_deadlines(Stream stream) {
  // The same functions for every socket stream of the driver.
  static const auto plain_readv = stream->readv;
  static const auto plain_writev = stream->writev;
  stream->readv = [](mongoc_stream_t* self, mongoc_iovec_t* parts, std::size_t count,
                     std::size_t at_least, std::int32_t timeout_ms) {
    return plain_readv(self, parts, count, at_least, clamped(timeout_ms));
  };
  stream->writev = [](mongoc_stream_t* self, mongoc_iovec_t* parts, std::size_t count,
                      std::int32_t timeout_ms) {
    return plain_writev(self, parts, count, clamped(timeout_ms));
  };
  return stream;
}

/// Puts TLS around the stream; checks the server's certificate and name.
Stream with_tls(Stream plain, mongoc_ssl_opt_t options, const mongoc_uri_t* uri,
                const mongoc_host_list_t* host, bson_error_t* error) {
  Stream stream(mongoc_stream_tls_new_with_hostname(plain.get(), host->host, &options, true));
  if (!stream) {
    fail(error, "TLS cannot begin: see tlsCAFile and tlsCertificateKeyFile");
    return nullptr;
  }
  static_cast<void>(plain.release());  // the TLS stream owns it now
  if (!mongoc_stream_tls_handshake_block(stream.get(), host->host, connect_timeout_ms(uri),
                                         error)) {
    fail(error, std::string("no TLS with ") + host->host_and_port + ": " + error->message);
    return nullptr;
  }
  return stream;
}

}  // namespace

mongoc_stream_t* open_stream(const mongoc_uri_t* uri, const mongoc_host_list_t* host, void* tls,
                             bson_error_t* error) {
  auto socket =
      host->family == AF_UNIX ? connect_unix(uri, host, error) : connect_tcp(uri, host, error);
  if (!socket) return nullptr;
  auto stream = keep_deadlines(Stream(mongoc_stream_socket_new(socket.release())));
  if (tls)
    stream =
        with_tls(std::move(stream), *static_cast<const mongoc_ssl_opt_t*>(tls), uri, host, error);
  if (!stream) return nullptr;
  constexpr std::size_t read_ahead =
      1024;  // an answer's length and a small answer in one system call
  return mongoc_stream_buffered_new(stream.release(), read_ahead);
}

mongoc_ssl_opt_t tls_options(const mongoc_uri_t& uri) {
  mongoc_ssl_opt_t options{};
  options.pem_file = mongoc_uri_get_option_as_utf8(&uri, MONGOC_URI_TLSCERTIFICATEKEYFILE, nullptr);
  options.ca_file = mongoc_uri_get_option_as_utf8(&uri, MONGOC_URI_TLSCAFILE, nullptr);
  const auto is_true = [&](const char* name) {
    return mongoc_uri_get_option_as_bool(&uri, name, false);
  };
  const bool anyone = is_true(MONGOC_URI_TLSINSECURE);
  options.weak_cert_validation = anyone || is_true(MONGOC_URI_TLSALLOWINVALIDCERTIFICATES);
  options.allow_invalid_hostname = anyone || is_true(MONGOC_URI_TLSALLOWINVALIDHOSTNAMES);
  return options;
}

}  // namespace loom::core
