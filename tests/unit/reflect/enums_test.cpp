// SPDX-License-Identifier: Apache-2.0
// Enumerators by their names: of every underlying type, renamed, and with older names.

#include "loom/reflect/enums.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace enums {
enum class State { draft, paid, shipped = 10, lost = -1 };
enum class Level : std::int8_t { lowest = -128, low = -1, none, highest = 127 };
enum class Octet : std::uint8_t { zero, most = 255 };
enum class Answer : bool { no, yes };
enum class Letter : char {
  a = 'a',
  comma = ',',
  open = '(',
  close = ')',
  quote = '\'',
  less = '<'
};
enum class Far : std::int64_t { near = 255, beyond = 256, farthest = std::int64_t(1) << 40 };
enum class Alias { one, uno = one, two };
enum class Nothing {};

enum class Renamed { draft, paid, gone };
enum class Clash { one, two };
enum class OlderClash { one, two };
enum class FarNamed { near, far = 100000 };
}  // namespace enums

template <>
inline constexpr auto loom::enum_names<enums::Renamed> = loom::enumerators(
    loom::enumerator(enums::Renamed::paid, "PAID").also_reads("payed").also_reads("settled"),
    loom::enumerator(enums::Renamed::gone, "no longer there"));
template <>
inline constexpr auto loom::enum_names<enums::Clash> =
    loom::enumerators(loom::enumerator(enums::Clash::two, "one"));
template <>
inline constexpr auto loom::enum_names<enums::OlderClash> =
    loom::enumerators(loom::enumerator(enums::OlderClash::two, "TWO").also_reads("one"));
template <>
inline constexpr auto loom::enum_names<enums::FarNamed> =
    loom::enumerators(loom::enumerator(enums::FarNamed::far, "far"));

namespace loom::reflect {
namespace {

enum class Anonymous { first, second };

// What the names of an enum are, each with its value.
template <class Enum>
std::string list() {
  std::string text;
  for (const auto& e : enumerators_of<Enum>)
    text.append(e.name).append("=").append(std::to_string(static_cast<long>(e.value))).append(" ");
  return text;
}

TEST(Enumerators, have_their_own_names) {
  EXPECT_EQ(list<enums::State>(), "lost=-1 draft=0 paid=1 shipped=10 ");
  EXPECT_EQ(enumerator_name(enums::State::shipped), "shipped");
  EXPECT_EQ(enumerator_from<enums::State>("lost"), enums::State::lost);
}

TEST(Enumerators, are_found_in_every_underlying_type) {
  EXPECT_EQ(list<enums::Level>(), "lowest=-128 low=-1 none=0 highest=127 ");
  EXPECT_EQ(list<enums::Octet>(), "zero=0 most=255 ");
  EXPECT_EQ(list<enums::Answer>(), "no=0 yes=1 ");
  EXPECT_EQ(list<enums::Letter>(), "quote=39 open=40 close=41 comma=44 less=60 a=97 ");
  EXPECT_EQ(list<enums::Nothing>(), "");
}

TEST(Enumerators, are_found_in_anonymous_namespaces_and_functions) {
  enum class Local { inside };
  EXPECT_EQ(list<Anonymous>(), "first=0 second=1 ");
  EXPECT_EQ(list<Local>(), "inside=0 ");
}

TEST(Enumerators, with_one_value_have_one_name) {
  EXPECT_EQ(list<enums::Alias>(), "one=0 two=1 ");
  EXPECT_EQ(enumerator_name(enums::Alias::uno), "one");
}

TEST(Enumerators, beyond_255_are_found_where_they_are_named) {
  EXPECT_EQ(list<enums::Far>(), "near=255 ");
  EXPECT_EQ(enumerator_name(enums::Far::beyond), "");
  EXPECT_EQ(list<enums::FarNamed>(), "near=0 far=100000 ");
  EXPECT_EQ(enumerator_from<enums::FarNamed>("far"), enums::FarNamed::far);
}

TEST(Enumerators, a_value_that_is_none_has_no_name) {
  EXPECT_EQ(enumerator_name(static_cast<enums::State>(7)), "");
  EXPECT_EQ(enumerator_from<enums::State>("7"), std::nullopt);
  EXPECT_EQ(enumerator_from<enums::State>(""), std::nullopt);
  EXPECT_EQ(enumerator_from<enums::State>("Draft"), std::nullopt);
}

TEST(Enumerators, are_renamed_for_storage) {
  EXPECT_EQ(enumerator_name(enums::Renamed::draft), "draft");
  EXPECT_EQ(enumerator_name(enums::Renamed::paid), "PAID");
  EXPECT_EQ(enumerator_name(enums::Renamed::gone), "no longer there");
  EXPECT_EQ(enumerator_from<enums::Renamed>("PAID"), enums::Renamed::paid);
  EXPECT_EQ(enumerator_from<enums::Renamed>("paid"), std::nullopt);
}

TEST(Enumerators, older_names_are_read_and_not_written) {
  EXPECT_EQ(enumerator_from<enums::Renamed>("payed"), enums::Renamed::paid);
  EXPECT_EQ(enumerator_from<enums::Renamed>("settled"), enums::Renamed::paid);
}

TEST(Enumerators, share_no_name) {
  static_assert(enumerators_are_distinct<enums::State>);
  static_assert(enumerators_are_distinct<enums::Renamed>);
  static_assert(enumerators_are_distinct<enums::Nothing>);
  static_assert(!enumerators_are_distinct<enums::Clash>);
  static_assert(!enumerators_are_distinct<enums::OlderClash>);
}

}  // namespace
}  // namespace loom::reflect
