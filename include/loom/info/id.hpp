#pragma once
// SPDX-License-Identifier: Apache-2.0
// The own key of a model, and a reference to another model's key.

#include <compare>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "loom/bson/codec_bytes.hpp"
#include "loom/bson/codec_values.hpp"
#include "loom/core/tracking.hpp"

namespace loom {

namespace core {
struct IdAccess;
}

template <class Model, class Key>
class Ref;

template <class A, class B>
inline constexpr bool ids_are_of_one_model = std::is_same_v<A, B>;

/// The `_id` of a model: set by the first `persist()` when it is empty.
///
/// It carries what was loaded, so that `persist()` knows what changed: a copy of it in another
/// object means "the next version of that document". `key()` is the bare value, and equality is by
/// value.
///
/// BSON: {"_id": …}
///
///     struct Customer : loom::PersistableModel<Customer> {
///       loom::Id<Customer> id;                  // an ObjectId
///     };
///     struct Country : loom::PersistableModel<Country> {
///       loom::Id<Country, std::string> code;    // a key that the program chooses
///     };
template <class Model, class Key = ObjectId>
class Id {
 public:
  Id() noexcept = default;
  /// A key of the program's choice, for an object that is not stored yet or to look one up.
  explicit(std::is_same_v<Key, ObjectId>) Id(Key key) : key_(std::move(key)), set_(true) {}
  template <class Text>
    requires(!std::is_same_v<Key, Text> && !std::is_same_v<Text, Id> &&
             std::is_convertible_v<Text, Key> && !std::is_same_v<Key, ObjectId>)
  Id(Text&& key) : Id(Key(std::forward<Text>(key))) {}

  /// A new key.
  static Id generate()
    requires std::is_same_v<Key, ObjectId> || std::is_same_v<Key, Uuid>
  {
    Id id(Key::generate());
    id.tracking_.key_generated = true;
    return id;
  }
  /// The key that `text` writes.
  ///
  /// Throws: ValidationError.
  static Id from_string(std::string_view text)
    requires std::is_same_v<Key, ObjectId> || std::is_same_v<Key, Uuid>
  {
    return Id(Key::from_string(text));
  }

  bool is_set() const noexcept { return set_; }
  /// The bare key; a default one where it is not set.
  const Key& key() const noexcept { return key_; }
  /// The key as text.
  std::string str() const {
    if constexpr (std::is_same_v<Key, std::string>)
      return key_;
    else if constexpr (std::is_arithmetic_v<Key>)
      return std::to_string(key_);
    else
      return key_.str();
  }

  friend bool operator==(const Id& a, const Id& b) { return a.set_ == b.set_ && a.key_ == b.key_; }
  friend auto operator<=>(const Id& a, const Id& b)
    requires std::three_way_comparable<Key>
  {
    return a.key_ <=> b.key_;
  }
  template <class OtherModel, class OtherKey>
    requires(!std::is_same_v<Id, Id<OtherModel, OtherKey>>)
  friend bool operator==(const Id&, const Id<OtherModel, OtherKey>&) {
    static_assert(ids_are_of_one_model<Model, OtherModel>,
                  "an Id of one model is compared with an Id of another: they never mean the same "
                  "document; compare a Ref to the model with its Id");
    return false;
  }

 private:
  friend core::IdAccess;

  Key key_{};
  bool set_ = false;
  core::Tracking tracking_;
};

/// The key of a document of another model. Made from that model's Id; `Ref<Order>` is no
/// `Ref<Customer>`.
///
/// BSON: the key itself, as the other document's `_id` has it
///
///     struct Order : loom::PersistableModel<Order> { …  loom::Ref<Customer> customer; };
///     order.customer = ada.id;
template <class Model, class Key = ObjectId>
class Ref {
 public:
  Ref() noexcept = default;
  Ref(const Id<Model, Key>& id) : key_(id.key()), set_(id.is_set()) {}
  template <std::convertible_to<Key> Value>
  explicit Ref(Value&& key) : key_(std::forward<Value>(key)), set_(true) {}

  bool is_set() const noexcept { return set_; }
  const Key& key() const noexcept { return key_; }
  std::string str() const { return Id<Model, Key>(key_).str(); }
  /// The document that it refers to, or nothing where there is none.
  std::optional<Model> load() const {
    if (!set_) return std::nullopt;
    return Model::load(Id<Model, Key>(key_));
  }

  friend bool operator==(const Ref&, const Ref&) = default;
  friend bool operator==(const Ref& a, const Id<Model, Key>& b) { return a == Ref(b); }

 private:
  Key key_{};
  bool set_ = false;
};

namespace core {

/// The door for Loom itself to what an Id carries.
struct IdAccess {
  template <class Model, class Key>
  static Tracking& tracking(Id<Model, Key>& id) noexcept {
    return id.tracking_;
  }
  template <class Model, class Key>
  static const Tracking& tracking(const Id<Model, Key>& id) noexcept {
    return id.tracking_;
  }
  template <class Model, class Key>
  static void set_key(Id<Model, Key>& id, Key key) {
    id.key_ = std::move(key);
    id.set_ = true;
  }
};

}  // namespace core

namespace bson {

template <class T>
inline constexpr bool is_ref = false;
template <class Model, class Key>
inline constexpr bool is_ref<Ref<Model, Key>> = true;

template <class Model, class Key>
struct Codec<Id<Model, Key>> {
  static constexpr Type type = Codec<Key>::type;
  static constexpr std::string_view expected = Codec<Key>::expected;

  template <class Name>
  static bool write(Writer& out, const Name& name, const Id<Model, Key>& value) {
    return value.is_set() && Codec<Key>::write(out, name, value.key());
  }
  static bool read(Type found, Cursor& in, Id<Model, Key>& value, const Path& path,
                   Mismatches& mismatches) {
    Key key{};
    if (!Codec<Key>::read(found, in, key, path, mismatches)) return false;
    core::IdAccess::set_key(value, std::move(key));
    return true;
  }
  static void check(const Id<Model, Key>& value, const Path& path, Problems& problems) {
    if (!value.is_set())
      problems.add(path, "id", "is not set: persist() the object first, or give it a key");
    else
      Codec<Key>::check(value.key(), path, problems);
  }
};

template <class Model, class Key>
struct Codec<Ref<Model, Key>> {
  static constexpr Type type = Codec<Key>::type;
  static constexpr std::string_view expected = Codec<Key>::expected;

  template <class Name>
  static bool write(Writer& out, const Name& name, const Ref<Model, Key>& value) {
    return value.is_set() && Codec<Key>::write(out, name, value.key());
  }
  static bool read(Type found, Cursor& in, Ref<Model, Key>& value, const Path& path,
                   Mismatches& mismatches) {
    Key key{};
    if (!Codec<Key>::read(found, in, key, path, mismatches)) return false;
    value = Ref<Model, Key>(std::move(key));
    return true;
  }
  static void check(const Ref<Model, Key>& value, const Path& path, Problems& problems) {
    if (!value.is_set())
      problems.add(path, "ref",
                   "refers to nothing: set it, or make the member std::optional<loom::Ref<…>>");
    else
      Codec<Key>::check(value.key(), path, problems);
  }
};

}  // namespace bson
}  // namespace loom

template <class Model, class Key>
struct std::hash<loom::Id<Model, Key>> {
  std::size_t operator()(const loom::Id<Model, Key>& id) const {
    return std::hash<Key>{}(id.key());
  }
};
template <class Model, class Key>
struct std::hash<loom::Ref<Model, Key>> {
  std::size_t operator()(const loom::Ref<Model, Key>& ref) const {
    return std::hash<Key>{}(ref.key());
  }
};
