// SPDX-License-Identifier: Apache-2.0
// Names as the compiler knows them, in every place where a type can stand.

#include "loom/reflect/names.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace shop::inner {
struct Address {
  std::string street;
  std::string city;
};
template <class T>
struct Box {
  T held;
  int size_;
};
}  // namespace shop::inner

struct Global {
  int only;
};

namespace loom::reflect {
namespace {

using Names = std::vector<std::string_view>;
template <class T>
Names names_of() {
  return {member_names<T>.begin(), member_names<T>.end()};
}

struct Empty {};
struct Base : ModelBase {};
struct Everything : Base {
  shop::inner::Address home;
  std::array<int, 3> three;
  std::optional<shop::inner::Address> maybe;
  std::map<std::string, std::vector<int>> map_of_many;
  std::variant<Empty, Global> either;
  int raw[2];
  int _leading = 1;
  int trailing_ = 2;
  int x1 = 3;
  int größe = 4;
  int object = 5;
  int Wrapped = 6;
  std::vector<bool> string_view;
};

TEST(MemberNames, are_those_of_the_struct_in_their_order) {
  EXPECT_EQ(names_of<Everything>(),
            (Names{"home", "three", "maybe", "map_of_many", "either", "raw", "_leading",
                   "trailing_", "x1", "größe", "object", "Wrapped", "string_view"}));
}

TEST(MemberNames, are_found_in_every_namespace) {
  EXPECT_EQ(names_of<shop::inner::Address>(), (Names{"street", "city"}));
  EXPECT_EQ(names_of<Global>(), (Names{"only"}));
  EXPECT_EQ(names_of<Empty>(), Names{});
}

TEST(MemberNames, are_found_in_templates) {
  EXPECT_EQ((names_of<shop::inner::Box<std::map<std::string, int>>>()), (Names{"held", "size_"}));
}

TEST(MemberNames, are_found_in_a_struct_of_a_function) {
  struct Local {
    int one;
    Everything two;
  };
  EXPECT_EQ(names_of<Local>(), (Names{"one", "two"}));
}

TEST(MemberNames, are_constants) {
  static_assert(member_names<shop::inner::Address>[1] == "city");
  static_assert(member_names<Everything>.size() == member_count<Everything>);
}

TEST(NameOfPointer, is_the_members_name) {
  struct Local {
    int in_a_function;
  };
  EXPECT_EQ(name_of_pointer<&shop::inner::Address::city>, "city");
  EXPECT_EQ(name_of_pointer<&Everything::map_of_many>, "map_of_many");
  EXPECT_EQ(name_of_pointer<&Everything::größe>, "größe");
  EXPECT_EQ(name_of_pointer<&Everything::string_view>, "string_view");
  EXPECT_EQ(name_of_pointer<&shop::inner::Box<std::vector<int>>::size_>, "size_");
  EXPECT_EQ(name_of_pointer<&Local::in_a_function>, "in_a_function");
}

TEST(TypeName, is_without_namespaces) {
  struct Local {};
  EXPECT_EQ(type_name<Global>, "Global");
  EXPECT_EQ(type_name<shop::inner::Address>, "Address");
  EXPECT_EQ(type_name<Everything>, "Everything");
  EXPECT_EQ(type_name<Local>, "Local");
  EXPECT_EQ(type_name<shop::inner::Box<int>>, "Box<int>");
}

TEST(AreDistinct, leaves_empty_texts_out) {
  using Texts = std::array<std::string_view, 4>;
  static_assert(are_distinct(Texts{"a", "", "b", ""}));
  static_assert(are_distinct(Texts{"ab", "a", "b", ""}));
  static_assert(!are_distinct(Texts{"a", "b", "", "a"}));
}

}  // namespace
}  // namespace loom::reflect
