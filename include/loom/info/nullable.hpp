#pragma once
// SPDX-License-Identifier: Apache-2.0
// An optional member that is stored as null when it is empty, where `std::optional` is left out.

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace loom {

/// A value or null, as JSON and other programs may need it. It is used as a `std::optional` is.
///
/// BSON: {"note": null} when empty; `std::optional` would leave `note` out
///
///     struct Booking : loom::PersistableModel<Booking> { …  loom::Nullable<std::string> note; };
template <class T>
class Nullable {
 public:
  Nullable() noexcept = default;
  Nullable(std::nullopt_t) noexcept {}
  Nullable(std::optional<T> value) : value_(std::move(value)) {}
  template <std::convertible_to<T> Value>
    requires(!std::same_as<std::remove_cvref_t<Value>, Nullable>)
  Nullable(Value&& value) : value_(std::forward<Value>(value)) {}

  bool has_value() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  T& operator*() noexcept { return *value_; }
  const T& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return &*value_; }
  const T* operator->() const noexcept { return &*value_; }
  /// Throws: std::bad_optional_access, where it is empty.
  T& value() { return value_.value(); }
  const T& value() const { return value_.value(); }
  template <std::convertible_to<T> Value>
  T value_or(Value&& otherwise) const {
    return value_.value_or(std::forward<Value>(otherwise));
  }
  template <class... Arguments>
  T& emplace(Arguments&&... arguments) {
    return value_.emplace(std::forward<Arguments>(arguments)...);
  }
  void reset() noexcept { value_.reset(); }

  friend bool operator==(const Nullable&, const Nullable&) = default;
  friend auto operator<=>(const Nullable&, const Nullable&) = default;

 private:
  std::optional<T> value_;
};

}  // namespace loom
