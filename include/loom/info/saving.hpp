#pragma once
// SPDX-License-Identifier: Apache-2.0
// Between a model's object and the core: encodes what is saved, decodes what was loaded, and keeps
// the members that Loom manages.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "loom/core/collection.hpp"
#include "loom/info/comparison.hpp"
#include "loom/info/model_info.hpp"
#include "loom/info/upgrading.hpp"
#include "loom/info/validation.hpp"

namespace loom::core {

template <class T>
inline constexpr std::size_t own_id_index = [] {
  std::size_t found = 0;
  reflect::for_each_index<T>([&](auto i) {
    if (bson::is_own_id<T, reflect::MemberType<T, i>>) found = i;
  });
  return found;
}();

/// The type of a model's own Id.
template <class T>
using OwnId = reflect::MemberType<T, own_id_index<T>>;

/// The own Id of an object.
template <class T>
auto& own_id(T& object) {
  return reflect::with_members(object, [](auto&... member) -> auto& {
    return std::get<own_id_index<std::remove_const_t<T>>>(std::tie(member...));
  });
}

template <class T>
Tracking& tracking_of(T& object) {
  return IdAccess::tracking(own_id(object));
}

/// Reads a stored document, of whatever version it is.
template <class T>
void decode_stored(bson::View document, T& object) {
  const auto present = upgraded<T>(document, Upgrading::to_read);
  bson::decode(present ? present->bytes() : document, object);
}

/// Reads a document that was loaded, and lets the object remember it.
template <class T>
void take_loaded(bson::View document, T& object) {
  decode_stored(document, object);
  tracking_of(object) = Tracking{Snapshot(document), Standing::stored};
}

/// Calls `f` with each member that Loom manages in `to`, and the same member in `from`.
template <class T, class F>
void for_each_managed(T& to, T& from, F f) {
  reflect::with_members(to, [&](auto&... member) {
    reflect::with_members(from, [&](auto&... other) {
      const auto visit = [&]<class Member>(Member& mine, Member& theirs) {
        if constexpr (std::is_same_v<Member, IntCounter> || std::is_same_v<Member, TimeInserted> ||
                      std::is_same_v<Member, TimeUpdated>) {
          f(mine, theirs);
        } else if constexpr (bson::PlainAggregate<Member>) {
          for_each_managed(mine, theirs, f);
        } else if constexpr (kind_of<Member> == MemberKind::nested) {
          if (mine && theirs) for_each_managed(*mine, *theirs, f);
        }
      };
      (visit(member, other), ...);
    });
  });
}

/// Gives an object that was not saved yet its key and its times.
template <class T>
void make_ready_to_insert(T& object) {
  using Own = OwnId<T>;
  auto& id = own_id(object);
  if (!id.is_set()) {
    if constexpr (requires { Own::generate(); }) {
      id = Own::generate();
      tracking_of(object).key_is_ours = true;
    } else {
      throw ValidationError(
          std::string(reflect::member_names<T>[own_id_index<T>]), "id",
          "is not set, and Loom makes keys of type ObjectId and Uuid only: set it "
          "before persist()");
    }
  }
  const Time now = loom::now();
  for_each_managed(object, object, [&]<class Managed>(Managed& managed, Managed&) {
    if constexpr (!std::is_same_v<Managed, IntCounter>) ManagedTimeAccess::set(managed, now);
  });
}

/// Takes back the key that was made for an insert that did not happen.
template <class T>
void forget_our_key(T& object) {
  const auto& tracking = tracking_of(object);
  if (tracking.standing == Standing::fresh && tracking.key_is_ours) own_id(object) = {};
}

/// Inserts an object that is ready for it.
template <class T>
void send_insert(T& object) {
  try {
    bson::Writer document;
    bson::encode(document, object);
    require_valid(object);
    insert(model_info<T>(), document.bytes(), tracking_of(object));
  } catch (...) {
    forget_our_key(object);
    throw;
  }
}

template <class T>
void save_changes(T& object, Overwrite overwrite) {
  auto& tracking = tracking_of(object);
  // What was loaded is encoded again, so that a default that was filled in is no change.
  T loaded{};
  const auto present = upgraded<T>(tracking.snapshot.bytes(), Upgrading::to_write);
  const auto stored_form = present ? present->bytes() : tracking.snapshot.bytes();
  bson::decode(stored_form, loaded);
  bson::Writer before, after;
  bson::encode(before, loaded);
  bson::encode(after, object);
  // What is as it was loaded is not written, so an object that others made invalid can be kept.
  if (present || !std::ranges::equal(before.bytes(), after.bytes())) require_valid(object);
  if (!save(model_info<T>(), tracking, {before.bytes(), after.bytes(), stored_form}, loom::now(),
            overwrite))
    return;
  T stored{};
  bson::decode(tracking.snapshot.bytes(), stored);
  for_each_managed(object, stored, [](auto& mine, auto& theirs) { mine = theirs; });
}

/// Saves an object: inserts a new one, sends the changes of one that is stored.
template <class T>
void persist_object(T& object, Overwrite overwrite) {
  auto& tracking = tracking_of(object);
  if (is_new(tracking)) {
    make_ready_to_insert(object);
    send_insert(object);
    return;
  }
  // An insert in doubt is repeated with the bytes that were sent; what changed since is a change.
  if (tracking.standing == Standing::insert_in_doubt && tracking.snapshot)
    insert(model_info<T>(), tracking.snapshot.bytes(), tracking);
  require_known(model_info<T>(), tracking, "update");
  save_changes(object, overwrite);
}

/// The error of the object at `index` of many: "[3].items[0].sku".
inline ValidationError at_index(std::size_t index, const ValidationError& error) {
  const std::string place = "[" + std::to_string(index) + "]";
  std::vector<Problem> problems = error.problems();
  for (auto& problem : problems)
    problem.path =
        place + (problem.path.empty() || problem.path.front() == '[' ? "" : ".") + problem.path;
  return ValidationError(std::move(problems));
}

/// Inserts those of the objects in bulk that `make_ready` says so of; it has saved the others.
template <class T, class MakeReady>
void insert_many(std::span<T> objects, MakeReady make_ready) {
  if (objects.empty()) return;
  if (current_attempt)
    for (T& object : objects)
      if (!is_new(tracking_of(object)))
        require_part(model_info<T>(), tracking_of(object), "update");
  BulkInsert bulk(model_info<T>());
  bson::Writer document;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    T& object = objects[i];
    try {
      if (!make_ready(object)) continue;
      document.clear();
      bson::encode(document, object);
      require_valid(object);
      bulk.add(i, document.bytes(), tracking_of(object));
    } catch (const ValidationError& error) {
      bulk.fail(i, std::make_shared<ValidationError>(at_index(i, error)));
    } catch (const Error&) {
      bulk.fail(i, current_error());
    }
  }
  try {
    bulk.finish();
  } catch (const BulkError& error) {
    for (const auto& failure : error.failures()) forget_our_key(objects[failure.index]);
    throw;
  }
}

template <class T>
void persist_objects(std::span<T> objects) {
  insert_many(objects, [](T& object) {
    const bool inserts = is_new(tracking_of(object));
    if (inserts)
      make_ready_to_insert(object);
    else
      persist_object(object, Overwrite::no);
    return inserts;
  });
}

/// Gives an object its place as the next record of a ledger: a new id, where it is a record
/// already.
template <class T>
void make_next_record(T& object) {
  if (!is_new(tracking_of(object))) {
    require_known(model_info<T>(), tracking_of(object), "insert");
    own_id(object) = {};
  }
  make_ready_to_insert(object);
}

/// Settles a record whose insert is in doubt; true where the object is still what was sent.
template <class T>
bool settle_record(T& object) {
  auto& tracking = tracking_of(object);
  if (tracking.standing != Standing::insert_in_doubt || !tracking.snapshot) return false;
  insert(model_info<T>(), tracking.snapshot.bytes(), tracking);
  bson::Writer now;
  bson::encode(now, object);
  return std::ranges::equal(now.bytes(), tracking.snapshot.bytes());
}

/// Inserts an object as a new record of a ledger.
template <class T>
void persist_record(T& object) {
  if (settle_record(object)) return;
  make_next_record(object);
  send_insert(object);
}

/// Inserts many objects as new records of a ledger.
template <class T>
void persist_records(std::span<T> objects) {
  insert_many(objects, [](T& object) {
    if (settle_record(object)) return false;
    make_next_record(object);
    return true;
  });
}

/// The stored bytes of an id: what tells it from others.
template <class Id>
std::string id_bytes(const Id& id) {
  bson::Writer out;
  put_value<Id>(out, std::string_view("_id"), id, "_id");
  return {reinterpret_cast<const char*>(out.bytes().data()), out.size()};
}

/// Objects in the order of `ids`, an empty optional where there is none.
template <class T>
std::vector<std::optional<T>> load_by_ids(std::span<const OwnId<T>> ids) {
  std::unordered_map<std::string, std::vector<std::size_t>> places;
  bson::Writer wanted;
  const auto start = wanted.begin();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto& same = places[id_bytes(ids[i])];
    if (same.empty())
      put_value<OwnId<T>>(wanted, std::string_view(bson::IndexKey(i)), ids[i], "_id");
    same.push_back(i);
  }
  wanted.end(start);
  std::vector<std::optional<T>> objects(ids.size());
  find_by_ids(model_info<T>(), wanted.bytes(), [&](bson::View document) {
    T object{};
    take_loaded(document, object);
    for (const std::size_t place : places[id_bytes(own_id(object))]) objects[place] = object;
  });
  return objects;
}

}  // namespace loom::core
