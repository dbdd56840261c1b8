// SPDX-License-Identifier: Apache-2.0
// Reads a MongoDB URI, and refuses one that gives up a safety.

#include "connect/uri.hpp"

#include <string.h>

#include <algorithm>

#include "connect/driver_log.hpp"
#include "connect/uri_options.hpp"

namespace loom::core {
namespace {

/// The parts of a URI that Loom itself looks into.
struct Parts {
  std::string_view scheme;
  std::string_view user;
  std::string_view password;
  std::string_view from_hosts;  ///< the hosts and all that follows
  std::string_view options;

  bool has_placeholder() const noexcept { return password == "%s"; }
  bool has_password() const noexcept { return !password.empty() && !has_placeholder(); }
};

// libmongoc 1.23 takes "u:p@ss@host" for the password "p": the wrong login goes to the wrong host.
void check_separators(std::string_view rest) {
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  const auto at = authority.find('@');
  if (std::count(rest.begin(), rest.end(), '@') > (at == authority.npos ? 0 : 1))
    refuse_uri("an '@' in the URI that does not end the login: write it as %40, and '/' as %2F");
  if (at != authority.npos && std::count(authority.begin(), authority.begin() + at, ':') > 1)
    refuse_uri("a ':' in the login of the URI: write it as %3A");
}

Parts parts_of(std::string_view text) {
  if (text.find('\0') != text.npos) refuse_uri("a NUL in the URI: " + std::string(looks_like));
  Parts parts;
  for (const std::string_view scheme : {"mongodb://", "mongodb+srv://"})
    if (text.starts_with(scheme)) parts.scheme = scheme;
  if (parts.scheme.empty()) refuse_uri("this is no MongoDB URI: " + std::string(looks_like));
  parts.from_hosts = text.substr(parts.scheme.size());
  check_separators(parts.from_hosts);

  if (const auto at = parts.from_hosts.find('@'); at != text.npos) {
    const auto login = parts.from_hosts.substr(0, at);
    parts.from_hosts.remove_prefix(at + 1);
    const auto colon = std::min(login.find(':'), login.size());
    parts.user = login.substr(0, colon);
    parts.password = login.substr(std::min(colon + 1, login.size()));
  }
  if (const auto begin = parts.from_hosts.find('?'); begin != text.npos)
    parts.options = parts.from_hosts.substr(begin + 1);
  return parts;
}

// The logins of these are a certificate, a ticket, or keys of the machine.
bool needs_password(const mongoc_uri_t& uri) {
  const char* mechanism = mongoc_uri_get_auth_mechanism(&uri);
  return !mechanism || std::string_view(mechanism).starts_with("SCRAM-") ||
         std::string_view(mechanism) == "PLAIN";
}

void check_login(const Parts& parts, const ConnectOptions& options) {
  const bool has_secret = !options.secret.reveal().empty();
  if (has_secret && parts.user.empty())
    refuse_uri("there is a secret, and the URI names no user: mongodb://user:%s@host/");
  if (has_secret && parts.has_password())
    refuse_uri("there is a secret, and a password stands in the URI: write %s in its place");
  if (!has_secret && parts.has_placeholder())
    refuse_uri(
        "the URI has a %s for a password, and there is no secret: give .secret, or name it "
        "beside the URI in MONGODB_SECRET or MONGODB_LOCAL_SECRET");
  if (parts.has_password() && !has_word(options.allow, unsafely::inline_password))
    refuse_uri(
        "a password stands in the URI: write %s in its place, and keep it in a secret "
        "(.secret of loom::ConnectOptions, MONGODB_SECRET), or let .allow have "
        "loom::unsafely::inline_password");
}

void set_password(mongoc_uri_t& uri, const Secret& secret) {
  const auto password = secret.reveal();
  if (password.empty()) return;
  if (password.find('\0') != password.npos || !mongoc_uri_set_password(&uri, password.data()))
    refuse_uri("the secret cannot be a password: it is no UTF-8, or has a NUL in it");
}

void check_way(const mongoc_uri_t& uri, unsafely::OfConnection allowed) {
  const std::string_view mechanism =
      mongoc_uri_get_auth_mechanism(&uri) ? mongoc_uri_get_auth_mechanism(&uri) : "";
  const bool certificate =
      mongoc_uri_get_option_as_utf8(&uri, MONGOC_URI_TLSCERTIFICATEKEYFILE, nullptr);
  if (mechanism == "MONGODB-X509" && !(certificate && mongoc_uri_get_tls(&uri)))
    refuse_uri(
        "a login by MONGODB-X509 needs a certificate: add tls=true and "
        "tlsCertificateKeyFile");
  const char* password = mongoc_uri_get_password(&uri);
  if (mongoc_uri_get_username(&uri) && !(password && *password) && needs_password(uri))
    refuse_uri(
        "the URI names a user, and there is no password: give .secret, or name it beside "
        "the URI in MONGODB_SECRET or MONGODB_LOCAL_SECRET");
  bson_t properties;
  if (mongoc_uri_get_mechanism_properties(&uri, &properties) &&
      bson_has_field(&properties, "AWS_SESSION_TOKEN") &&
      !has_word(allowed, unsafely::inline_password))
    refuse_uri(
        "a session token stands in the URI: leave authMechanismProperties out, for the driver "
        "reads AWS_SESSION_TOKEN from the environment, or let .allow have "
        "loom::unsafely::inline_password");
  if (is_local(uri)) return;
  if (!mongoc_uri_get_tls(&uri) && mongoc_uri_get_srv_hostname(&uri))
    refuse_uri("mongodb+srv has TLS, which no word takes away: remove tls=false");
  if (!mongoc_uri_get_tls(&uri) && !has_word(allowed, unsafely::no_tls))
    refuse_uri("no TLS on the way to another machine (" + hosts_of(uri) +
               "): add tls=true, or let .allow of loom::ConnectOptions have "
               "loom::unsafely::no_tls");
  if (!mongoc_uri_get_username(&uri) && mechanism.empty() && !has_word(allowed, unsafely::no_login))
    refuse_uri("no login at another machine (" + hosts_of(uri) +
               "): name the user in the URI, mongodb://user:%s@host/, and give the secret; or let "
               ".allow of loom::ConnectOptions have loom::unsafely::no_login");
}

bool is_this_machine(const mongoc_host_list_t& host) {
  const std::string_view name = host.host;
  return host.family == AF_UNIX || name == "localhost" || name == "::1" ||
         (name.starts_with("127.") && name.find_first_not_of("0123456789.") == name.npos);
}

}  // namespace

Uri parse_uri(std::string_view text, const ConnectOptions& options) {
  start_driver();
  const auto parts = parts_of(text);
  const UriOptions names(parts.options, options.allow);
  check_login(parts, options);

  // The secret is set on what was read, and never written into a text.
  std::string without_placeholder(text);
  if (parts.has_placeholder())
    without_placeholder.assign(parts.scheme)
        .append(parts.user)
        .append("@")
        .append(parts.from_hosts);
  DriverWarnings warnings;
  bson_error_t error;
  Uri uri(mongoc_uri_new_with_error(without_placeholder.c_str(), &error));
  explicit_bzero(without_placeholder.data(), without_placeholder.size());
  if (!uri) names.refuse_for(error.message);
  if (!warnings.texts().empty()) names.refuse_for(warnings.texts().front());
  set_password(*uri, options.secret);
  check_way(*uri, options.allow);
  return uri;
}

void forget_password(mongoc_uri_t& uri) noexcept {
  // The text is on the heap, and the URI's own; there is no function that overwrites it.
  if (const char* password = mongoc_uri_get_password(&uri))
    explicit_bzero(const_cast<char*>(password), strlen(password));
}

bool is_local(const mongoc_uri_t& uri) {
  const auto* host = mongoc_uri_get_hosts(&uri);
  if (!host) return false;  // mongodb+srv: the name server says which hosts
  for (; host; host = host->next)
    if (!is_this_machine(*host)) return false;
  return true;
}

std::string hosts_of(const mongoc_uri_t& uri) {
  std::string result;
  if (const char* service = mongoc_uri_get_srv_hostname(&uri)) result = service;
  for (const auto* host = mongoc_uri_get_hosts(&uri); host; host = host->next)
    result.append(result.empty() ? "" : ", ")
        .append(host->family == AF_UNIX ? host->host : host->host_and_port);
  return result;
}

}  // namespace loom::core
