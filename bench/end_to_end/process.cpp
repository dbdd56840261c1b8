// SPDX-License-Identifier: Apache-2.0
// Runs a peer as a process of its own, and reads the processor time of each of its phases.

#include "process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <stdexcept>

namespace bench {
namespace {

double cpu_seconds_of(pid_t process) {
  clockid_t clock;
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
    throw std::runtime_error("the processor time of a peer cannot be read");
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

// The text or number behind `"key":` in a line as the peers print it.
std::string value_of(const std::string& line, const std::string& key) {
  const auto at = line.find('"' + key + "\":");
  if (at == line.npos) throw std::runtime_error("a peer printed: " + line);
  const auto start = line.find_first_not_of('"', at + key.size() + 3);
  return line.substr(start, line.find_first_of("\",}", start) - start);
}

[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::map<std::string, std::string>& settings) {
  for (const auto& [name, value] : settings) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  std::perror(arguments[0]);
  _exit(127);
}

}  // namespace

std::vector<Phase> run(const std::vector<std::string>& command,
                       const std::map<std::string, std::string>& settings) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t process = fork();
  if (process < 0) throw std::runtime_error("no process");
  if (process == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    become(command, settings);
  }
  close(ends[1]);

  std::vector<Phase> phases;
  const std::unique_ptr<FILE, int (*)(FILE*)> in(fdopen(ends[0], "r"), &std::fclose);
  double before = 0;
  char text[1024];
  while (std::fgets(text, sizeof text, in.get())) {
    const double total = cpu_seconds_of(process);
    const std::string line(text);
    phases.push_back({line, value_of(line, "test"), std::stod(value_of(line, "n")),
                      std::stod(value_of(line, "s")), total - before});
    before = total;
  }
  int status = 0;
  waitpid(process, &status, 0);
  if (status != 0) throw std::runtime_error(command[0] + " failed");
  return phases;
}

}  // namespace bench
