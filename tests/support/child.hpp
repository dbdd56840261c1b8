#pragma once
// SPDX-License-Identifier: Apache-2.0
// Child processes that play a role in a test: they answer in lines, leave, or are killed.

#include <sys/types.h>

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace loom::test {

using Environment = std::map<std::string, std::string>;

/// A child process: this very program, run again for one disabled test, which calls `play`.
///
///     TEST(DISABLED_Role, greets) {
///       play("hello", [](std::string_view) { return "hello again"; });
///     }
///     Child child("DISABLED_Role.greets", {});
class Child {
 public:
  Child(const std::string& role, const Environment& changes);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Its next line; `no_answer` where it has ended.
  std::string answer();
  static constexpr std::string_view no_answer = "(the process ended without an answer)";
  /// Says a word to it and gives its answer.
  std::string ask(std::string_view word);
  /// All that it has written to its standard output up to its last answer.
  const std::string& heard() const noexcept { return heard_; }
  pid_t process() const noexcept { return process_; }
  /// It ends as programs do.
  void leave();
  /// It ends by a signal, which its whole process group gets.
  void end_by(int signal);

 private:
  void wait();

  pid_t process_ = 0;
  std::string heard_;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

/// A line of the role that nobody asked for; it has reached the parent when this returns.
void tell(std::string answer);

/// The role: says its first line, then answers each word until it shall leave.
void play(const std::string& first, const std::function<std::string(std::string_view)>& reply);

}  // namespace loom::test
