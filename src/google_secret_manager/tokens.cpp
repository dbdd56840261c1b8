// SPDX-License-Identifier: Apache-2.0
// The token that Google Secret Manager is asked with.

#include "google_secret_manager/tokens.hpp"

#include "google_secret_manager/answers.hpp"
#include "google_secret_manager/http.hpp"
#include "google_secret_manager/signed_token.hpp"

namespace loom::google {
namespace {

using Reason = SecretError::Reason;
using std::chrono::seconds;

// So long before its end a token is renewed: a request that is under way shall not outlive it.
constexpr seconds slack{300};
// What a program may do in the account's name is its roles' matter.
constexpr const char* scope = "https://www.googleapis.com/auth/cloud-platform";

/// Appends `text` as forms write it.
void append_encoded(std::string_view text, std::span<char> room, std::size_t& size) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      room[size++] = c;
    } else {
      room[size++] = '%';
      room[size++] = digits[byte >> 4];
      room[size++] = digits[byte & 15];
    }
  }
}

/// A form, which holds secrets, and so is one.
Secret form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  std::size_t room = 0;
  for (const auto& [name, value] : fields) room += 3 * (name.size() + value.size()) + 2;
  return Secret::filled_by(room, [&](std::span<char> text) {
    std::size_t size = 0;
    for (const auto& [name, value] : fields) {
      if (size > 0) text[size++] = '&';
      append_encoded(name, text, size);
      text[size++] = '=';
      append_encoded(value, text, size);
    }
    return size;
  });
}

}  // namespace

Token Tokens::get(core::Deadline deadline) {
  const std::unique_lock lock(mutex_, deadline);
  if (!lock)
    throw SecretError(Reason::unreachable,
                      "another thread did not get a token of Google within the deadline");
  const auto now = core::Clock::now();
  if (token_ && now < expiry_ - slack) return token_;
  try {
    auto fresh = fetch(deadline);
    token_ = std::make_shared<const Secret>(std::move(fresh.text));
    expiry_ = now + fresh.life;
  } catch (const SecretError&) {
    if (!token_ || core::Clock::now() >= expiry_) throw;
  }
  return token_;
}

void Tokens::drop(const Token& refused) {
  const std::lock_guard lock(mutex_);
  if (token_ == refused) token_.reset();
}

Tokens::Fresh Tokens::fetch(core::Deadline deadline) const {
  return std::visit([&](const auto& account) { return fetch_for(account, deadline); },
                    credentials_.account);
}

Tokens::Fresh Tokens::fetch_for(const ServiceAccount& account, core::Deadline) const {
  const auto audience = "https://secretmanager." + credentials_.universe + "/";
  return {signed_token(account, audience, std::chrono::system_clock::now()), signed_token_life};
}

Tokens::Fresh Tokens::fetch_for(const AuthorizedUser& user, core::Deadline deadline) const {
  const auto body = form({{"grant_type", "refresh_token"},
                          {"client_id", user.client_id},
                          {"client_secret", user.client_secret.reveal()},
                          {"refresh_token", user.refresh_token.reveal()}});
  auto answer =
      read_token(send_until_served({.url = options_.token_endpoint,
                                    .headers = {"Content-Type: application/x-www-form-urlencoded"},
                                    .body = body.reveal(),
                                    .deadline = deadline,
                                    .ca_file = options_.ca_file}));
  return {std::move(answer.text), answer.life};
}

Tokens::Fresh Tokens::fetch_for(const MetadataServer& server, core::Deadline deadline) const {
  const auto url = "http://" + server.host +
                   "/computeMetadata/v1/instance/service-accounts/default/token?scopes=" + scope;
  try {
    const auto response = send_until_served({.url = url,
                                             .headers = {"Metadata-Flavor: Google"},
                                             .deadline = deadline,
                                             .local_link = true});
    if (response.metadata_flavor != "Google")
      throw SecretError(Reason::malformed,
                        "what answers at " + server.host + " is no metadata server of Google");
    auto answer = read_token(response);
    return {std::move(answer.text), answer.life};
  } catch (const NoConnectionError& error) {
    throw SecretError(Reason::not_configured,
                      "there are no credentials for Google Secret Manager: name a file by "
                      "GOOGLE_APPLICATION_CREDENTIALS, or say `gcloud auth application-default "
                      "login`; nor is this a machine of Google's (" +
                          std::string(error.what()) + ")");
  }
}

}  // namespace loom::google
