#pragma once
// SPDX-License-Identifier: Apache-2.0
// An object that was loaded and changed, as far as the core gets before anything is sent.

#include <string>
#include <utility>
#include <vector>

#include "core/changes.hpp"
#include "core/patch.hpp"
#include "loom/info/model_info.hpp"
#include "support/codec.hpp"

namespace loom::test {

/// What the core knows of a struct, be it a model or not.
template <class T>
const core::ModelInfo& info_of() {
  static const core::ModelInfo info{
      reflect::type_name<T>, "database", "collection", core::member_infos<T>(), {}};
  return info;
}

/// The loaded bytes, the object as it was and as `edit` leaves it, and what differs.
template <class T>
class Saved {
 public:
  template <class Change>
  Saved(Document loaded, Change edit) : loaded_(std::move(loaded)) {
    T object = decoded<T>(loaded_);
    before_ = encoded(object);
    edit(object);
    after_ = encoded(object);
    changes_ =
        core::changes_between(info_of<T>(), loaded_.bytes(), before_.bytes(), after_.bytes());
  }
  template <class Change>
  Saved(const std::string& json, Change edit) : Saved(Document::from_json(json), edit) {}

  const Document& after() const { return after_; }
  const std::vector<core::Change>& changes() const { return changes_; }

  /// {"$expr": …}, relaxed.
  std::string guard(bool compare_values = true) const {
    return json([&](bson::Writer& out) { core::write_guard(out, changes_, compare_values); });
  }
  /// {"$set": …, "$unset": …, "$inc": …}, relaxed.
  std::string update() const {
    return json([&](bson::Writer& out) { core::write_operators(out, changes_); });
  }
  /// The places that another writer changed, where `current` is stored now.
  std::vector<std::string> collisions(const std::string& current) const {
    return core::collisions(changes_, Document::from_json(current).bytes());
  }
  /// The loaded document with the changes, as it would be stored.
  Document patched() const {
    std::vector<core::Edit> edits;
    for (const auto& change : changes_) {
      for (const auto& older : change.older) edits.push_back({older.path, std::nullopt});
      edits.push_back({change.place.path, change.after});
    }
    bson::Writer out;
    core::write_patched(out, loaded_.bytes(), std::move(edits));
    return Document::from_bytes(out.bytes());
  }

 private:
  template <class Write>
  static std::string json(Write write) {
    bson::Writer out;
    const auto start = out.begin();
    write(out);
    out.end(start);
    return Document::from_bytes(out.bytes()).to_relaxed_json();
  }

  Document loaded_, before_, after_;
  std::vector<core::Change> changes_;
};

}  // namespace loom::test
