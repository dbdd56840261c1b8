// SPDX-License-Identifier: Apache-2.0
// Progress and tables with bars: coloured blocks on a terminal, plain text in a file or a pipe.

#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>

namespace examples {
namespace {

std::size_t width() {
  winsize size{};
  if (!on_terminal() || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return 80;
  return std::min<std::size_t>(size.ws_col, 120);
}

// In eighths of a character on a terminal, in whole ones elsewhere.
std::string bar(double share, std::size_t room) {
  const double length = std::clamp(share, 0.0, 1.0) * double(room);
  if (!on_terminal()) return std::string(std::size_t(std::lround(length)), '#');
  static constexpr const char* parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = std::size_t(std::lround(length * 8));
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  return text + parts[eighths % 8];
}

}  // namespace

bool on_terminal() {
  static const bool result = [] {
    const char* kind = std::getenv("TERM");
    return isatty(STDOUT_FILENO) && kind && std::string_view(kind) != "dumb";
  }();
  return result;
}

Progress::Progress(std::string what, std::size_t total) : what_(std::move(what)), total_(total) {}

Progress::~Progress() {
  if (visible_) std::cout << "\r\033[K" << std::flush;
}

void Progress::advance(std::size_t by) {
  const auto done = done_ += by;
  if (!visible_) return;
  // One line for each percent; whoever reaches it first writes it.
  const auto percent = done * 100 / std::max<std::size_t>(total_, 1);
  auto shown = shown_.load();
  if (percent <= shown || !shown_.compare_exchange_strong(shown, percent)) return;
  const auto text = "\r\033[K" + what_ + "  " + std::to_string(percent) + " %  " +
                    bar(double(percent) / 100, width() / 3);
  std::cout << text << std::flush;
}

void print_table(std::string_view title, const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  double longest = 0;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.cells.size()));
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      widths[i] = std::max(widths[i], row.cells[i].size());
    longest = std::max(longest, row.length);
  }
  std::size_t room = width() - 2;
  for (const auto taken : widths) room -= std::min(room, taken + 2);

  std::cout << '\n' << (on_terminal() ? "\033[1m" : "") << title;
  std::cout << (on_terminal() ? "\033[0m" : "") << '\n';
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string padding(widths[i] - row.cells[i].size(), ' ');
      line += "  " + (i == 0 ? row.cells[i] + padding : padding + row.cells[i]);
    }
    if (longest > 0) line += "  " + bar(row.length / longest, room);
    std::cout << line << '\n';
  }
}

}  // namespace examples
