#pragma once
// SPDX-License-Identifier: Apache-2.0
// Progress and tables with bars: coloured blocks on a terminal, plain text in a file or a pipe.

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

/// True where standard output is a terminal that people read.
bool on_terminal();

/// A line that shows how far something is, on a terminal only. Many threads may advance it.
class Progress {
 public:
  Progress(std::string what, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::size_t by = 1);

 private:
  std::string what_;
  std::size_t total_;
  bool visible_ = on_terminal();
  std::atomic<std::size_t> done_ = 0;
  std::atomic<std::size_t> shown_ = 0;
};

/// A line of a table: cells, and the length of the bar behind them.
struct Row {
  std::vector<std::string> cells;
  double length = 0;
};

/// Prints a title and rows: the first cell of a row aligned left, the others right, then its bar.
void print_table(std::string_view title, const std::vector<Row>& rows);

}  // namespace examples
