// SPDX-License-Identifier: Apache-2.0
// Which managers are asked, before any of them is.

#include "loom/secret/secret_manager.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "loom/info/error.hpp"

namespace loom {
namespace {

using enum SecretManager;
using Order = std::vector<SecretManager>;
using Reason = SecretError::Reason;

struct SecretManagers : ::testing::Test {
  void SetUp() override { forget(); }
  void TearDown() override { forget(); }
  static void forget() {
    use_secret_managers({});
    unsetenv("GOOGLE_CLOUD_PROJECT");
    unsetenv("GOOGLE_CLOUD_PROJECT_NUM");
  }

  template <class F>
  static SecretError error_of(F&& f) {
    try {
      f();
    } catch (const SecretError& error) {
      return error;
    }
    throw std::logic_error("no SecretError was thrown");
  }
};

TEST_F(SecretManagers, are_the_keyring_where_nothing_is_set) {
  EXPECT_EQ(secret_managers(), Order{keyring});
  setenv("GOOGLE_CLOUD_PROJECT", "", 1);
  EXPECT_EQ(secret_managers(), Order{keyring});
}

TEST_F(SecretManagers, are_Google_where_a_project_is_set) {
  setenv("GOOGLE_CLOUD_PROJECT", "my-project", 1);
  EXPECT_EQ(secret_managers(), Order{google});
  unsetenv("GOOGLE_CLOUD_PROJECT");
  setenv("GOOGLE_CLOUD_PROJECT_NUM", "123", 1);
  EXPECT_EQ(secret_managers(), Order{google});
}

TEST_F(SecretManagers, are_those_that_the_program_declares) {
  use_secret_managers({google, keyring});
  EXPECT_EQ(secret_managers(), (Order{google, keyring}));
  use_secret_managers({});
  EXPECT_EQ(secret_managers(), Order{keyring});
}

// The test programs link loom::google_secret_manager, but not loom::keyring.
TEST_F(SecretManagers, say_which_component_to_link) {
  for (const auto& error :
       {error_of([] { secret("db-password"); }), error_of([] { secret("db-password", keyring); }),
        error_of([] { set_secret("db-password", "x", keyring); })}) {
    EXPECT_EQ(error.reason(), Reason::not_linked);
    EXPECT_STREQ(error.what(), "this program cannot ask the keyring: link it with loom::keyring");
  }
}

TEST_F(SecretManagers, take_a_name_that_is_one) {
  for (const std::string_view name : {std::string_view(), std::string_view("a\0b", 3)}) {
    EXPECT_EQ(error_of([&] { secret(name, google); }).reason(), Reason::refused);
    EXPECT_EQ(error_of([&] { set_secret(name, "x", google); }).reason(), Reason::refused);
  }
}

}  // namespace
}  // namespace loom
