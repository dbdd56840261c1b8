#pragma once
// SPDX-License-Identifier: Apache-2.0
// What Google's servers answer, and which error each refusal is. Their own sentences are not
// repeated: what is in them is theirs to choose.

#include <chrono>
#include <string>

#include "google_secret_manager/http.hpp"

namespace loom::google {

struct TokenAnswer {
  Secret text;
  std::chrono::seconds life;
};

/// The token in the answer of a token endpoint or a metadata server.
///
/// Throws: SecretError: unauthenticated, unreachable, malformed.
TokenAnswer read_token(const Response& response);

/// The value in the answer to an access.
///
/// Throws: SecretError: what `require_success` throws; malformed; integrity, where its checksum is
///         another one.
/// Source:
/// https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
Secret read_value(const Response& response, const std::string& secret);

/// Throws what a refusal means: absent, disabled, refused, unauthenticated, denied, unreachable,
/// malformed.
void require_success(const Response& response, const std::string& secret);

}  // namespace loom::google
