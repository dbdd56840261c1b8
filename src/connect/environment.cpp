// SPDX-License-Identifier: Apache-2.0
// What the environment says of the database: MONGODB_URI, MONGODB_LOCAL_URI, and their secrets.

#include "connect/environment.hpp"

#include <cstdlib>

#include "connect/uri.hpp"
#include "connect/uri_options.hpp"
#include "loom/secret/secret_manager.hpp"

namespace loom::core {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::optional<NamedUri> named_by(const char* uri_name, const char* secret_name) {
  NamedUri named{variable(uri_name), {}};
  const auto secret_of = variable(secret_name);
  if (named.uri.empty()) {
    if (!secret_of.empty())
      refuse_uri(std::string(secret_name) + " is set, and " + uri_name +
                 " is not: set both, or neither");
    return std::nullopt;
  }
  if (!secret_of.empty()) named.options.secret = secret(secret_of);
  return named;
}

}  // namespace

std::optional<NamedUri> remote_by_environment() {
  return named_by("MONGODB_URI", "MONGODB_SECRET");
}

bool names_remote() noexcept {
  const char* value = std::getenv("MONGODB_URI");
  return value && *value;
}

std::optional<NamedUri> local_by_environment() {
  auto named = named_by("MONGODB_LOCAL_URI", "MONGODB_LOCAL_SECRET");
  if (!named) return named;
  // That it is elsewhere comes first, not what it would need there.
  named->options.allow = unsafely::no_tls | unsafely::no_login;
  if (!is_local(*parse_uri(named->uri, named->options)))
    refuse_uri(
        "MONGODB_LOCAL_URI names another machine: it may name only loopback or a Unix "
        "socket; MONGODB_URI may name any");
  named->options.allow = {};
  return named;
}

}  // namespace loom::core
