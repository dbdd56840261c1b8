#pragma once
// SPDX-License-Identifier: Apache-2.0
// An attempt to connect, and how it failed.

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "loom/connect/connect.hpp"
#include "loom/info/error.hpp"

namespace loom::test {

/// Connects within 1.5 s, or notes the ConnectionError. No such error may repeat the secret.
class Attempt {
 public:
  explicit Attempt(const std::string& uri, const ConnectOptions& options = {}) {
    try {
      with_deadline(std::chrono::milliseconds(3000), [&] { connect(uri, options); });
    } catch (const ConnectionError& error) {
      text_ = error.what();
      reason_ = error.reason();
      const auto secret = options.secret.reveal();
      // A shorter one may stand in any word.
      EXPECT_TRUE(secret.size() < 4 || !says(secret)) << "the text repeats the secret";
    }
  }

  bool succeeded() const noexcept { return !reason_; }
  /// Nothing where it succeeded.
  std::optional<ConnectionError::Reason> reason() const noexcept { return reason_; }
  const std::string& text() const noexcept { return text_; }
  bool says(std::string_view part) const { return text_.find(part) != text_.npos; }

 private:
  std::string text_;
  std::optional<ConnectionError::Reason> reason_;
};

}  // namespace loom::test
