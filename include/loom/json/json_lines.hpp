#pragma once
// SPDX-License-Identifier: Apache-2.0
// A stream with one JSON text on each line, read one after the other in constant memory.

#include <cstddef>
#include <iosfwd>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loom/json/from_json.hpp"

namespace loom {

namespace json {

/// The longest line: as long as the longest document that MongoDB stores.
inline constexpr std::size_t longest_line = std::size_t{16} << 20;

/// The lines of a stream that hold something.
class Lines {
 public:
  explicit Lines(std::istream& in) : in_(&in) {}

  /// Goes to the next line. Throws: ValidationError, rule "stream", where the stream breaks.
  bool next();
  /// From 1 on, all lines counted.
  std::size_t number() const noexcept { return number_; }
  std::string_view text() const noexcept { return line_; }
  /// True where the line is longer than any may be; it was stepped over.
  bool is_too_long() const noexcept { return too_long_; }

 private:
  bool read_line();

  std::istream* in_;
  std::string line_;
  std::size_t number_ = 0;
  bool too_long_ = false;
};

Problem too_long_line();

}  // namespace json

/// What a line holds: a value, or what is wrong with it.
template <class T>
class JsonLine {
 public:
  JsonLine(std::size_t number, std::optional<T> value, std::vector<Problem> problems)
      : number_(number), value_(std::move(value)), problems_(std::move(problems)) {}

  /// Its place in the stream, from 1 on; empty lines are counted.
  std::size_t number() const noexcept { return number_; }
  bool has_value() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  /// Throws: ValidationError with the problems, where there is no value.
  T& value() {
    if (!value_) throw ValidationError(problems_, "line " + std::to_string(number_));
    return *value_;
  }
  T& operator*() { return value(); }
  T* operator->() { return &value(); }
  /// All that is wrong; empty where there is a value.
  const std::vector<Problem>& problems() const noexcept { return problems_; }

 private:
  std::size_t number_;
  std::optional<T> value_;
  std::vector<Problem> problems_;
};

/// The lines of a stream, to be gone through once.
template <class T>
class JsonLines {
 public:
  JsonLines(std::istream& in, json::Strictness strictness) : lines_(in), strictness_(strictness) {}

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = JsonLine<T>;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(JsonLines* lines) : lines_(lines) {}
    JsonLine<T>& operator*() const { return *lines_->line_; }
    JsonLine<T>* operator->() const { return &*lines_->line_; }
    iterator& operator++() {
      lines_->read();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !lines_->line_; }

   private:
    JsonLines* lines_ = nullptr;
  };

  iterator begin() {
    if (!begun_) read();
    begun_ = true;
    return iterator(this);
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  void read() {
    line_.reset();
    if (!lines_.next()) return;
    T object{};
    std::vector<Problem> problems;
    if (lines_.is_too_long())
      problems.push_back(json::too_long_line());
    else
      problems = json::read(lines_.text(), object, strictness_, lines_.number());
    const bool fits = problems.empty();
    line_.emplace(lines_.number(), fits ? std::optional<T>(std::move(object)) : std::nullopt,
                  std::move(problems));
  }

  json::Lines lines_;
  json::Strictness strictness_;
  std::optional<JsonLine<T>> line_;
  bool begun_ = false;
};

/// The lines of a stream, each made into a `T` as `from_json` does; a bad one does not end it.
///
/// Memory holds one line, of at most 16 MiB: a longer one is a problem and stepped over. Lines of
/// blanks are left out.
///
/// Throws: ValidationError, rule "stream", where the stream breaks.
///
///     std::ifstream file("flights.jsonl");
///     for (auto& line : loom::json_lines<Flight>(file))
///       if (line) flights.push_back(std::move(*line));
///       else std::cerr << line.number() << ": " << loom::to_json(line.problems()) << '\n';
template <class T, json::Word... Words>
JsonLines<T> json_lines(std::istream& in, Words... words) {
  if constexpr (json::assert_has_json<T>()) return {in, json::strictness_of(words...)};
}

}  // namespace loom
