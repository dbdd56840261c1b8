// SPDX-License-Identifier: Apache-2.0
// Finds the lines of a stream without holding more than one of them.
#include <istream>

#include "loom/json/json_lines.hpp"

namespace loom::json {

bool Lines::next() {
  while (read_line())
    if (too_long_ || line_.find_first_not_of(" \t\r") != line_.npos) return true;
  return false;
}

bool Lines::read_line() {
  line_.clear();
  too_long_ = false;
  if (!in_->good()) return false;
  // istream::getline stops at the end of its buffer with failbit, and may be asked to go on.
  char part[4096];
  bool ended = false;
  while (!ended) {
    in_->getline(part, sizeof part);
    const auto size = static_cast<std::size_t>(in_->gcount());
    if (in_->bad())
      throw ValidationError("", "stream", "the stream broke after line " + std::to_string(number_));
    const bool is_cut = in_->fail() && !in_->eof() && size == sizeof part - 1;
    ended = !is_cut;
    if (is_cut)
      in_->clear(in_->rdstate() & ~std::ios::failbit);
    else if (size == 0)
      return false;
    // A line's end is counted, and not given.
    const auto length = ended && !in_->eof() ? size - 1 : size;
    too_long_ |= line_.size() + length > longest_line;
    if (!too_long_) line_.append(part, length);
  }
  ++number_;
  return true;
}

Problem too_long_line() {
  return {{}, "size", "the line is longer than 16 MiB, as no document may be", {}};
}

}  // namespace loom::json
