#pragma once
// SPDX-License-Identifier: Apache-2.0
// A value that keeps its rules wherever it is: nothing can be made of it, loaded into it or
// assigned to it that breaks one.

#include <compare>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "loom/bson/codec.hpp"
#include "loom/info/nullable.hpp"
#include "loom/info/rule_info.hpp"

namespace loom {

template <class T, class... Rules>
class Checked;

namespace detail {

template <class T>
inline constexpr bool is_checked = false;
template <class T, class... Rules>
inline constexpr bool is_checked<Checked<T, Rules...>> = true;

template <class T>
struct Unchecked {
  using type = T;
};
template <class T, class... Rules>
struct Unchecked<Checked<T, Rules...>> {
  using type = T;
};
template <class T>
using unchecked = typename Unchecked<T>::type;

template <class T>
inline constexpr bool may_be_empty = false;
template <class T>
inline constexpr bool may_be_empty<std::optional<T>> = true;
template <class T>
inline constexpr bool may_be_empty<Nullable<T>> = true;

// What a Checked<T> is made of: a T, another number, a text for a text.
template <class T, class V>
inline constexpr bool is_source_of = std::convertible_to<const V&, T>;
template <Number T, class V>
inline constexpr bool is_source_of<T, V> = Number<V>;
template <class V>
inline constexpr bool is_source_of<bool, V> = std::same_as<V, bool>;
template <class V>
inline constexpr bool is_source_of<std::string, V> =
    std::convertible_to<const V&, std::string_view> && !std::same_as<V, std::nullptr_t>;

[[noreturn]] void throw_unset(std::string_view rule, std::string_view message);
[[noreturn]] void throw_out_of_range();

// `value` as a T, or an error where T does not hold it.
template <Number T, Number V>
constexpr T as_number(V value) {
  if constexpr (std::integral<T> && std::integral<V>) {
    if (!std::in_range<T>(value)) throw_out_of_range();
  } else if constexpr (std::floating_point<T> && std::integral<V>) {
    const auto wide = static_cast<long double>(value);
    if (static_cast<long double>(static_cast<T>(value)) != wide) throw_out_of_range();
  }
  return static_cast<T>(value);
}

}  // namespace detail

template <class T>
inline constexpr bool checked_is_not_optional = !detail::may_be_empty<T>;
template <class T, class... Rules>
inline constexpr bool rules_fit = (rule_fits<T, Rules> && ...);
template <class T, class... Rules>
inline constexpr bool rules_leave_a_value = detail::rules_leave_a_value<T, Rules...>();
template <class T, class V>
inline constexpr bool checked_keeps_fractions = !(std::integral<T> && std::floating_point<V>);
template <class T, detail::Literal Value, class... Rules>
inline constexpr bool literal_keeps_the_rules = (detail::literal_keeps_rule<Rules, Value>() && ...);

/// A value of type `T` that keeps its rules; used as a `const T&`.
///
/// It is checked when it is made and assigned. One that was made without a value, where `T{}`
/// breaks a rule, is *unset*: reading it throws, and so does saving it.
///
/// A rule of your own is a struct: `static bool ok(const T&)` and `static std::string message()`.
///
/// BSON:   as `T`
/// Throws: ValidationError with every rule that the value breaks; rule "unset" when it is read.
///
///     loom::Checked<int, loom::ge<0>, loom::le<150>> age = 36;
///     if (auto given = decltype(age)::try_make(input)) age = *given;
template <class T, class... Rules>
class Checked {
  static_assert(checked_is_not_optional<T>,
                "what may be empty is not checked, its value is: write "
                "std::optional<loom::Checked<T, rules…>>");
  static_assert(rules_fit<T, Rules...>,
                "a rule is not for values of this type: bounds are for numbers, for durations with "
                "their unit (ge<5, std::chrono::minutes>), for times by utc_day; lengths are for "
                "texts and containers; a rule of your own has static bool ok(const T&) and "
                "static std::string message()");
  static_assert(rules_leave_a_value<T, Rules...>,
                "these rules contradict each other: no value of this type keeps all of them");

 public:
  /// Unset, where `T{}` breaks a rule.
  Checked() = default;

  template <class V>
    requires(detail::is_source_of<T, std::remove_cvref_t<V>> ||
             detail::is_source_of<T, detail::unchecked<std::remove_cvref_t<V>>>) &&
            (!std::same_as<std::remove_cvref_t<V>, Checked>)
  Checked(V&& value) : value_(made_of(std::forward<V>(value))) {
    require_rules();
  }
  /// Of a literal that the compiler checks.
  template <detail::Literal Value>
  Checked(LiteralValue<Value>) : Checked(unless_broken<Value>()) {}

  /// The value, where it keeps the rules.
  static std::optional<Checked> try_make(T value) {
    if (!satisfied_by(value)) return std::nullopt;
    Checked checked;
    checked.value_ = std::move(value);
    return checked;
  }
  /// Which rules a value breaks, and where in it.
  static std::vector<Problem> problems_of(const T& value) {
    Problems problems;
    check(value, bson::Path{nullptr, ""}, problems);
    return problems.take();
  }
  /// The same, for a value that stands at a place of an object.
  static void check(const T& value, const bson::Path& place, Problems& problems) {
    (detail::check_rule<Rules>(value, place, problems), ...);
  }
  /// What the rules say, for schemas.
  static std::vector<RuleInfo> rules() { return {detail::describe<T, Rules>()...}; }

  /// Throws: ValidationError, rule "unset".
  const T& get() const {
    if (!is_set()) [[unlikely]]
      throw_unset();
    return value_;
  }
  operator const T&() const { return get(); }
  /// False where it was made without a value, and `T{}` is none.
  bool is_set() const {
    static const bool zero_is_a_value = satisfied_by(T{});
    if (zero_is_a_value) return true;
    if constexpr (requires { value_.empty(); })
      return !value_.empty();
    else if constexpr (std::equality_comparable<T>)
      return !(value_ == T{});
    else
      return satisfied_by(value_);
  }

  friend bool operator==(const Checked& a, const Checked& b)
    requires std::equality_comparable<T>
  {
    return a.value_ == b.value_;
  }
  friend auto operator<=>(const Checked& a, const Checked& b)
    requires std::three_way_comparable<T>
  {
    return a.value_ <=> b.value_;
  }
  // Templates, so that a value is an exact match: else its conversion to a Checked would compete.
  template <class V>
    requires(detail::is_source_of<T, V> && !detail::is_checked<V>)
  friend bool operator==(const Checked& a, const V& b) {
    return detail::equals(a.get(), b);
  }
  template <class V>
    requires(detail::is_source_of<T, V> && !detail::is_checked<V>)
  friend auto operator<=>(const Checked& a, const V& b) {
    return detail::ordered(a.get(), b);
  }

 private:
  friend struct CheckedAccess;

  static bool satisfied_by(const T& value) { return (Rules::ok(value) && ...); }
  template <class V>
  static T made_of(V&& value) {
    using Source = std::remove_cvref_t<V>;
    if constexpr (detail::is_checked<Source>) {
      return made_of(value.get());
    } else if constexpr (detail::Number<T>) {
      static_assert(checked_keeps_fractions<T, Source>,
                    "a whole number is not made from a floating-point one, which may have a "
                    "fraction: round it by name, std::lround(x), or declare the member as double");
      if constexpr (checked_keeps_fractions<T, Source>) return detail::as_number<T>(value);
      return {};
    } else if constexpr (std::same_as<T, std::string> && !std::same_as<Source, std::string>) {
      return T(std::string_view(value));
    } else {
      return std::forward<V>(value);
    }
  }
  template <detail::Literal Value>
  static auto unless_broken() {
    static_assert(literal_keeps_the_rules<T, Value, Rules...>,
                  "this literal breaks a rule of the Checked that is made of it: see the rules in "
                  "its type");
    return Value.value();
  }
  void require_rules() const {
    if (satisfied_by(value_)) [[likely]]
      return;
    throw ValidationError(problems_of(value_), "a checked value");
  }
  [[noreturn]] static void throw_unset() {
    const auto broken = problems_of(T{});
    detail::throw_unset(broken.front().rule, broken.front().message);
  }

  T value_{};
};

/// The door for Loom itself to the value of a Checked.
struct CheckedAccess {
  template <class T, class... Rules>
  static T& value(Checked<T, Rules...>& checked) noexcept {
    return checked.value_;
  }
  template <class T, class... Rules>
  static const T& value(const Checked<T, Rules...>& checked) noexcept {
    return checked.value_;
  }
  template <class T, class... Rules>
  static bool keeps_rules(const Checked<T, Rules...>& checked) {
    return Checked<T, Rules...>::satisfied_by(checked.value_);
  }
};

/// A number greater than zero.
template <class T>
using Positive = Checked<T, gt<0>>;
/// A number that is not negative.
template <class T>
using NonNegative = Checked<T, ge<0>>;
/// A text or a container that holds something.
template <class T>
using NonEmpty = Checked<T, not_empty>;

namespace bson {

template <class T, class... Rules>
  requires Storable<T>
struct Codec<Checked<T, Rules...>> {
  static constexpr Type type = Codec<T>::type;
  static constexpr std::string_view expected = Codec<T>::expected;
  using Value = Checked<T, Rules...>;

  template <class Key>
  static bool write(Writer& out, const Key& key, const Value& value) {
    return Codec<T>::write(out, key, CheckedAccess::value(value)) && value.is_set();
  }
  static bool read(Type found, Cursor& in, Value& value, const Path& path, Mismatches& mismatches) {
    const std::size_t before = mismatches.size();
    if (!Codec<T>::read(found, in, CheckedAccess::value(value), path, mismatches)) return false;
    // Of what did not fit as it is, nobody can tell whether it keeps a rule.
    if (mismatches.size() == before && !CheckedAccess::keeps_rules(value)) [[unlikely]] {
      Problems broken;
      Value::check(CheckedAccess::value(value), path, broken);
      mismatches.add_broken(broken.take());
    }
    return true;
  }
  static void check(const Value& value, const Path& path, Problems& problems) {
    if (value.is_set()) {
      Codec<T>::check(CheckedAccess::value(value), path, problems);
      return;
    }
    for (const auto& broken : Value::problems_of(T{}))
      problems.add(path, "unset", "is not set, and " + broken.message);
  }
};

}  // namespace bson
}  // namespace loom
