// SPDX-License-Identifier: Apache-2.0
// Child processes that play a role in a test: they answer in lines, leave, or are killed.

#include "support/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace loom::test {
namespace {

// What tells an answer from the lines that the test runner prints.
constexpr std::string_view mark = "answer: ";

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return ends;
}

std::vector<std::string> with_changes(const Environment& changes) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('='));
    // The child runs one test, whatever shard its parent is.
    if (!changes.contains(name) && !name.starts_with("GTEST_")) result.push_back(text);
  }
  for (const auto& [name, value] : changes) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Child::Child(const std::string& role, const Environment& changes) {
  std::signal(SIGPIPE, SIG_IGN);  // a child that has died is seen by its answer
  const auto in = make_pipe(), out = make_pipe();
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in[0], 0);
  posix_spawn_file_actions_adddup2(&files, out[1], 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);

  std::vector<std::string> words{"child", "--gtest_also_run_disabled_tests",
                                 "--gtest_filter=" + role};
  auto environment = with_changes(changes);
  const int error = posix_spawn(&process_, "/proc/self/exe", &files, &attributes,
                                pointers(words).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  close(in[0]);
  close(out[1]);
  to_ = fdopen(in[1], "w");
  from_ = fdopen(out[0], "r");
  if (error != 0) throw std::runtime_error(std::strerror(error));
}

Child::~Child() {
  leave();
  std::fclose(from_);
}

std::string Child::answer() {
  char* line = nullptr;
  std::size_t capacity = 0;
  std::string result(no_answer);
  while (getline(&line, &capacity, from_) > 0) {
    heard_ += line;
    if (std::string_view(line).starts_with(mark)) {
      result = line + mark.size();
      result.pop_back();
      break;
    }
  }
  std::free(line);
  return result;
}

std::string Child::ask(std::string_view word) {
  std::fwrite(word.data(), 1, word.size(), to_);
  std::fputc('\n', to_);
  std::fflush(to_);
  return answer();
}

void Child::leave() {
  if (to_) std::fclose(std::exchange(to_, nullptr));
  wait();
}

void Child::end_by(int signal) {
  if (process_ > 0) kill(-process_, signal);
  wait();
}

void Child::wait() {
  if (const pid_t process = std::exchange(process_, 0); process > 0) waitpid(process, nullptr, 0);
}

// An answer is one line.
void tell(std::string answer) {
  for (char& c : answer)
    if (c == '\n') c = '\t';
  std::cout << mark << answer << std::endl;
}

void play(const std::string& first, const std::function<std::string(std::string_view)>& reply) {
  tell(first);
  for (std::string word; std::getline(std::cin, word);) tell(reply(word));
}

}  // namespace loom::test
