// SPDX-License-Identifier: Apache-2.0
// Members are counted and visited: any number up to 64, of every kind that a struct may have.

#include "loom/reflect/aggregate.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace loom::reflect {

template <class Model>
struct Base : ModelBase {};

namespace {

struct Empty {};
struct One {
  int a;
};
struct Two {
  int a;
  std::string b;
};
// clang-format off
struct SixtyFour {
  int m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15, m16,
      m17, m18, m19, m20, m21, m22, m23, m24, m25, m26, m27, m28, m29, m30, m31, m32,
      m33, m34, m35, m36, m37, m38, m39, m40, m41, m42, m43, m44, m45, m46, m47, m48,
      m49, m50, m51, m52, m53, m54, m55, m56, m57, m58, m59, m60, m61, m62, m63, m64;
};
struct SixtyFive {
  SixtyFour most;
  int m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15, m16,
      m17, m18, m19, m20, m21, m22, m23, m24, m25, m26, m27, m28, m29, m30, m31, m32,
      m33, m34, m35, m36, m37, m38, m39, m40, m41, m42, m43, m44, m45, m46, m47, m48,
      m49, m50, m51, m52, m53, m54, m55, m56, m57, m58, m59, m60, m61, m62, m63, m64;
};
// clang-format on
struct Model : Base<Model> {
  int a;
  std::string b;
};
struct LargestModel : Base<LargestModel> {
  SixtyFour parts;
};
struct ModelOfNothing : Base<ModelOfNothing> {};

struct Mixed {
  bool flag = true;
  std::array<int, 3> three{1, 2, 3};
  std::optional<Two> maybe;
  std::map<std::string, Two> named;
  std::variant<One, Two> either;
  std::vector<bool> flags{true, false};
  Two nested{7, "seven"};
  std::unique_ptr<int> owned;
  int raw[2] = {4, 5};
  Empty nothing;
};

class WithConstructor {
 public:
  explicit WithConstructor(int number) : number_(number) {}
  int number() const { return number_; }

 private:
  int number_;
};
struct NeedsAValue {
  WithConstructor needy;
};

template <class T>
struct Pair {
  T first;
  T second;
};

static_assert(member_count<Empty> == 0);
static_assert(member_count<One> == 1);
static_assert(member_count<Two> == 2);
static_assert(member_count<SixtyFour> == 64);
static_assert(member_count<Mixed> == 10);
static_assert(member_count<Pair<Pair<int>>> == 2);
static_assert(detail::has_at_most_64_members<SixtyFour>);
static_assert(!detail::has_at_most_64_members<SixtyFive>);
static_assert(detail::members_can_be_counted<Empty>);
static_assert(!detail::members_can_be_counted<NeedsAValue>);

TEST(Aggregate, the_empty_base_of_a_model_is_no_member) {
  EXPECT_EQ(member_count<Model>, 2u);
  EXPECT_EQ(member_count<LargestModel>, 1u);
  EXPECT_EQ(member_count<ModelOfNothing>, 0u);
  Model model{.a = 3, .b = "x"};
  EXPECT_EQ(with_members(model, [](int a, const std::string& b) { return b + std::to_string(a); }),
            "x3");
}

TEST(Aggregate, the_types_of_the_members_are_known) {
  static_assert(std::is_same_v<MemberTypes<Two>, std::tuple<int, std::string>>);
  static_assert(std::is_same_v<MemberTypes<Empty>, std::tuple<>>);
  static_assert(std::is_same_v<MemberType<Mixed, 1>, std::array<int, 3>>);
  static_assert(std::is_same_v<MemberType<Mixed, 2>, std::optional<Two>>);
  static_assert(std::is_same_v<MemberType<Mixed, 4>, std::variant<One, Two>>);
  static_assert(std::is_same_v<MemberType<Mixed, 8>, int[2]>);
}

TEST(Aggregate, members_are_visited_in_their_order_and_can_be_changed) {
  SixtyFour many{};
  int next = 0;
  with_members(many, [&](auto&... member) { ((member = ++next), ...); });
  EXPECT_EQ(many.m1, 1);
  EXPECT_EQ(many.m2, 2);
  EXPECT_EQ(many.m33, 33);
  EXPECT_EQ(many.m64, 64);
}

TEST(Aggregate, members_of_a_constant_are_constant) {
  const Two two{3, "three"};
  with_members(two, [](auto&... member) {
    static_assert((std::is_const_v<std::remove_reference_t<decltype(member)>> && ...));
  });
}

TEST(Aggregate, default_initialisers_do_not_change_the_count) {
  const Mixed mixed;
  with_members(mixed, [](bool flag, const auto& three, const auto& maybe, const auto& named,
                         const auto& either, const auto& flags, const auto& nested,
                         const auto& owned, const auto& raw, const Empty&) {
    EXPECT_TRUE(flag);
    EXPECT_EQ(three[2], 3);
    EXPECT_FALSE(maybe);
    EXPECT_TRUE(named.empty());
    EXPECT_EQ(either.index(), 0u);
    EXPECT_EQ(flags.size(), 2u);
    EXPECT_EQ(nested.b, "seven");
    EXPECT_FALSE(owned);
    EXPECT_EQ(raw[1], 5);
  });
}

TEST(Aggregate, the_function_may_give_a_reference) {
  Two two{3, "three"};
  auto& second = with_members(two, [](auto&, auto& b) -> auto& { return b; });
  EXPECT_EQ(&second, &two.b);
}

TEST(Aggregate, an_empty_struct_has_no_members_to_visit) {
  Empty empty;
  EXPECT_EQ(with_members(empty, [](auto&... member) { return sizeof...(member); }), 0u);
}

TEST(Aggregate, a_struct_of_a_function_is_as_good_as_any) {
  struct Local {
    int a = 1;
    std::vector<Two> b;
  };
  EXPECT_EQ(member_count<Local>, 2u);
  EXPECT_EQ(with_members(Local{}.b.emplace_back(), [](auto&... m) { return sizeof...(m); }), 2u);
}

TEST(Aggregate, its_indexes_are_constants) {
  std::string seen;
  for_each_index<Two>([&](auto i) {
    static_assert(i < 2);
    seen += std::to_string(i);
  });
  EXPECT_EQ(seen, "01");
}

}  // namespace
}  // namespace loom::reflect
