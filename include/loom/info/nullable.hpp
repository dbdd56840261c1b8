#pragma once
// SPDX-License-Identifier: Apache-2.0
// An optional member that is stored as null when it is empty, where `std::optional` is left out.

#include <optional>

namespace loom {

/// A value or null, as JSON and other programs may need it.
///
/// BSON: {"note": null} when empty; `std::optional` would leave `note` out
///
///     struct Booking : loom::PersistableModel<Booking> { …  loom::Nullable<std::string> note; };
template <class T>
class Nullable : public std::optional<T> {
 public:
  using std::optional<T>::optional;
  using std::optional<T>::operator=;
};

}  // namespace loom
