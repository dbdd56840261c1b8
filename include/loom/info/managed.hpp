#pragma once
// SPDX-License-Identifier: Apache-2.0
// Members with behaviour: a counter that many may count at once, and the times that Loom keeps.

#include <compare>
#include <cstdint>
#include <ostream>

#include "loom/bson/codec_values.hpp"

namespace loom {

template <class Value>
inline constexpr bool counter_is_assigned = false;

/// A number that is counted up and down by many at once: every change is sent as a difference.
///
/// After `persist()` it holds the server's value, which others may have changed meanwhile.
///
/// BSON: int64; a change is {"$inc": {"visits": 1}}
///
///     customer.visits += 1;
///     customer.persist();
class IntCounter {
 public:
  constexpr IntCounter() noexcept = default;
  /// The value of a counter before its object is first saved.
  static constexpr IntCounter starting_at(std::int64_t value) noexcept {
    IntCounter counter;
    counter.value_ = value;
    return counter;
  }

  /// Throws: ValidationError, rule "counter", where 64 bits do not hold the result; so do the
  /// others.
  constexpr IntCounter& operator+=(std::int64_t by) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(value_, by, &sum)) throw_overflow();
    value_ = sum;
    return *this;
  }
  constexpr IntCounter& operator-=(std::int64_t by) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(value_, by, &difference)) throw_overflow();
    value_ = difference;
    return *this;
  }
  constexpr IntCounter& operator++() { return *this += 1; }
  constexpr IntCounter& operator--() { return *this -= 1; }

  constexpr std::int64_t value() const noexcept { return value_; }
  constexpr operator std::int64_t() const noexcept { return value_; }

  template <class Value>
    requires std::is_arithmetic_v<Value>
  IntCounter& operator=(Value) {
    static_assert(counter_is_assigned<Value>,
                  "a counter is not assigned, for that would lose what others count: write += or "
                  "-= , or IntCounter::starting_at(n) before the first persist()");
    return *this;
  }

 private:
  [[noreturn]] static void throw_overflow() {
    throw ValidationError("", "counter", "a counter is counted beyond what 64 bits hold");
  }

  std::int64_t value_ = 0;
};

/// A time that Loom sets; a program reads it.
template <class Tag>
class ManagedTime {
 public:
  constexpr ManagedTime() noexcept = default;

  /// The instant; 1970 until the object is saved.
  constexpr Time time() const noexcept { return time_; }
  constexpr operator Time() const noexcept { return time_; }
  friend constexpr auto operator<=>(const ManagedTime&, const ManagedTime&) noexcept = default;

 private:
  friend struct ManagedTimeAccess;
  Time time_;
};

/// The door for Loom itself to the times that it keeps.
struct ManagedTimeAccess {
  template <class Tag>
  static void set(ManagedTime<Tag>& managed, Time time) noexcept {
    managed.time_ = time;
  }
};

/// When the document was inserted, by this program's clock.
///
/// BSON: date
using TimeInserted = ManagedTime<struct InsertedTag>;

/// When the document was last written; it never runs backwards, also where clocks differ.
///
/// BSON: date; a change is {"$max": {"updated_time": …}}
using TimeUpdated = ManagedTime<struct UpdatedTag>;

namespace bson {

template <>
struct Codec<IntCounter> : AlwaysStorable {
  static constexpr Type type = Type::int64;
  static constexpr std::string_view expected = "a whole number";

  template <class Key>
  static bool write(Writer& out, const Key& key, IntCounter value) {
    out.int64(key, value.value());
    return true;
  }
  static bool read(Type found, Cursor& in, IntCounter& value, const Path&, Mismatches&) {
    std::int64_t whole;
    if (!take_whole(found, in, whole)) return false;
    value = IntCounter::starting_at(whole);
    return true;
  }
};

template <class Tag>
struct Codec<ManagedTime<Tag>> : AlwaysStorable {
  static constexpr Type type = Type::date;
  static constexpr std::string_view expected = "a date";

  template <class Key>
  static bool write(Writer& out, const Key& key, ManagedTime<Tag> value) {
    return Codec<Time>::write(out, key, value.time());
  }
  static bool read(Type found, Cursor& in, ManagedTime<Tag>& value, const Path& path,
                   Mismatches& mismatches) {
    Time time;
    if (!Codec<Time>::read(found, in, time, path, mismatches)) return false;
    ManagedTimeAccess::set(value, time);
    return true;
  }
};

}  // namespace bson
}  // namespace loom
