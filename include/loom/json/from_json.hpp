#pragma once
// SPDX-License-Identifier: Apache-2.0
// Objects made of JSON, and changed by it: strictly, and with everything that is wrong told at
// once.

#include <concepts>
#include <istream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "loom/info/validation.hpp"
#include "loom/json/input.hpp"

namespace loom {

class Secret;

/// What becomes of members that a struct does not have.
enum class Unknown {
  refuse,  ///< each is a problem, as it is without this word: nothing is taken that nobody declared
  ignore,  ///< they are stepped over, for texts of other programs
};

/// The word for a text that the program itself wrote: members that Loom manages are taken.
struct Trusted {};
inline constexpr Trusted trusted;

template <class T>
inline constexpr bool json_holds_no_secret = !std::is_same_v<T, Secret>;
template <class T>
inline constexpr bool json_can_hold = bson::Storable<T>;
template <class T>
inline constexpr bool patch_is_of_a_struct = bson::PlainAggregate<T>;

namespace json {

/// True for what is no value to store, and has functions of its own for JSON.
template <class T>
inline constexpr bool has_own_json = false;

template <class T>
concept Word = std::same_as<T, Unknown> || std::same_as<T, Trusted>;

constexpr void obey(Strictness& strictness, Unknown unknown) {
  strictness.ignore_unknown = unknown == Unknown::ignore;
}
constexpr void obey(Strictness& strictness, Trusted) { strictness.trusted = true; }
template <Word... Words>
constexpr Strictness strictness_of(Words... words) {
  Strictness strictness;
  (obey(strictness, words), ...);
  return strictness;
}

/// Asserts that a type has a form in JSON; true where it has.
template <class T>
consteval bool assert_has_json() {
  static_assert(json_holds_no_secret<T>,
                "a loom::Secret is never written or read as JSON: keep its name, and ask "
                "loom::secret(name) for it");
  if constexpr (json_holds_no_secret<T>) {
    static_assert(json_can_hold<T>,
                  "JSON holds what Loom can store: a model, a plain struct, one of the types that "
                  "the guide lists or a container of them; specialise loom::codec for another "
                  "type");
    if constexpr (bson::PlainAggregate<T>)
      return bson::members_are_storable<T>();
    else
      return json_can_hold<T>;
  } else {
    return false;
  }
}

/// Why members cannot be written, but for the own Id, which is left out where it is not set.
template <class T>
void check_unset(const T& object, Problems& problems) {
  Problems all;
  bson::Codec<T>::check(object, bson::Path{nullptr, ""}, all);
  std::vector<Problem> others;
  for (auto& problem : all.take())
    if (problem.rule != "id") others.push_back(std::move(problem));
  problems.append(std::move(others));
}

/// Reads one text into an object, and gives all that is wrong with it.
template <class T>
std::vector<Problem> read(std::string_view text, T& object, Strictness strictness,
                          std::size_t first_line = 1) {
  Input input(text, shape_of<T>(), strictness, first_line);
  input.decode_into(object);
  if (!input.has_problems()) {
    Problems problems;
    // What a patch leaves as it was may be unset.
    if (strictness.patch) check_unset(object, problems);
    if (problems.empty()) core::ask(object, nullptr, problems);
    input.add(problems.take());
  }
  return input.take_problems();
}

}  // namespace json

/// Makes a `T` of a JSON text: a model, a plain struct, or whatever else Loom stores.
///
/// It is strict. Every member must be there that has no default, and none that `T` does not have;
/// members that Loom manages (the own Id, TimeInserted, TimeUpdated) are refused; "36" is no
/// number, 1.0 is no whole one, and nothing is given twice. `Unknown::ignore` and `trusted` after
/// the text loosen this. Rules of `Checked` and of `validate` hold. See docs/json.md for the form
/// of each type.
///
/// Throws: ValidationError with every problem, by its path; rule "json" with line and column, where
///         the text is no JSON; rule "size" beyond 64 MiB, "depth" beyond 100 levels.
///
///     auto booking = loom::from_json<Booking>(request.body());
///     auto export_ = loom::from_json<Booking>(line, loom::trusted);
template <class T, json::Word... Words>
  requires(!json::has_own_json<T>)
T from_json(std::string_view text, Words... words) {
  if constexpr (json::assert_has_json<T>()) {
    T object{};
    if (auto problems = json::read(text, object, json::strictness_of(words...)); !problems.empty())
      throw ValidationError(std::move(problems));
    return object;
  }
}

/// The same of a stream, read to its end: a file, a socket.
///
///     std::ifstream file("booking.json");
///     auto booking = loom::from_json<Booking>(file);
template <class T, json::Word... Words>
  requires(!json::has_own_json<T>)
T from_json(std::istream& in, Words... words) {
  return from_json<T>(std::string_view(json::read_all(in)), words...);
}

/// Changes the members that a JSON text has, and no other; all of it or nothing.
///
/// A struct within is changed likewise; what an optional, a container or a variant holds is
/// replaced as a whole, and null empties an optional. The whole object keeps its rules afterwards.
/// Members that Loom manages are refused, and so are counters, which only differences change.
///
/// Throws: ValidationError with every problem; `object` is as it was then.
///
///     loom::patch_from_json(customer, R"({"name": "Ada", "address": {"zip": "1010"}})");
///     customer.persist();
template <class T, json::Word... Words>
void patch_from_json(T& object, std::string_view text, Words... words) {
  static_assert(patch_is_of_a_struct<T>,
                "a patch changes members, so it is of a model or a plain struct: read another "
                "value whole, by loom::from_json");
  if constexpr (patch_is_of_a_struct<T> && json::assert_has_json<T>()) {
    json::Strictness strictness = json::strictness_of(words...);
    strictness.patch = true;
    T changed = object;
    if (auto problems = json::read(text, changed, strictness); !problems.empty())
      throw ValidationError(std::move(problems));
    object = std::move(changed);
  }
}

}  // namespace loom
