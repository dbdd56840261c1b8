// SPDX-License-Identifier: Apache-2.0
// A place for a private local server of one test, and what a test must know of such a server.

#include "support/server_home.hpp"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>

namespace loom::test {

using namespace std::chrono_literals;

ServerHome::ServerHome(std::string_view name) {
  std::string pattern = "/tmp/" + std::string(name) + "-XXXXXX";
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no directory " + pattern);
  path_ = pattern;
}

ServerHome::~ServerHome() {
  // Its last user is gone, or going: the server would end by itself, a few seconds later.
  end_server(server() / "mongodb-27017.sock");
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void ServerHome::move_to(const std::filesystem::path& path) {
  std::filesystem::rename(path_, path);
  path_ = path;
}

std::filesystem::path socket_of(const std::string& uri) {
  std::string text = uri.substr(std::string_view("mongodb://").size());
  text.resize(text.find("/?"));
  std::string path;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      path += text[i];
      continue;
    }
    path += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
    i += 2;
  }
  return path;
}

void await_end_of(pid_t process) {
  // One that nobody has waited for yet has ended, too: state Z, behind the name in parentheses.
  const auto lives = [&] {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(file, text);
    const auto state = text.rfind(") ");
    return state != text.npos && text[state + 2] != 'Z';
  };
  while (lives()) std::this_thread::sleep_for(20ms);
}

void end_server(const std::filesystem::path& socket) {
  const pid_t process = process_behind(socket);
  if (process <= 0) return;
  kill(process, SIGTERM);
  await_end_of(process);
}

}  // namespace loom::test
