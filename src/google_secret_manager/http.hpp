#pragma once
// SPDX-License-Identifier: Apache-2.0
// One request over HTTP, by libcurl: certificates are always verified, and no redirect is followed.

#include <string>
#include <string_view>
#include <vector>

#include "core/deadline.hpp"
#include "loom/info/error.hpp"
#include "loom/secret/secret.hpp"

namespace loom::google {

struct Request {
  std::string url;
  std::vector<std::string> headers{};
  const Secret* bearer = nullptr;  ///< the token that is sent along
  std::string_view body{};         ///< where there is one, it is a POST
  core::Deadline deadline;
  std::string ca_file{};  ///< the certificates that are trusted; the system's where it is empty
  /// The metadata server of a virtual machine: plain HTTP on the local link, by no proxy.
  bool local_link = false;
};

struct Response {
  long status;
  Secret body;
  std::string metadata_flavor;  ///< the header of that name
  std::chrono::seconds retry_after;
};

/// No connection came about: nobody is there.
class NoConnectionError : public SecretError {
  using SecretError::SecretError;
};

/// Sends the request and reads the answer, whatever its status is.
///
/// Throws: SecretError: unreachable (no connection, a certificate that is not trusted, no whole
///         answer by the deadline), malformed (a redirect, an answer too long for a secret).
Response send(const Request& request);

/// The same, again and again while the server is overloaded (429, 503), with growing pauses that
/// differ and are at least as long as it asks for. What it answered last where the next pause would
/// pass the deadline.
Response send_until_served(const Request& request);

}  // namespace loom::google
