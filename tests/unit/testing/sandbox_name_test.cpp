// SPDX-License-Identifier: Apache-2.0
// The names of a Sandbox's databases tell whether it still lives.

#include "testing/sandbox_name.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <string>

namespace loom::testing {
namespace {

// Where the parts begin, behind the mark: day, place, process, start, count.
constexpr std::size_t day = 13, place = 16, process = 19, start = 24, count = 28;

std::string replaced(std::string name, std::size_t at, std::string_view part) {
  return name.replace(at, part.size(), part);
}

std::string process_digits(pid_t number) {
  std::string text(5, '0');
  for (std::size_t i = 5; i-- > 0; number /= 36)
    text[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
  return text;
}

TEST(SandboxName, is_short_and_another_one_each_time) {
  const auto first = new_sandbox_prefix(), second = new_sandbox_prefix();
  EXPECT_NE(first, second);
  EXPECT_EQ(first.size(), 30u);
  EXPECT_EQ(first.substr(0, count), second.substr(0, count));
  EXPECT_EQ(first.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), first.npos);
}

TEST(SandboxName, of_this_process_is_left_over_where_a_new_sandbox_begins) {
  EXPECT_TRUE(is_left_over(new_sandbox_prefix() + "shop"));
}

TEST(SandboxName, of_a_process_that_ended_is_left_over_also_where_its_number_is_used_again) {
  std::array<char*, 3> words{const_cast<char*>("sleep"), const_cast<char*>("60"), nullptr};
  pid_t other = 0;
  ASSERT_EQ(posix_spawnp(&other, "sleep", nullptr, nullptr, words.data(), environ), 0);
  const auto name = replaced(new_sandbox_prefix() + "shop", process, process_digits(other));
  EXPECT_TRUE(is_left_over(replaced(name, start, "!!!!"))) << "another start";
  kill(other, SIGKILL);
  waitpid(other, nullptr, 0);
  EXPECT_TRUE(is_left_over(name));
}

TEST(SandboxName, of_another_machine_is_left_over_after_days) {
  const std::string elsewhere = replaced(new_sandbox_prefix() + "shop", place, "!!!");
  EXPECT_FALSE(is_left_over(elsewhere));
  EXPECT_TRUE(is_left_over(replaced(elsewhere, day, "f00")));  // in 2023
}

TEST(SandboxName, is_not_that_of_a_users_database) {
  const std::string own = new_sandbox_prefix();
  for (const std::string& name : {std::string("shop"), std::string("loom_sandbox_shop"), own,
                                  own.substr(0, 29) + "shop", replaced(own + "shop", day, "F.0"),
                                  replaced(own + "shop", process, "-0001"), "x" + own + "shop"})
    EXPECT_FALSE(is_left_over(name)) << name;
}

}  // namespace
}  // namespace loom::testing
