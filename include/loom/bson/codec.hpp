#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a codec is: how a C++ type stands in BSON, and how what does not fit is reported, all at
// once.

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "loom/bson/path.hpp"
#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/info/error.hpp"
#include "loom/info/problems.hpp"

namespace loom {

/// Makes a type of yours storable: specialise it with the two functions, over a type that is
/// storable. `from_bson` throws a ValidationError for a stored value that is none of the type's.
///
///     template <>
///     struct loom::codec<Celsius> {
///       static double to_bson(const Celsius& t) { return t.degrees; }
///       static Celsius from_bson(double degrees) { return Celsius{degrees}; }
///     };
template <class T>
struct codec;

template <class T>
concept HasCodec = requires(const T& value) { codec<T>::to_bson(value); };

namespace bson {

/// What is wrong within the value of an element that no member knows; empty where nothing is.
std::string_view corruption_of(Type type, View value);

/// Makes a DecodeError of what the codec met in a document of `model`.
[[noreturn]] void throw_corrupt(std::string_view model, View document, const Corrupt& met);

/// Who tells which members are missing: the codec, or who made the document and knew it before.
enum class Missing { told_by_codec, told_already };

/// The most places that are told of one document or text: it may come from outside.
inline constexpr std::size_t most_problems = 1000;

/// Collects what does not fit while a document is read.
class Mismatches {
 public:
  explicit Mismatches(Missing missing = Missing::told_by_codec) : missing_(missing) {}

  /// `value` is what stands there, as text, for who sent it.
  void add(const Path& path, std::string_view expected, std::string_view found,
           std::string_view rule = "type", std::string_view value = {}) {
    if (list_.size() == most_problems) return;
    list_.push_back({{path.text(), std::string(rule), {}, std::string(value)},
                     std::string(expected),
                     std::string(found)});
  }
  /// Adds rules that a stored value breaks.
  void add_broken(std::vector<Problem> problems) {
    for (auto& broken : problems) {
      if (list_.size() == most_problems) return;
      auto expected = "a value that " + broken.message;
      list_.push_back({std::move(broken), std::move(expected), "one that breaks this rule"});
    }
  }
  bool empty() const noexcept { return list_.empty(); }
  std::size_t size() const noexcept { return list_.size(); }
  bool tells_missing() const noexcept { return missing_ == Missing::told_by_codec; }
  /// For a DecodeError: without the values.
  std::vector<Mismatch> take();
  /// For who sent the values.
  std::vector<Problem> take_problems();

  /// Counts the structs that are being read in each other: bytes from outside must not exhaust the
  /// stack. Throws: Corrupt.
  void enter() {
    if (++depth_ > max_depth) refuse("more than 100 documents in each other");
  }
  void leave() noexcept { --depth_; }

 private:
  struct Met {
    Problem problem;  // its message is empty where `expected` and `found` say all
    std::string expected;
    std::string found;
  };

  std::vector<Met> list_;
  int depth_ = 0;
  Missing missing_;
};

/// How `T` stands in BSON. Specialised for every storable type, with
///
///     static constexpr Type type;                  // the type byte that it writes
///     static constexpr std::string_view expected;  // "a string": for a DecodeError
///     static bool write(Writer&, const Key&, const T&);             // false: cannot be stored
///     static bool read(Type, Cursor&, T&, const Path&, Mismatches&);  // false: another type
///     static void check(const T&, const Path&, Problems&);          // why write gave false
///
/// `write` goes on after a value that cannot be stored: `check` then finds all of them.
/// `read` takes the value of a fitting type and reports by itself what is wrong within it.
template <class T>
struct Codec {
  static constexpr bool is_missing = true;
};

template <class T>
concept Storable = !requires { Codec<T>::is_missing; };

/// A codec for values that can always be stored.
struct AlwaysStorable {
  template <class T>
  static void check(const T&, const Path&, Problems&) {}
};

template <class T>
  requires HasCodec<T>
struct Codec<T> {
  using Stored = std::remove_cvref_t<decltype(codec<T>::to_bson(std::declval<const T&>()))>;
  static_assert(Storable<Stored>, "to_bson of a loom::codec gives a type that Loom itself stores");
  static constexpr Type type = Codec<Stored>::type;
  static constexpr std::string_view expected = Codec<Stored>::expected;

  template <class Key>
  static bool write(Writer& out, const Key& key, const T& value) {
    return Codec<Stored>::write(out, key, codec<T>::to_bson(value));
  }
  static bool read(Type found, Cursor& in, T& value, const Path& path, Mismatches& mismatches) {
    Stored stored{};
    if (!Codec<Stored>::read(found, in, stored, path, mismatches)) return false;
    try {
      value = codec<T>::from_bson(stored);
    } catch (const ValidationError&) {
      std::string_view text;
      if constexpr (std::is_convertible_v<const Stored&, std::string_view>) text = stored;
      mismatches.add(path, expected, "a value that its loom::codec refuses", "type", text);
    }
    return true;
  }
  static void check(const T& value, const Path& path, Problems& problems) {
    Codec<Stored>::check(codec<T>::to_bson(value), path, problems);
  }
};

}  // namespace bson
}  // namespace loom
