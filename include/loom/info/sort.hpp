#pragma once
// SPDX-License-Identifier: Apache-2.0
// The order of documents: one field and its direction, in a sort or an index.

#include <string_view>
#include <type_traits>

#include "loom/info/comparison.hpp"

namespace loom {

/// A field and a direction, as `asc()` and `desc()` give it; known to the compiler by its field.
template <class Field>
struct SortKey {
  using Of = Field;
  int direction;
};

/// A field of a model and a direction, as a value of its own.
///
/// BSON: {"age": 1}, or -1 for the greatest first
template <class Model>
class SortOp {
 public:
  template <class Field>
    requires std::is_same_v<typename Field::Model, Model>
  SortOp(SortKey<Field> key) : path_(Field::path()), direction_(key.direction) {
    (void)assert_ordered<Field, typename Field::Value>();
  }
  std::string_view path() const noexcept { return path_; }
  int direction() const noexcept { return direction_; }

 private:
  std::string_view path_;
  int direction_;
};

template <class Model, class Key>
inline constexpr bool sort_is_of_this_model = std::is_convertible_v<Key, SortOp<Model>>;

}  // namespace loom
