#pragma once
// SPDX-License-Identifier: Apache-2.0
// Numbers of a fixed count of digits, which the texts of times and dates are made of.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loom {

/// Appends `number` with at least `width` digits, zeros before it.
inline void append_digits(std::string& text, std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) text.append(width - digits.size(), '0');
  text += digits;
}

/// Takes texts apart from the front. After the first thing that is not as expected it is broken,
/// and stays so: who reads asks once, at the end.
class Scanner {
 public:
  explicit constexpr Scanner(std::string_view text) noexcept : rest_(text) {}

  /// Exactly `width` digits.
  constexpr int number(std::size_t width) noexcept {
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value * 10 + digit();
    return value;
  }
  constexpr int digit() noexcept {
    if (!next_is_digit()) return broken();
    const int value = rest_.front() - '0';
    rest_.remove_prefix(1);
    return value;
  }
  constexpr bool next_is_digit() const noexcept {
    return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }
  /// The next character, which must be one of `allowed`.
  constexpr char one_of(std::string_view allowed) noexcept {
    if (rest_.empty() || allowed.find(rest_.front()) == allowed.npos)
      return static_cast<char>(broken());
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }
  /// The next character; NUL at the end.
  constexpr char next() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }
  /// Steps over `c` where it is next.
  constexpr bool skip(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Says that what was read is not as expected.
  constexpr void fail() noexcept { good_ = false; }
  /// What is left.
  constexpr std::string_view rest() const noexcept { return rest_; }
  /// True where everything was as expected so far.
  constexpr bool good() const noexcept { return good_; }
  /// True where everything was as expected and nothing is left.
  constexpr bool done() const noexcept { return good_ && rest_.empty(); }

 private:
  constexpr int broken() noexcept {
    good_ = false;
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace loom
