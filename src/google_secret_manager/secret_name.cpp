// SPDX-License-Identifier: Apache-2.0
// Which secret of Google Secret Manager a name means.

#include "google_secret_manager/secret_name.hpp"

#include <re2/re2.h>

#include "info/quoted.hpp"
#include "loom/info/error.hpp"

namespace loom::google {
namespace {

using Reason = SecretError::Reason;

// None of them can reach another resource or host. A project of a company's domain has a colon and
// dots.
const char* const project_pattern = "[A-Za-z0-9][A-Za-z0-9:._-]{0,254}";
const char* const name_pattern =
    "(?:projects/([A-Za-z0-9][A-Za-z0-9:._-]{0,254})/(?:locations/([a-z0-9-]{1,63})/)?secrets/)?"
    "([A-Za-z0-9_-]{1,255})(?:/versions/([A-Za-z0-9_-]{1,63}))?";

}  // namespace

std::string SecretName::resource() const {
  return "projects/" + project + (location.empty() ? "" : "/locations/" + location) + "/secrets/" +
         secret;
}

SecretName read_name(std::string_view name, const std::string& project) {
  static const RE2 pattern(name_pattern);
  SecretName read;
  std::string version;
  if (!RE2::FullMatch(re2::StringPiece(name.data(), name.size()), pattern, &read.project,
                      &read.location, &read.secret, &version))
    throw SecretError(Reason::refused,
                      core::quoted(name) +
                          " is no name of Google Secret Manager: write like db-password, "
                          "db-password/versions/4 or projects/my-project/secrets/db-password");
  if (!version.empty()) read.version = version;
  if (!read.project.empty()) return read;
  if (project.empty())
    throw SecretError(Reason::not_configured,
                      "no project of Google Cloud is set: set GOOGLE_CLOUD_PROJECT, or ask for "
                      "projects/my-project/secrets/" +
                          read.secret);
  if (!RE2::FullMatch(project, project_pattern))
    throw SecretError(Reason::refused, core::quoted(project) +
                                           " is no project of Google Cloud: it is like my-project");
  read.project = project;
  return read;
}

}  // namespace loom::google
