// SPDX-License-Identifier: Apache-2.0
// Which secret of Google Secret Manager a name means.

#include "google_secret_manager/secret_name.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "info/quoted.hpp"
#include "loom/info/error.hpp"

namespace loom::google {
namespace {

using Reason = SecretError::Reason;

std::vector<std::string_view> split(std::string_view name) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= name.size();) {
    const auto end = std::min(name.find('/', begin), name.size());
    words.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// What a part of a resource's name is made of; so none can reach another resource or host. A
/// project of a company's domain has a colon and dots.
bool is_part(std::string_view text, std::string_view also = "") {
  return !text.empty() && text.size() <= 255 &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || also.find(c) != std::string_view::npos;
         });
}

}  // namespace

std::string SecretName::resource() const {
  return "projects/" + project + (location.empty() ? "" : "/locations/" + location) + "/secrets/" +
         secret;
}

SecretName read_name(std::string_view name, const std::string& project) {
  auto words = split(name);
  SecretName read;
  // Takes two words where the first is `key`.
  const auto take = [&](std::string_view key, std::string& value) {
    if (words.size() < 2 || words[0] != key) return;
    value = words[1];
    words.erase(words.begin(), words.begin() + 2);
  };
  take("projects", read.project);
  const bool whole = !read.project.empty();
  if (whole) {
    take("locations", read.location);
    take("secrets", read.secret);
  } else {
    read.project = project;
    read.secret = words.front();
    words.erase(words.begin());
  }
  take("versions", read.version);
  if (!words.empty() || !is_part(read.secret) || !is_part(read.version) ||
      (!read.location.empty() && !is_part(read.location)))
    throw SecretError(Reason::refused,
                      core::quoted(name) +
                          " is no name of Google Secret Manager: write like db-password, "
                          "db-password/versions/4 or projects/my-project/secrets/db-password");
  if (read.project.empty())
    throw SecretError(Reason::not_configured,
                      "no project of Google Cloud is set: set GOOGLE_CLOUD_PROJECT, or ask for "
                      "projects/my-project/secrets/" +
                          read.secret);
  if (!is_part(read.project, ":."))
    throw SecretError(Reason::refused, core::quoted(read.project) +
                                           " is no project of Google Cloud: it is like my-project");
  return read;
}

}  // namespace loom::google
