#pragma once
// SPDX-License-Identifier: Apache-2.0
// Codecs of single values: numbers, texts, times, enums. Numbers are read from every numeric type
// that holds the same number, and from none that would lose a part of it.

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "loom/bson/codec.hpp"
#include "loom/bson/utf8.hpp"
#include "loom/info/str_case.hpp"
#include "loom/reflect/enums.hpp"
#include "loom/time/date.hpp"
#include "loom/time/time.hpp"

namespace loom::bson {

template <>
struct Codec<bool> : AlwaysStorable {
  static constexpr Type type = Type::boolean;
  static constexpr std::string_view expected = "a bool";

  template <class Key>
  static bool write(Writer& out, const Key& key, bool value) {
    out.boolean(key, value);
    return true;
  }
  static bool read(Type found, Cursor& in, bool& value, const Path&, Mismatches&) {
    if (found != type) return false;
    const auto byte = in.take<std::uint8_t>();
    if (byte > 1) refuse("a bool that is neither 0 nor 1");
    value = byte == 1;
    return true;
  }
};

/// Takes a whole number out of a numeric element; false where it is no number, or has a fraction.
inline bool take_whole(Type found, Cursor& in, std::int64_t& value) {
  if (found == Type::int32) return value = in.take<std::int32_t>(), true;
  if (found == Type::int64) return value = in.take<std::int64_t>(), true;
  if (found != Type::double_) return false;
  Cursor ahead = in;
  const auto number = ahead.take<double>();
  if (!(number >= -0x1p63 && number < 0x1p63) || number != std::trunc(number)) return false;
  value = static_cast<std::int64_t>(number);
  in = ahead;
  return true;
}

template <class T>
concept StoredInteger = std::same_as<T, std::int32_t> || std::same_as<T, std::uint32_t> ||
                        (std::signed_integral<T> && sizeof(T) == 8);

template <StoredInteger T>
struct Codec<T> : AlwaysStorable {
  static constexpr Type type = sizeof(T) == 4 && std::is_signed_v<T> ? Type::int32 : Type::int64;
  static constexpr std::string_view expected = type == Type::int32 ? "a whole number of 32 bits"
                                               : std::is_signed_v<T>
                                                   ? "a whole number"
                                                   : "a whole number from 0 to 2^32-1";

  template <class Key>
  static bool write(Writer& out, const Key& key, T value) {
    if constexpr (type == Type::int32)
      out.int32(key, value);
    else
      out.int64(key, value);
    return true;
  }
  static bool read(Type found, Cursor& in, T& value, const Path&, Mismatches&) {
    Cursor ahead = in;
    std::int64_t whole;
    if (!take_whole(found, ahead, whole) || !std::in_range<T>(whole)) return false;
    value = static_cast<T>(whole);
    in = ahead;
    return true;
  }
};

template <std::floating_point T>
  requires(sizeof(T) <= 8)
struct Codec<T> : AlwaysStorable {
  static constexpr Type type = Type::double_;
  static constexpr std::string_view expected =
      sizeof(T) == 8 ? "a number" : "a number that a float holds";

  template <class Key>
  static bool write(Writer& out, const Key& key, T value) {
    out.open(type, key, 8);
    out.put(static_cast<double>(value));
    return true;
  }
  static bool read(Type found, Cursor& in, T& value, const Path&, Mismatches&) {
    Cursor ahead = in;
    double number;
    if (found == Type::double_) {
      number = ahead.take<double>();
    } else {
      std::int64_t whole;
      if (!take_whole(found, ahead, whole)) return false;
      number = static_cast<double>(whole);
      if (number >= 0x1p63 || static_cast<std::int64_t>(number) != whole) return false;
    }
    const T narrowed = static_cast<T>(number);
    if (static_cast<double>(narrowed) != number && !std::isnan(number)) return false;
    value = narrowed;
    in = ahead;
    return true;
  }
};

template <>
struct Codec<std::string> {
  static constexpr Type type = Type::string;
  static constexpr std::string_view expected = "a string";

  template <class Key>
  static bool write(Writer& out, const Key& key, std::string_view value) {
    out.string(key, value);
    return is_utf8(value);
  }
  [[gnu::always_inline]] static bool read(Type found, Cursor& in, std::string& value,
                                          const Path& path, Mismatches& mismatches) {
    if (found != type) return false;
    const auto text = in.take_string();
    if (is_utf8(text)) [[likely]]
      // A new string is made faster than a short one grows.
      text.size() <= value.capacity() ? value.assign(text) : value = std::string(text);
    else
      mismatches.add(path, expected, "a string that is no UTF-8");
    return true;
  }
  static void check(std::string_view value, const Path& path, Problems& problems) {
    if (!is_utf8(value))
      problems.add(path, "utf8", "is no UTF-8: store text as UTF-8, other bytes as loom::Bytes");
  }
};

template <class T>
concept CaseFolded = std::same_as<T, StrLower> || std::same_as<T, StrUpper>;

template <CaseFolded T>
struct Codec<T> : AlwaysStorable {
  static constexpr Type type = Type::string;
  static constexpr std::string_view expected = "a string";

  template <class Key>
  static bool write(Writer& out, const Key& key, const T& value) {
    out.string(key, value.get());
    return true;
  }
  static bool read(Type found, Cursor& in, T& value, const Path& path, Mismatches& mismatches) {
    std::string text;
    if (!Codec<std::string>::read(found, in, text, path, mismatches)) return false;
    value = text;
    return true;
  }
};

template <>
struct Codec<Time> : AlwaysStorable {
  static constexpr Type type = Type::date;
  static constexpr std::string_view expected = "a date";

  template <class Key>
  static bool write(Writer& out, const Key& key, Time value) {
    out.date(key, value.since_epoch().count());
    return true;
  }
  static bool read(Type found, Cursor& in, Time& value, const Path&, Mismatches&) {
    if (found != type) return false;
    value = Time::from_millis(in.take<std::int64_t>());
    return true;
  }
};

template <class T>
concept StoredDuration =
    std::same_as<T, std::chrono::milliseconds> || std::same_as<T, std::chrono::seconds> ||
    std::same_as<T, std::chrono::minutes> || std::same_as<T, std::chrono::hours>;

// BSON has no duration: it is an int64 of milliseconds.
template <StoredDuration T>
struct Codec<T> {
  static constexpr Type type = Type::int64;
  static constexpr std::int64_t factor = std::chrono::milliseconds(T(1)).count();
  static constexpr std::string_view expected =
      factor == 1        ? "a whole number of milliseconds"
      : factor == 1000   ? "milliseconds that are whole seconds"
      : factor < 3600000 ? "milliseconds that are whole minutes"
                         : "milliseconds that are whole hours";

  static bool fits(T value) {
    using Limits = std::numeric_limits<std::int64_t>;
    return value.count() <= Limits::max() / factor && value.count() >= Limits::min() / factor;
  }
  template <class Key>
  static bool write(Writer& out, const Key& key, T value) {
    const bool ok = fits(value);
    out.int64(key, ok ? value.count() * factor : 0);
    return ok;
  }
  static bool read(Type found, Cursor& in, T& value, const Path&, Mismatches&) {
    Cursor ahead = in;
    std::int64_t millis;
    if (!take_whole(found, ahead, millis) || millis % factor != 0) return false;
    value = T(millis / factor);
    in = ahead;
    return true;
  }
  static void check(T value, const Path& path, Problems& problems) {
    if (!fits(value)) problems.add(path, "duration", "is longer than 2^63 milliseconds");
  }
};

template <>
struct Codec<std::chrono::year_month_day> {
  static constexpr Type type = Type::string;
  static constexpr std::string_view expected = "a date as \"2026-11-22\"";
  using Date = std::chrono::year_month_day;

  static bool fits(const Date& value) {
    return value.ok() && int(value.year()) >= 0 && int(value.year()) <= 9999;
  }
  template <class Key>
  static bool write(Writer& out, const Key& key, const Date& value) {
    if (!fits(value)) return false;
    out.string(key, to_text(value));
    return true;
  }
  static bool read(Type found, Cursor& in, Date& value, const Path& path, Mismatches& mismatches) {
    if (found != type) return false;
    const auto text = in.take_string();
    if (const auto date = date_in(text))
      value = *date;
    else
      mismatches.add(path, expected, "a string that is none", "type", text);
    return true;
  }
  static void check(const Date& value, const Path& path, Problems& problems) {
    if (!fits(value)) problems.add(path, "date", "is no date of the years 0 to 9999");
  }
};

template <class T>
concept StoredEnum = std::is_enum_v<T> && !HasCodec<T>;

template <StoredEnum T>
struct Codec<T> {
  static_assert(reflect::enumerators_are_distinct<T>,
                "two enumerators are stored under one name: see loom::enum_names of this enum");
  static constexpr Type type = Type::string;
  static constexpr std::string_view expected = "the name of an enumerator";

  template <class Key>
  static bool write(Writer& out, const Key& key, T value) {
    const auto name = reflect::enumerator_name(value);
    out.string(key, name);
    return !name.empty();
  }
  static bool read(Type found, Cursor& in, T& value, const Path& path, Mismatches& mismatches) {
    if (found != type) return false;
    const auto name = in.take_string();
    if (const auto known = reflect::enumerator_from<T>(name))
      value = *known;
    else
      mismatches.add(path, "an enumerator of " + std::string(reflect::type_name<T>),
                     "a string that names none", "type", name);
    return true;
  }
  static void check(T value, const Path& path, Problems& problems) {
    if (reflect::enumerator_name(value).empty())
      problems.add(path, "enum",
                   "has a value without a name in " + std::string(reflect::type_name<T>));
  }
};

}  // namespace loom::bson
