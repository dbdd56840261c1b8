#pragma once
// SPDX-License-Identifier: Apache-2.0
// Names of frames; those that stand in a program are looked at by the compiler.

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loom {

enum class FrameUnit : std::uint8_t { hour, day, week, month, quarter, year };

/// The days of a week, numbered as in ISO 8601.
enum class Weekday : std::uint8_t {
  monday = 1,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday
};

namespace core {

struct FrameKind {
  FrameUnit unit;
  Weekday first_day;  ///< of a week
};

/// How the name of a frame is written; a small letter is a digit.
constexpr std::string_view name_pattern(FrameKind kind) {
  constexpr std::string_view patterns[] = {"yyyy-mm-ddThh", "yyyy-mm-dd", "yyyy-Www",
                                           "yyyy-mm",       "yyyy-Qq",    "yyyy"};
  const bool other_week = kind.unit == FrameUnit::week && kind.first_day != Weekday::monday;
  return other_week ? "yyyy-mm-dd/P7D" : patterns[static_cast<std::size_t>(kind.unit)];
}

/// The numbers in the name of a frame; 1 where it has none of a kind.
struct NameParts {
  std::chrono::year_month_day date;
  int hour = 0;
  int week = 1;
  int quarter = 1;
};

/// The parts of a name; nothing where it is written otherwise, or a number is out of its range.
/// Behind the name of an hour may be more.
constexpr std::optional<NameParts> parts_of_name(FrameKind kind, std::string_view name) {
  const auto pattern = name_pattern(kind);
  if (kind.unit == FrameUnit::hour ? name.size() < pattern.size() : name.size() != pattern.size())
    return std::nullopt;
  constexpr std::string_view fields = "ymdhwq";
  int numbers[fields.size()] = {};
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const auto field = fields.find(pattern[i]);
    if (field == fields.npos ? name[i] != pattern[i] : name[i] < '0' || name[i] > '9')
      return std::nullopt;
    if (field != fields.npos) numbers[field] = numbers[field] * 10 + (name[i] - '0');
  }
  const auto number = [&](char field) {
    return pattern.find(field) == pattern.npos ? 1 : numbers[fields.find(field)];
  };
  const std::chrono::year_month_day date(std::chrono::year(number('y')),
                                         std::chrono::month(static_cast<unsigned>(number('m'))),
                                         std::chrono::day(static_cast<unsigned>(number('d'))));
  const NameParts parts{date, numbers[fields.find('h')], number('w'), number('q')};
  if (number('y') < 1 || !date.ok() || parts.hour > 23 || parts.week < 1 || parts.week > 53 ||
      parts.quarter < 1 || parts.quarter > 4)
    return std::nullopt;
  return parts;
}

}  // namespace core

/// The name of a frame of a kind, which `Frame::of` reads: a literal that is none does not compile.
template <FrameUnit Unit, Weekday FirstDay>
class FrameName {
 public:
  template <std::size_t Size>
  consteval FrameName(const char (&name)[Size]) : text_(name, Size - 1) {
    if (!core::parts_of_name({Unit, FirstDay}, text_))
      throw "a frame's name is like 2026-11-22T14, 2026-11-22, 2026-W47, 2026-11, 2026-Q4, 2026";
  }
  /// One that is known only when the program runs, and looked at then.
  template <std::convertible_to<std::string_view> Text>
  FrameName(const Text& name) : text_(std::string_view(name)) {}

  std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

}  // namespace loom
