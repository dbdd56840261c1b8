// SPDX-License-Identifier: Apache-2.0
// Reads a MongoDB URI, and refuses one that gives up a safety.

#include "connect/uri.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>

#include "connect/driver_log.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

constexpr std::string_view looks_like =
    "a URI looks like mongodb://127.0.0.1:27017/?replicaSet=rs0";

/// What the URI may say for an option.
struct Rule {
  enum Kind { any, positive, only } kind;
  std::string_view name;
  std::string_view value = {};  ///< of `only`: what Loom does anyhow
};

// Options that Loom would have to ignore are not among them: an ignored option is a silent lie.
constexpr std::array rules = {
    Rule{Rule::any, "appname"},
    Rule{Rule::any, "authmechanism"},
    Rule{Rule::any, "authmechanismproperties"},
    Rule{Rule::any, "authsource"},
    Rule{Rule::any, "compressors"},
    Rule{Rule::any, "directconnection"},
    Rule{Rule::any, "replicaset"},
    Rule{Rule::any, "srvmaxhosts"},
    Rule{Rule::any, "srvservicename"},
    Rule{Rule::any, "ssl"},
    Rule{Rule::any, "tls"},
    Rule{Rule::any, "tlscafile"},
    Rule{Rule::any, "tlscertificatekeyfile"},
    Rule{Rule::any, "zlibcompressionlevel"},
    Rule{Rule::positive, "connecttimeoutms"},
    Rule{Rule::positive, "heartbeatfrequencyms"},
    Rule{Rule::positive, "localthresholdms"},
    Rule{Rule::positive, "maxpoolsize"},
    Rule{Rule::positive, "serverselectiontimeoutms"},
    Rule{Rule::positive, "sockettimeoutms"},
    Rule{Rule::only, "journal", "true"},
    Rule{Rule::only, "readconcernlevel", "majority"},
    Rule{Rule::only, "readpreference", "primary"},
    Rule{Rule::only, "retryreads", "true"},
    Rule{Rule::only, "retrywrites", "true"},
    Rule{Rule::only, "tlsallowinvalidcertificates", "false"},
    Rule{Rule::only, "tlsallowinvalidhostnames", "false"},
    Rule{Rule::only, "tlsdisablecertificaterevocationcheck", "false"},
    Rule{Rule::only, "tlsdisableocspendpointcheck", "false"},
    Rule{Rule::only, "tlsinsecure", "false"},
    Rule{Rule::only, "w", "majority"},
};

[[noreturn]] void refuse(const std::string& text) { throw ConnectionError(text); }

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// What follows the scheme.
std::string_view without_scheme(std::string_view text) {
  for (std::string_view scheme : {"mongodb://", "mongodb+srv://"})
    if (text.starts_with(scheme)) return text.substr(scheme.size());
  refuse("this is no MongoDB URI: " + std::string(looks_like));
}

// libmongoc 1.23 takes "u:p@ss@host" for the password "p": the wrong login goes to the wrong host.
void check_separators(std::string_view rest) {
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  const auto at = authority.find('@');
  if (std::count(rest.begin(), rest.end(), '@') > (at == authority.npos ? 0 : 1))
    refuse("an '@' in the URI that does not end the login: write it as %40, and '/' as %2F");
  if (at != authority.npos && std::count(authority.begin(), authority.begin() + at, ':') > 1)
    refuse("a ':' in the login of the URI: write it as %3A");
}

bool is_positive_number(std::string_view text) {
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number > 0;
}

void check_option(std::string_view name, std::string_view value) {
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [key = lower(name)](const Rule& r) { return r.name == key; });
  const std::string option = "the URI option '" + std::string(name) + "'";
  if (rule == rules.end()) refuse(option + " is not one that Loom knows: remove it");
  if (rule->kind == Rule::only && lower(value) != rule->value)
    refuse(option + " gives up a safety: remove it (Loom works with " + std::string(rule->value) +
           ")");
  if (rule->kind == Rule::positive && !is_positive_number(value))
    refuse(option + " needs a number above 0");
}

using Names = std::map<std::string, std::string>;  // in lower case, and as they are written

/// Checks each option and gives their names.
Names check_options(std::string_view rest) {
  Names names;
  const auto begin = rest.find('?');
  auto options = begin == rest.npos ? std::string_view{} : rest.substr(begin + 1);
  while (!options.empty()) {
    const auto end = std::min(options.find_first_of("&;"), options.size());
    const auto option = options.substr(0, end);
    const auto equals = std::min(option.find('='), option.size());
    const auto name = option.substr(0, equals);
    check_option(name, option.substr(std::min(equals + 1, option.size())));
    const auto [first, is_new] = names.emplace(lower(name), name);
    if (!is_new) refuse("the URI option '" + first->second + "' is given twice");
    options.remove_prefix(std::min(end + 1, options.size()));
  }
  return names;
}

// The driver's own sentence may quote a value, so only the option that it speaks of is told.
[[noreturn]] void refuse_for(const std::string& reason, const Names& options) {
  const auto told = lower(reason);
  for (const auto& [key, written] : options)
    for (const auto& mention : {"\"" + key + "\"", "'" + key + "'", " " + key + ":"})
      if (told.find(mention) != told.npos)
        refuse("the URI option '" + written + "' has a value that the driver does not take");
  refuse("this is no MongoDB URI that the driver can read: " + std::string(looks_like) +
         "; in a login, reserved characters are written as %40 and so on");
}

bool is_this_machine(const mongoc_host_list_t& host) {
  const std::string_view name = host.host;
  return host.family == AF_UNIX || name == "localhost" || name == "::1" ||
         (name.starts_with("127.") && name.find_first_not_of("0123456789.") == name.npos);
}

void check_way(const mongoc_uri_t& uri) {
  if (is_local(uri)) return;
  if (const char* password = mongoc_uri_get_password(&uri); password && *password)
    refuse("a password stands in the URI of another machine (" + hosts_of(uri) +
           "): keep it in a secret");
  if (!mongoc_uri_get_tls(&uri))
    refuse("no TLS on the way to another machine (" + hosts_of(uri) + "): add tls=true");
}

}  // namespace

Uri parse_uri(std::string_view text) {
  start_driver();
  if (text.find('\0') != text.npos) refuse("a NUL in the URI: " + std::string(looks_like));
  const auto rest = without_scheme(text);
  check_separators(rest);
  const auto options = check_options(rest);

  DriverWarnings warnings;
  bson_error_t error;
  Uri uri(mongoc_uri_new_with_error(std::string(text).c_str(), &error));
  if (!uri) refuse_for(error.message, options);
  if (!warnings.texts().empty()) refuse_for(warnings.texts().front(), options);
  check_way(*uri);
  return uri;
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
