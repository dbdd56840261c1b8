// SPDX-License-Identifier: Apache-2.0
// Which options a MongoDB URI may have, and which of them need a word that gives up a safety.

#include "connect/uri_options.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>

#include "connect/uri.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using unsafely::OfConnection;

/// What the URI may say for an option.
struct Rule {
  enum Kind { any, positive, only } kind;
  std::string_view name;
  std::string_view value = {};  ///< of `only`: what Loom does anyhow
  std::string_view other = {};  ///< of `only`: the value that a word allows …
  OfConnection word = {};       ///< … and this word
  std::string_view word_name = {};
};

constexpr Rule verified(std::string_view name) {
  return {Rule::only,
          name,
          "false",
          "true",
          unsafely::unverified_certificates,
          "unverified_certificates"};
}

constexpr Rule confirmed(std::string_view name, std::string_view value, std::string_view other) {
  return {Rule::only, name, value, other, unsafely::weak_writes, "weak_writes"};
}

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
    Rule{Rule::only, "readconcernlevel", "majority"},
    Rule{Rule::only, "readpreference", "primary"},
    Rule{Rule::only, "retryreads", "true"},
    Rule{Rule::only, "retrywrites", "true"},
    Rule{Rule::only, "tlsdisablecertificaterevocationcheck", "false"},
    Rule{Rule::only, "tlsdisableocspendpointcheck", "false"},
    confirmed("journal", "true", "false"),
    confirmed("w", "majority", "1"),
    verified("tlsallowinvalidcertificates"),
    verified("tlsallowinvalidhostnames"),
    verified("tlsinsecure"),
};

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

bool is_positive_number(std::string_view text) {
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number > 0;
}

void check_fixed(const Rule& rule, const std::string& option, const std::string& value,
                 OfConnection allowed) {
  if (value == rule.value) return;
  const bool has_its_word = !rule.other.empty() && value == rule.other;
  if (has_its_word && has_word(allowed, rule.word)) return;
  auto text =
      option + " gives up a safety: remove it (Loom works with " + std::string(rule.value) + ")";
  if (has_its_word)
    text += ", or let .allow of loom::ConnectOptions have loom::unsafely::" +
            std::string(rule.word_name);
  refuse_uri(text);
}

void check_option(std::string_view name, std::string_view value, OfConnection allowed) {
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [key = lower(name)](const Rule& r) { return r.name == key; });
  const std::string option = "the URI option '" + std::string(name) + "'";
  if (rule == rules.end()) refuse_uri(option + " is not one that Loom knows: remove it");
  if (rule->kind == Rule::only) check_fixed(*rule, option, lower(value), allowed);
  if (rule->kind == Rule::positive && !is_positive_number(value))
    refuse_uri(option + " needs a number above 0");
}

/// Takes what stands before the next of `separators` off the text.
std::string_view take(std::string_view& text, std::string_view separators) {
  const auto end = std::min(text.find_first_of(separators), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

}  // namespace

void refuse_uri(const std::string& text) {
  throw ConnectionError(text, {}, ConnectionError::Reason::uri);
}

UriOptions::UriOptions(std::string_view text, OfConnection allowed) : names_("&") {
  while (!text.empty()) {
    auto value = take(text, "&;");
    const auto name = take(value, "=");
    check_option(name, value, allowed);
    if (const auto before = lower(names_).find("&" + lower(name) + "&"); before != names_.npos)
      refuse_uri("the URI option '" + names_.substr(before + 1, name.size()) + "' is given twice");
    names_.append(name).append("&");
  }
}

void UriOptions::refuse_for(std::string_view reason) const {
  const auto told = lower(reason);
  for (auto names = std::string_view(names_).substr(1); !names.empty();) {
    const std::string name(take(names, "&"));
    for (const auto& mention :
         {"\"" + lower(name) + "\"", "'" + lower(name) + "'", " " + lower(name) + ":"})
      if (told.find(mention) != told.npos)
        refuse_uri("the URI option '" + name + "' has a value that the driver does not take");
  }
  refuse_uri("this is no MongoDB URI that the driver can read: " + std::string(looks_like) +
             "; in a login, reserved characters are written as %40 and so on");
}

}  // namespace loom::core
