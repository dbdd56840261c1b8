// SPDX-License-Identifier: Apache-2.0
// Reads and adds versions of secrets.

#include "google_secret_manager/client.hpp"

#include <string_view>

#include "google_secret_manager/answers.hpp"
#include "google_secret_manager/encoding.hpp"

namespace loom::google {
namespace {

using Reason = SecretError::Reason;

constexpr std::size_t longest_value = 64 * 1024;

/// {"payload":{"data":"…","dataCrc32c":"…"}}
Secret payload(std::string_view value) {
  const auto data = base64(value);
  const auto checksum = std::to_string(crc32c(value));
  const std::string_view parts[] = {R"({"payload":{"data":")", data.reveal(), R"(","dataCrc32c":")",
                                    checksum, R"("}})"};
  std::size_t size = 0;
  for (const auto part : parts) size += part.size();
  return Secret::filled_by(size, [&](std::span<char> room) {
    std::size_t used = 0;
    for (const auto part : parts) used += part.copy(room.data() + used, part.size());
    return used;
  });
}

}  // namespace

Client::Client(const GoogleSecretManagerOptions& options)
    : options_(options), credentials_(default_credentials()), tokens_(credentials_, options_) {}

Secret Client::get(const SecretName& name) {
  const auto deadline = core::operation_deadline();
  const auto address = url(name) + "/versions/" + name.version + ":access";
  try {
    return read_value(ask(address, {}, deadline), name.resource());
  } catch (const SecretError& error) {
    if (error.reason() != Reason::integrity) throw;
  }
  // Once more: the wire may have done it, a second time it is no accident.
  return read_value(ask(address, {}, deadline), name.resource());
}

void Client::add_version(const SecretName& name, std::string_view value) {
  if (name.version != "latest")
    throw SecretError(Reason::refused, "a version is never overwritten: set " + name.resource() +
                                           " without a version, and one is added");
  if (value.size() > longest_value)
    throw SecretError(Reason::refused,
                      "Google Secret Manager keeps at most 65536 bytes, and this value for " +
                          name.resource() + " has " + std::to_string(value.size()));
  const auto body = payload(value);
  // Where an answer was lost, two versions hold the value: the latest is the same.
  const auto response = ask(url(name) + ":addVersion", body.reveal(), core::operation_deadline());
  require_success(response, name.resource());
}

std::string Client::url(const SecretName& name) const {
  auto server = options_.endpoint;
  if (server.empty())
    server = "https://secretmanager." + (name.location.empty() ? "" : name.location + ".rep.") +
             credentials_.universe;
  return server + "/v1/" + name.resource();
}

Response Client::ask(const std::string& url, std::string_view body, core::Deadline deadline) {
  const auto token = tokens_.get(deadline);
  auto response = ask_once(token, url, body, deadline);
  if (response.status != 401) return response;
  // The token may have been withdrawn before its time; a new one is tried once.
  tokens_.drop(token);
  return ask_once(tokens_.get(deadline), url, body, deadline);
}

Response Client::ask_once(const Token& token, const std::string& url, std::string_view body,
                          core::Deadline deadline) const {
  std::vector<std::string> headers{"Accept: application/json"};
  if (!body.empty()) headers.emplace_back("Content-Type: application/json");
  if (!credentials_.quota_project.empty())
    headers.push_back("X-Goog-User-Project: " + credentials_.quota_project);
  return send_until_served({.url = url,
                            .headers = headers,
                            .bearer = token.get(),
                            .body = body,
                            .deadline = deadline,
                            .ca_file = options_.ca_file});
}

}  // namespace loom::google
