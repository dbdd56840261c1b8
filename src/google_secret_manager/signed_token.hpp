#pragma once
// SPDX-License-Identifier: Apache-2.0
// A token that a service account signs itself, so that no server has to be asked for one.

#include <chrono>
#include <string_view>

#include "google_secret_manager/credentials.hpp"

namespace loom::google {

/// How long such a token holds: the longest that Google takes.
inline constexpr std::chrono::seconds signed_token_life{3600};

/// A JSON Web Token for `audience`, signed by RS256.
///
/// Throws: SecretError, malformed: the private key is none.
/// Source: https://google.aip.dev/auth/4111
Secret signed_token(const ServiceAccount& account, std::string_view audience,
                    std::chrono::system_clock::time_point now);

}  // namespace loom::google
