#pragma once
// SPDX-License-Identifier: Apache-2.0
// A secret that is looked for where no secret may be: in what a process says, and in its memory.

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loom::test {

/// A random password, and the forms in which it could leak. Its characters are such that no two of
/// these forms are the same.
class Canary {
 public:
  Canary();

  const std::string& text() const noexcept { return text_; }

  /// The names of the forms that a text has: "raw", "percent-encoded", "base64", "UTF-16".
  std::vector<std::string> forms_in(std::string_view text) const;
  /// How often each form stands in the writable memory of a process that this one may look into.
  std::vector<std::string> forms_in_memory_of(pid_t process) const;

 private:
  std::string text_;
  std::vector<std::pair<std::string, std::string>> forms_;  ///< name and bytes
};

/// The arguments and environments of all processes of this machine that one may look into.
std::string arguments_and_environments();

}  // namespace loom::test
