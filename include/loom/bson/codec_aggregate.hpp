#pragma once
// SPDX-License-Identifier: Apache-2.0
// The codec of a plain struct. It reads by prediction: the next element is taken for the next
// member, and only what comes in another order is looked up by its name.

#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>
#include <utility>

#include "loom/bson/codec_containers.hpp"
#include "loom/bson/rules.hpp"

namespace loom::bson {

// Aggregates in the language's sense that are single values or arrays here.
template <class T>
inline constexpr bool is_value_aggregate = std::is_same_v<T, Bytes>;
template <class T, std::size_t Size>
inline constexpr bool is_value_aggregate<std::array<T, Size>> = true;

template <class T>
concept PlainAggregate =
    std::is_class_v<T> && std::is_aggregate_v<T> && !HasCodec<T> && !is_value_aggregate<T>;

/// Writes the members of `object`, `_id` first; false where one of them cannot be stored.
template <class T>
bool write_members(Writer& out, const T& object) {
  bool ok = true;
  reflect::with_members(object, [&](const auto&... member) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      const auto write = [&]<std::size_t Index>(std::integral_constant<std::size_t, Index>,
                                                const auto& value) {
        using Member = reflect::MemberType<T, Index>;
        ok &= Codec<Member>::write(out, Layout<T>::template key<Index>, value);
      };
      const auto write_if = [&]<std::size_t Index>(std::integral_constant<std::size_t, Index> index,
                                                   auto id_turn, const auto& value) {
        if constexpr (is_own_id<T, reflect::MemberType<T, Index>> == id_turn.value)
          write(index, value);
      };
      if constexpr ((is_own_id<T, reflect::MemberType<T, I>> || ...))
        (write_if(std::integral_constant<std::size_t, I>{}, std::true_type{}, member), ...);
      (write_if(std::integral_constant<std::size_t, I>{}, std::false_type{}, member), ...);
    }(std::make_index_sequence<Layout<T>::size>{});
  });
  return ok;
}

/// Adds why members of `object` cannot be stored.
template <class T>
void check_members(const T& object, const Path* parent, Problems& problems) {
  reflect::with_members(object, [&](const auto&... member) {
    std::size_t i = 0;
    (Codec<std::remove_cvref_t<decltype(member)>>::check(
         member, Path{parent, reflect::member_names<T>[i++]}, problems),
     ...);
  });
}

template <class T>
inline constexpr bool is_container = false;
template <class T>
inline constexpr bool is_container<std::optional<T>> = true;
template <class T>
inline constexpr bool is_container<Nullable<T>> = true;
template <class T>
inline constexpr bool is_container<std::vector<T>> = true;
template <class T>
inline constexpr bool is_container<std::map<std::string, T>> = true;
// Where no element is a value of its own; else it is unset, and may not be missing.
template <class T>
bool is_a_value_when_empty() {
  return is_container<T>;
}
template <class T>
  requires requires(const T& checked) { checked.is_set(), checked.get().begin(); }
bool is_a_value_when_empty() {
  return is_container<std::remove_cvref_t<decltype(T{}.get())>> && T{}.is_set();
}

template <class T>
std::uint64_t may_be_missing();

/// All members of a struct, as bits.
template <class T>
inline constexpr std::uint64_t all_members = Layout<T>::size == 0
                                                 ? 0
                                                 : ~std::uint64_t{0} >> (64 - Layout<T>::size);

/// True where a member's default in `T{}` is another than its type's zero; compared as stored
/// bytes.
template <class T, std::size_t I>
bool has_a_default() {
  using Member = reflect::MemberType<T, I>;
  if (is_a_value_when_empty<Member>() || Layout<T>::named_in_defaults(I)) return true;
  const T object{};
  const Member zero{};
  Writer own, other;
  const std::size_t start = own.begin();
  reflect::with_members(object, [&](const auto&... member) {
    Codec<Member>::write(own, Layout<T>::template key<I>, std::get<I>(std::tie(member...)));
  });
  own.end(start);
  other.begin();
  Codec<Member>::write(other, Layout<T>::template key<I>, zero);
  other.end(start);
  const bool differs = own.size() != other.size() ||
                       std::memcmp(own.bytes().data(), other.bytes().data(), own.size()) != 0;
  if constexpr (PlainAggregate<Member>) {
    return differs || may_be_missing<Member>() == all_members<Member>;
  } else {
    return differs;
  }
}

/// The members, as bits, that a stored document may lack: optional ones, containers, and those that
/// have a default.
template <class T>
std::uint64_t may_be_missing() {
  static const std::uint64_t members = []<std::size_t... I>(std::index_sequence<I...>) {
    return (std::uint64_t{0} | ... | (std::uint64_t{has_a_default<T, I>()} << I));
  }(std::make_index_sequence<Layout<T>::size>{});
  return members;
}

/// Reads the elements of a document into the members of one object.
template <class T>
class MemberReader {
 public:
  MemberReader(Cursor in, T& object, const Path* parent, Mismatches& mismatches)
      : whole_(in), in_(in), object_(object), parent_(parent), mismatches_(mismatches) {}

  void read() {
    reflect::with_members(object_, [&](auto&... member) {
      const auto members = std::tie(member...);
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        while (in_.at != in_.end) {
          const auto* start = in_.at;
          (read_predicted<I>(std::get<I>(members)), ...);
          if (in_.at == start) read_by_name(members, std::index_sequence<I...>{});
        }
      }(std::make_index_sequence<Layout<T>::size>{});
    });
    if (seen_ != all_members<T> && mismatches_.tells_missing() &&
        (seen_ | may_be_missing<T>()) != all_members<T>) [[unlikely]]
      report_missing();
  }

 private:
  Path path(std::size_t member) const { return {parent_, Layout<T>::names.stored[member]}; }

  template <std::size_t I, class Member>
  void read_predicted(Member& member) {
    constexpr const auto& key = Layout<T>::template key<I>;
    constexpr std::size_t head = 1 + sizeof key.text;
    if (in_.left() < head || *in_.at != static_cast<std::uint8_t>(Codec<Member>::type) ||
        std::memcmp(in_.at + 1, key.text, sizeof key.text) != 0)
      return;
    in_.at += head;
    take<I>(Codec<Member>::type, member);
  }

  template <std::size_t I, class Member>
  void take(Type found, Member& member) {
    constexpr auto bit = std::uint64_t{1} << I;
    if (seen_ & bit) [[unlikely]]
      mismatches_.add(path(I), "a member once", "the same member again");
    seen_ |= bit;
    read_or_report(found, in_, member, path(I), mismatches_);
  }

  template <class Members, std::size_t... I>
  void read_by_name(const Members& members, std::index_sequence<I...>) {
    const auto type = static_cast<Type>(*in_.at++);
    const auto name = in_.take_key();
    const std::size_t known = Layout<T>::find(name);
    if (known == Layout<T>::size || skips_older_name(known, name)) {
      skip_unknown(type, name);
      return;
    }
    ((known == I ? take<I>(type, std::get<I>(members)) : void()), ...);
  }

  // A member's own name wins over an older one that is still there.
  bool skips_older_name(std::size_t member, std::string_view name) {
    const auto own = Layout<T>::names.stored[member];
    return name != own && ((seen_ >> member & 1) != 0 || find(whole_, own).has_value());
  }

  void skip_unknown(Type type, std::string_view name) {
    if (!is_utf8(name)) refuse("a name that is no UTF-8");
    const auto value = in_.take_value(type);
    if (const auto problem = corruption_of(type, value); !problem.empty()) refuse(problem);
  }

  void report_missing() {
    for (std::size_t i = 0; i < Layout<T>::size; ++i)
      if (((seen_ | may_be_missing<T>()) >> i & 1) == 0)
        mismatches_.add(path(i), expected_of(i), "nothing", "missing");
  }
  static std::string_view expected_of(std::size_t member) {
    static constexpr auto table = []<std::size_t... I>(std::index_sequence<I...>) {
      return std::array<std::string_view, sizeof...(I)>{
          Codec<reflect::MemberType<T, I>>::expected...};
    }(std::make_index_sequence<Layout<T>::size>{});
    return table[member];
  }

  Cursor whole_;
  Cursor in_;
  T& object_;
  const Path* parent_;
  Mismatches& mismatches_;
  std::uint64_t seen_ = 0;
};

template <PlainAggregate T>
struct Codec<T> {
  static constexpr Type type = Type::document;
  static constexpr std::string_view expected = "a document";

  template <class Key>
  static bool write(Writer& out, const Key& key, const T& value) {
    if constexpr (members_are_storable<T>()) {
      if (out.deepest() > max_depth) return true;  // encode() refuses it, and the stack has an end
      const auto start = out.begin_document(key);
      const bool ok = write_members(out, value);
      out.end(start);
      return ok;
    } else {
      return false;
    }
  }
  static bool read(Type found, Cursor& in, T& value, const Path& path, Mismatches& mismatches) {
    if (found != type) return false;
    if constexpr (members_are_storable<T>()) {
      mismatches.enter();
      MemberReader<T>(in.take_document(), value, &path, mismatches).read();
      mismatches.leave();
    }
    return true;
  }
  static void check(const T& value, const Path& path, Problems& problems) {
    check_members(value, &path, problems);
  }
};

/// Writes a whole document. Throws: ValidationError with all that cannot be stored.
template <class T>
void encode(Writer& out, const T& object) {
  if constexpr (members_are_storable<T>()) {
    const auto start = out.begin();
    const bool ok = write_members(out, object);
    if constexpr (Layout<T>::declares_upgrade)
      out.int32(std::string_view(T::upgrade.field), T::upgrade.version);
    out.end(start);
    if (out.deepest() > max_depth) [[unlikely]]
      throw ValidationError("", "depth",
                            std::string(reflect::type_name<T>) +
                                " nests more than 100 levels, which MongoDB does not store: keep "
                                "deep trees in several documents");
    if (!ok) [[unlikely]] {
      Problems problems;
      check_members(object, nullptr, problems);
      throw ValidationError(problems.take());
    }
  }
}

/// Reads a whole document into `object`, whose members keep what the document lacks.
///
/// Throws: DecodeError with all places that do not fit.
template <class T>
void decode(View document, T& object) {
  if constexpr (members_are_storable<T>()) {
    Mismatches mismatches;
    try {
      MemberReader<T>(open(document), object, nullptr, mismatches).read();
    } catch (const Corrupt& corrupt) {
      throw_corrupt(reflect::type_name<T>, document, corrupt);
    }
    if (!mismatches.empty()) [[unlikely]]
      throw DecodeError(std::string(reflect::type_name<T>), mismatches.take());
  }
}

}  // namespace loom::bson
