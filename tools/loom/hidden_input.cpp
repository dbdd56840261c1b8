// SPDX-License-Identifier: Apache-2.0
// Asks for a secret, so that it stands on no screen, in no history and in no list of processes.

#include "hidden_input.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <iostream>
#include <span>
#include <string>

#include "loom/info/error.hpp"

namespace loom::command {
namespace {

constexpr std::size_t longest = 64 * 1024;  // what Google Secret Manager takes

volatile std::sig_atomic_t signal_heard = 0;

/// The terminal shows nothing that is typed while it lives, however this program ends but by
/// SIGKILL: a signal ends the waiting, and is raised again once the terminal is as it was.
class WithoutEcho {
 public:
  WithoutEcho() {
    struct sigaction note {};
    note.sa_handler = [](int signal) { signal_heard = signal; };
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : signals) sigaddset(&held, signal);
    // Held back but while it is waited for input: none can come just before that begins.
    sigprocmask(SIG_BLOCK, &held, &mask_before_);
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &note, &before_[i]);
    tcgetattr(STDIN_FILENO, &shown_);
    termios hidden = shown_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0) {
      restore();
      throw Error("the terminal does not stop to show what is typed: use the standard input");
    }
  }
  ~WithoutEcho() {
    restore();
    std::cerr << '\n';  // the one that was typed was not shown either
    if (signal_heard != 0) raise(signal_heard);
  }
  WithoutEcho(const WithoutEcho&) = delete;
  WithoutEcho& operator=(const WithoutEcho&) = delete;

  void await_input() const {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    while (ppoll(&input, 1, nullptr, &mask_before_) < 0)
      if (errno != EINTR || signal_heard != 0) throw Error("the reading was interrupted");
  }

 private:
  // SIGTSTP among them: a shell that takes over would find a terminal that shows nothing.
  static constexpr std::array signals = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP};

  void restore() {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown_);
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
    sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
  }

  termios shown_{};
  sigset_t mask_before_{};
  std::array<struct sigaction, signals.size()> before_{};
};

/// Reads what there is. Gives how much that is, 0 at the end.
std::size_t read_some(std::span<char> room) {
  for (;;) {
    const auto got = read(STDIN_FILENO, room.data(), room.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw Error("the secret cannot be read: nothing was kept");
  }
}

/// The secret that `wait`, called before each reading, and the input give: without the line break
/// at its end.
template <class Wait>
Secret read_secret(Wait wait, bool one_line) {
  auto secret = Secret::filled_by(longest + 2, [&](std::span<char> room) {
    std::size_t size = 0;
    const auto ends_a_line = [&] { return size > 0 && room[size - 1] == '\n'; };
    while (size < room.size() && !(one_line && ends_a_line())) {
      wait();
      const auto more = read_some(room.subspan(size));
      if (more == 0) break;
      size += more;
    }
    return ends_a_line() ? size - 1 : size;
  });
  if (secret.reveal().empty()) throw Error("nothing was entered: an empty secret is not kept");
  if (secret.reveal().size() > longest) throw Error("a secret has at most 64 KiB");
  return secret;
}

Secret read_line(const std::string& prompt) {
  const WithoutEcho terminal;
  std::cerr << prompt << std::flush;
  return read_secret([&] { terminal.await_input(); }, true);
}

}  // namespace

Secret ask_for_secret(std::string_view name) {
  if (isatty(STDIN_FILENO) == 0) return read_secret([] {}, false);
  auto secret = read_line("Secret for " + std::string(name) + ": ");
  if (read_line("Again: ").reveal() != secret.reveal())
    throw Error("the two are not the same: nothing was kept");
  return secret;
}

}  // namespace loom::command
