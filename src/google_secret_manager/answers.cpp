// SPDX-License-Identifier: Apache-2.0
// What Google's servers answer.

#include "google_secret_manager/answers.hpp"

#include "google_secret_manager/encoding.hpp"
#include "google_secret_manager/json.hpp"

namespace loom::google {
namespace {

using Reason = SecretError::Reason;

/// A status or an error's code as Google writes them: a word of capitals or of small letters.
/// Anything else is not repeated.
std::string word(const std::optional<std::string>& text) {
  const bool is_word = text && !text->empty() && text->size() <= 40 &&
                       text->find_first_not_of(
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  return is_word ? *text : "";
}

bool is_success(long status) { return status >= 200 && status < 300; }

[[noreturn]] void throw_error(Reason reason, const std::string& text, const Response& response,
                              const std::string& status) {
  ErrorFacts facts;
  facts.code = static_cast<int>(response.status);
  facts.retryable = reason == Reason::unreachable;
  throw SecretError(reason,
                    text + " (HTTP " + std::to_string(response.status) +
                        (status.empty() ? ")" : ", " + status + ")"),
                    facts);
}

}  // namespace

void require_success(const Response& response, const std::string& secret) {
  if (is_success(response.status)) return;
  const auto status = word(Json(response.body.reveal()).text({"error", "status"}));
  const auto fail = [&](Reason reason, const std::string& text) {
    throw_error(reason, text, response, status);
  };
  if (response.status == 429 || response.status >= 500)
    fail(Reason::unreachable, "Google Secret Manager could not serve " + secret +
                                  " within the deadline: try again later");
  // A page of somebody in between says nothing about the secret.
  if (status.empty())
    fail(Reason::malformed, "what answers for " + secret +
                                " is not Google Secret Manager: look for a proxy in between");
  if (status == "NOT_FOUND")
    fail(Reason::absent,
         "Google Secret Manager has no " + secret +
             ": make it by `gcloud secrets create`, or correct its name or project");
  if (status == "FAILED_PRECONDITION")
    fail(Reason::disabled,
         "this version of " + secret + " is disabled or destroyed: enable it, or add a version");
  if (status == "UNAUTHENTICATED")
    fail(Reason::unauthenticated, "Google does not accept the credentials for " + secret +
                                      ": make them anew, and look at this machine's clock");
  if (status == "PERMISSION_DENIED")
    fail(Reason::denied,
         "the account may not do this with " + secret +
             ": give it the role roles/secretmanager.secretAccessor to read it, "
             "roles/secretmanager.secretVersionAdder to add to it, and enable the API");
  fail(Reason::refused, "Google Secret Manager refuses the request for " + secret);
}

Secret read_value(const Response& response, const std::string& secret) {
  require_success(response, secret);
  const Json json(response.body.reveal());
  const auto data = json.secret({"payload", "data"});
  auto value = data ? from_base64(data->reveal()) : std::nullopt;
  const Json::Path checksum_path{"payload", "dataCrc32c"};
  const auto checksum = json.number(checksum_path);
  if (!value || (json.has(checksum_path) && !checksum))
    throw_error(Reason::malformed,
                "the answer for " + secret + " holds no payload: look for a proxy in between",
                response, "");
  if (checksum && *checksum != std::int64_t{crc32c(value->reveal())})
    throw_error(Reason::integrity,
                "what arrived of " + secret +
                    " is not what is kept: its checksum is another one; try again",
                response, "");
  return *std::move(value);
}

TokenAnswer read_token(const Response& response) {
  const Json json(response.body.reveal());
  if (!is_success(response.status)) {
    const auto code = word(json.text({"error"}));
    if (response.status == 429 || response.status >= 500)
      throw_error(Reason::unreachable, "Google gives no token within the deadline", response, code);
    throw_error(Reason::unauthenticated,
                "Google gives no token for these credentials: make them anew by `gcloud auth "
                "application-default login`, or give the machine a service account",
                response, code);
  }
  auto text = json.secret({"access_token"});
  const auto life = json.number({"expires_in"});
  constexpr std::int64_t longest_life = 24 * 3600;
  if (!text || text->reveal().empty() || !life || *life < 0 || *life > longest_life)
    throw_error(Reason::malformed,
                "the answer to the request for a token holds none: look for a proxy in between",
                response, "");
  return {*std::move(text), std::chrono::seconds(*life)};
}

}  // namespace loom::google
