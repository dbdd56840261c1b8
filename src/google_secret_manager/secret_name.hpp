#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which secret of Google Secret Manager a name means.

#include <string>
#include <string_view>

namespace loom::google {

struct SecretName {
  std::string project;
  std::string location{};  ///< of a regional secret
  std::string secret;
  std::string version = "latest";

  /// projects/P/secrets/S, or projects/P/locations/L/secrets/S
  std::string resource() const;
};

/// Reads `db-password`, `db-password/versions/4` or a whole resource name; `project` stands in for
/// one that is not said.
///
/// Throws: SecretError: refused, not_configured (no project).
/// Source: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets
SecretName read_name(std::string_view name, const std::string& project);

}  // namespace loom::google
