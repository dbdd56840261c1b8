// SPDX-License-Identifier: Apache-2.0
// As whom Google Secret Manager is asked.

#include "google_secret_manager/credentials.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "google_secret_manager/json.hpp"
#include "loom/info/error.hpp"

namespace loom::google {
namespace {

using Reason = SecretError::Reason;

// A key is a few kilobytes; whatever is longer is no file of credentials.
constexpr std::size_t longest_file = 64 * 1024;

std::string environment(const char* variable) {
  const char* const value = std::getenv(variable);
  return value ? value : "";
}

[[noreturn]] void throw_malformed(const std::string& place, const std::string& what) {
  throw SecretError(Reason::malformed,
                    "the credentials in " + place + " " + what +
                        ": make them anew by `gcloud auth application-default login` or in the "
                        "console's page of the service account");
}

template <class Value>
Value require(std::optional<Value> value, const char* member, const std::string& place) {
  if (!value) throw_malformed(place, std::string("have no text '") + member + "'");
  return *std::move(value);
}

/// A name that becomes a part of a host's name.
bool is_host(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

/// The file's text; nothing where there is no such file.
std::optional<Secret> read_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  int error = file < 0 ? errno : 0;
  if (error == ENOENT) return std::nullopt;
  auto text = Secret::filled_by(longest_file + 1, [&](std::span<char> room) {
    std::size_t size = 0;
    while (error == 0 && size < room.size()) {
      const auto count = read(file, room.data() + size, room.size() - size);
      if (count == 0) break;
      if (count > 0)
        size += static_cast<std::size_t>(count);
      else if (errno != EINTR)
        error = errno;
    }
    return size;
  });
  if (file >= 0) close(file);
  if (error != 0)
    throw SecretError(Reason::not_configured,
                      "the credentials in " + path + " cannot be read: " + std::strerror(error));
  if (text.reveal().size() > longest_file) throw_malformed(path, "are longer than 64 KiB");
  return text;
}

/// Where gcloud leaves a person's credentials; empty where there is no such place.
std::string place_of_gcloud() {
  auto folder = environment("CLOUDSDK_CONFIG");
  if (folder.empty()) {
    const auto home = environment("HOME");
    if (home.empty()) return "";
    folder = home + "/.config/gcloud";
  }
  return folder + "/application_default_credentials.json";
}

Credentials without_quota() {
  const auto named = environment("GOOGLE_APPLICATION_CREDENTIALS");
  if (!named.empty()) {
    const auto text = read_file(named);
    if (!text)
      throw SecretError(Reason::not_configured,
                        "GOOGLE_APPLICATION_CREDENTIALS names " + named + ", which is not there");
    return parse_credentials(text->reveal(), named);
  }
  const auto left = place_of_gcloud();
  if (!left.empty()) {
    if (const auto text = read_file(left)) return parse_credentials(text->reveal(), left);
  }
  auto host = environment("GCE_METADATA_HOST");
  return {MetadataServer{host.empty() ? "metadata.google.internal" : std::move(host)}};
}

}  // namespace

Credentials parse_credentials(std::string_view text, const std::string& place) {
  const Json json(text);
  const auto type = json.text({"type"});
  if (!type) throw_malformed(place, "are no JSON object with a text 'type'");
  Credentials credentials;
  if (*type == "service_account") {
    credentials.account =
        ServiceAccount{require(json.text({"client_email"}), "client_email", place),
                       require(json.text({"private_key_id"}), "private_key_id", place),
                       require(json.secret({"private_key"}), "private_key", place)};
  } else if (*type == "authorized_user") {
    credentials.account =
        AuthorizedUser{require(json.text({"client_id"}), "client_id", place),
                       require(json.secret({"client_secret"}), "client_secret", place),
                       require(json.secret({"refresh_token"}), "refresh_token", place)};
  } else {
    // The kinds of Google are words; what is none is not repeated.
    const bool word = type->size() < 64 &&
                      type->find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    throw SecretError(Reason::unsupported_credentials,
                      "the credentials in " + place + " are of the kind " +
                          (word ? *type : "(no word)") +
                          ", which Loom does not know: use those of a service account, of "
                          "`gcloud auth application-default login`, or the metadata server");
  }
  credentials.quota_project = json.text({"quota_project_id"}).value_or("");
  credentials.universe = json.text({"universe_domain"}).value_or(credentials.universe);
  if (!is_host(credentials.universe)) throw_malformed(place, "have no host in 'universe_domain'");
  return credentials;
}

Credentials default_credentials() {
  auto credentials = without_quota();
  const auto quota_project = environment("GOOGLE_CLOUD_QUOTA_PROJECT");
  if (!quota_project.empty()) credentials.quota_project = quota_project;
  return credentials;
}

}  // namespace loom::google
