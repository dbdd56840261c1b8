#pragma once
// SPDX-License-Identifier: Apache-2.0
// Collects what is wrong with an object, so that a caller learns all of it at once.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loom/bson/path.hpp"
#include "loom/info/error.hpp"
#include "loom/info/names.hpp"

namespace loom {

/// Where a struct's own `validate` says what is wrong with it.
///
/// It runs before every write of the object, and when the object is made of JSON; not when it is
/// loaded, so that what others stored can be mended. All members keep their own rules then.
///
///     void validate(loom::Problems& problems) const {
///       if (!(from < to)) problems.add(fld<&Booking::to>, "must be after from");
///     }
class Problems {
 public:
  Problems() = default;
  /// Problems of a struct that stands at `place` within another one.
  explicit Problems(const bson::Path* place) : place_(place) {}

  /// Adds that a field of this struct breaks a rule that spans several; `message` goes on after
  /// its name, and holds no value.
  template <auto... Members>
  void add(Field<Members...>, std::string_view message, std::string_view rule = "validate") {
    std::string path;
    ((path.append(path.empty() ? "" : ".").append(reflect::name_of_pointer<Members>)), ...);
    add(bson::Path{place_, path}, rule, message);
  }
  /// The same of a place that Loom itself looks at; `value` is what stands there, as text.
  void add(const bson::Path& place, std::string_view rule, std::string_view message,
           std::string value = {}) {
    list_.push_back({place.text(), std::string(rule), std::string(message), std::move(value)});
  }

  bool empty() const noexcept { return list_.empty(); }
  std::vector<Problem> take() { return std::move(list_); }
  void append(std::vector<Problem> others) {
    list_.insert(list_.end(), std::make_move_iterator(others.begin()),
                 std::make_move_iterator(others.end()));
  }

 private:
  const bson::Path* place_ = nullptr;
  std::vector<Problem> list_;
};

}  // namespace loom
