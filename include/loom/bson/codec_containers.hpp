#pragma once
// SPDX-License-Identifier: Apache-2.0
// Codecs of what holds values: optional, Nullable, vector, array, map.

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loom/bson/codec_bytes.hpp"
#include "loom/bson/codec_values.hpp"
#include "loom/info/nullable.hpp"

namespace loom::bson {

/// Reads one value, reports it where its type is another, and steps over it then.
template <class T>
[[gnu::always_inline]] inline void read_or_report(Type found, Cursor& in, T& value,
                                                  const Path& path, Mismatches& mismatches) {
  if (Codec<T>::read(found, in, value, path, mismatches)) [[likely]]
    return;
  mismatches.add(path, Codec<T>::expected, name_of(found));
  in.take_value(found);
}

/// Reads what may be empty: null is.
template <class T, class Optional>
bool read_or_null(Type found, Cursor& in, Optional& value, const Path& path,
                  Mismatches& mismatches) {
  if (found == Type::null) return value.reset(), true;
  if (Codec<T>::read(found, in, value.emplace(), path, mismatches)) return true;
  value.reset();
  return false;
}

// An empty one is no element at all.
template <Storable T>
struct Codec<std::optional<T>> {
  static constexpr Type type = Codec<T>::type;
  static constexpr std::string_view expected = Codec<T>::expected;

  template <class Key>
  static bool write(Writer& out, const Key& key, const std::optional<T>& value) {
    return !value || Codec<T>::write(out, key, *value);
  }
  static bool read(Type found, Cursor& in, std::optional<T>& value, const Path& path,
                   Mismatches& mismatches) {
    return read_or_null<T>(found, in, value, path, mismatches);
  }
  static void check(const std::optional<T>& value, const Path& path, Problems& problems) {
    if (value) Codec<T>::check(*value, path, problems);
  }
};

template <Storable T>
struct Codec<Nullable<T>> {
  static constexpr Type type = Codec<T>::type;
  static constexpr std::string_view expected = Codec<T>::expected;

  template <class Key>
  static bool write(Writer& out, const Key& key, const Nullable<T>& value) {
    if (value) return Codec<T>::write(out, key, *value);
    out.null(key);
    return true;
  }
  static bool read(Type found, Cursor& in, Nullable<T>& value, const Path& path,
                   Mismatches& mismatches) {
    return read_or_null<T>(found, in, value, path, mismatches);
  }
  static void check(const Nullable<T>& value, const Path& path, Problems& problems) {
    if (value) Codec<T>::check(*value, path, problems);
  }
};

template <class T, class Elements, class Key>
bool write_array(Writer& out, const Key& key, const Elements& elements) {
  const auto start = out.begin_array(key);
  bool ok = true;
  std::size_t i = 0;
  for (const auto& element : elements)
    ok &= Codec<T>::write(out, std::string_view(IndexKey(i++)), element);
  out.end(start);
  return ok;
}

template <class T, class Elements>
void check_array(const Elements& elements, const Path& path, Problems& problems) {
  std::size_t i = 0;
  for (const auto& element : elements) Codec<T>::check(element, Path{&path, {}, i++}, problems);
}

template <Storable T>
struct Codec<std::vector<T>> {
  static constexpr Type type = Type::array;
  static constexpr std::string_view expected = "an array";

  template <class Key>
  static bool write(Writer& out, const Key& key, const std::vector<T>& value) {
    return write_array<T>(out, key, value);
  }
  static bool read(Type found, Cursor& in, std::vector<T>& value, const Path& path,
                   Mismatches& mismatches) {
    if (found != type) return false;
    Cursor elements = in.take_document();
    value.clear();
    while (elements.at != elements.end) {
      const auto element_type = static_cast<Type>(*elements.at++);
      elements.skip_index();
      const Path place{&path, {}, value.size()};
      if constexpr (std::same_as<T, bool>) {  // a vector<bool> has no elements to refer to
        bool element = false;
        read_or_report(element_type, elements, element, place, mismatches);
        value.push_back(element);
      } else {
        if (value.capacity() == 0) value.reserve(4);
        read_or_report(element_type, elements, value.emplace_back(), place, mismatches);
      }
    }
    return true;
  }
  static void check(const std::vector<T>& value, const Path& path, Problems& problems) {
    check_array<T>(value, path, problems);
  }
};

template <Storable T, std::size_t Size>
struct Codec<std::array<T, Size>> {
  static constexpr Type type = Type::array;
  static constexpr std::string_view expected = "an array";

  template <class Key>
  static bool write(Writer& out, const Key& key, const std::array<T, Size>& value) {
    return write_array<T>(out, key, value);
  }
  static bool read(Type found, Cursor& in, std::array<T, Size>& value, const Path& path,
                   Mismatches& mismatches) {
    if (found != type) return false;
    Cursor elements = in.take_document();
    std::size_t count = 0;
    for (; elements.at != elements.end; ++count) {
      const auto element_type = static_cast<Type>(*elements.at++);
      elements.skip_index();
      if (count < Size)
        read_or_report(element_type, elements, value[count], Path{&path, {}, count}, mismatches);
      else
        elements.take_value(element_type);
    }
    if (count != Size)
      mismatches.add(path, "an array of " + std::to_string(Size),
                     "an array of " + std::to_string(count));
    return true;
  }
  static void check(const std::array<T, Size>& value, const Path& path, Problems& problems) {
    check_array<T>(value, path, problems);
  }
};

/// Why a text cannot be a key of a stored map; empty where it can.
///
/// MongoDB would take `.` and `$` for a path or an operator, and BSON ends a key at a NUL.
std::string_view problem_of_key(std::string_view key) noexcept;

template <Storable T>
struct Codec<std::map<std::string, T>> {
  static constexpr Type type = Type::document;
  static constexpr std::string_view expected = "a document";
  using Map = std::map<std::string, T>;

  template <class Key>
  static bool write(Writer& out, const Key& key, const Map& value) {
    const auto start = out.begin_document(key);
    bool ok = true;
    for (const auto& [name, element] : value) {
      ok &= problem_of_key(name).empty();
      ok &= Codec<T>::write(out, std::string_view(name), element);
    }
    out.end(start);
    return ok;
  }
  static bool read(Type found, Cursor& in, Map& value, const Path& path, Mismatches& mismatches) {
    if (found != type) return false;
    Cursor elements = in.take_document();
    value.clear();
    while (elements.at != elements.end) {
      const auto element_type = static_cast<Type>(*elements.at++);
      const auto name = elements.take_key();
      const Path place{&path, name};
      if (!is_utf8(name)) refuse("a key that is no UTF-8");
      const auto [slot, fresh] = value.try_emplace(std::string(name));
      if (!fresh) mismatches.add(place, "a key once", "the same key again", "duplicate");
      read_or_report(element_type, elements, slot->second, place, mismatches);
    }
    return true;
  }
  static void check(const Map& value, const Path& path, Problems& problems) {
    for (const auto& [name, element] : value) {
      const Path place{&path, name};
      if (const auto problem = problem_of_key(name); !problem.empty())
        problems.add(place, "key", problem);
      Codec<T>::check(element, place, problems);
    }
  }
};

}  // namespace loom::bson
