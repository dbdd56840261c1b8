#pragma once
// SPDX-License-Identifier: Apache-2.0
// A struct with a member for every rule, and random ones of it: values at the edges of the rules.

#include <array>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "loom/info/email.hpp"
#include "support/rich.hpp"

namespace loom::test {

enum class Stage { open, paid, closed };

}  // namespace loom::test

template <>
inline constexpr auto loom::enum_names<loom::test::Stage> =
    loom::enumerators(loom::enumerator(loom::test::Stage::paid, "PAID").also_reads("payed"));

namespace loom::test {

struct Branch {
  Checked<std::string, not_empty> name = "b";
  std::vector<Branch> branches;
};

struct Ruled : reflect::ModelBase {
  Id<Ruled> id;
  Checked<int, ge<1>, lt<9>> small = 2;
  Checked<std::int64_t, multiple_of<3>> threes = 3;
  Checked<double, gt<std::ratio<1, 10>{}>, le<1000>> ratio = 1.0;
  Checked<float, le<std::ratio<1, 10>{}>> tenth;
  Checked<double, multiple_of<std::ratio<1, 100>{}>, finite> cents;
  Checked<Decimal128, gt<0>, multiple_of<std::ratio<1, 100>{}>> price = 1;
  Checked<Decimal128, le<std::ratio<1, 3>{}>> third;
  Checked<std::string, min_length<1>, max_length<4>> word = "w";
  Checked<std::string, pattern<"[0-9]{4}">> code = "0000";
  Checked<StrLower, pattern<"[a-z ]*">> lower;
  Email email = "ada@example.org";
  std::optional<Checked<std::string, one_of<"EUR", "USD">>> currency;
  Checked<Stage, one_of<Stage::open, Stage::paid>> phase;
  Checked<std::chrono::seconds, ge<1, std::chrono::minutes>> pause = std::chrono::seconds(60);
  Checked<Time, ge<utc_day(2000, 1, 1)>> at = Time::from_millis(1'000'000'000'000);
  std::chrono::year_month_day day{std::chrono::year(2026) / 1 / 1};
  Checked<std::vector<int>, unique_items, max_length<3>> numbers;
  Checked<std::vector<std::string>, not_empty, each<max_length<2>>> tags =
      std::vector<std::string>{"t"};
  std::map<std::string, Checked<int, ge<0>>> rates;
  std::array<bool, 2> flags{};
  std::variant<Ring, Chain> shape;
  Branch tree;
  Nullable<Checked<int, gt<5>>> rank;
  std::string town;

  static constexpr auto names =
      loom::names(loom::name(fld<&Ruled::town>, "town").also_reads("city"));
};

class RuledMaker {
 public:
  explicit RuledMaker(std::mt19937& random) : random_(random), rich_(random) {}

  Ruled make() {
    using namespace std::chrono;
    Ruled r;
    r.id = Id<Ruled>::generate();
    r.small = one_of(1, 2, 8);
    r.threes = one_of<std::int64_t>(0, -3, 9'000'000'000'000'000'003 / 3 * 3);
    r.ratio = one_of(0.10000000000000002, 1.5, 1000.0);
    r.tenth = one_of(0.1F, -1.0F, 0.0F);
    r.cents = one_of(0.07, 0.3, -19.9, 123456789.01, 12345678901234.01);
    r.price = one_of<Decimal128>(Decimal128("0.01"), Decimal128("19.90"), Decimal128("1E+20"));
    r.third = one_of<Decimal128>(Decimal128("0.33333333333333333333"), Decimal128("-1"), 0);
    r.word = one_of<std::string>("a", "äöüß", "\xF0\x9F\xA7\xB5\xF0\x9F\xA7\xB5");
    r.code = one_of<std::string>("0000", "4242");
    r.lower = one_of<std::string>("", "Ada L");
    r.email = one_of<std::string>("ada@example.org", "A.B+c@x-y.example.co");
    if (roll(2)) r.currency = one_of<std::string>("EUR", "USD");
    r.phase = one_of(Stage::open, Stage::paid);
    r.pause = one_of(seconds(60), seconds(3600));
    r.at = Time::from_millis(one_of<std::int64_t>(946684800000, 4'000'000'000'000));
    r.day = std::chrono::year(one_of(0, 2024, 9999)) / 2 / 28;
    r.numbers = one_of(std::vector<int>{}, std::vector<int>{1, 2, 3});
    r.tags = one_of(std::vector<std::string>{"t"}, std::vector<std::string>{"", "ab"});
    if (roll(2)) r.rates["EUR"] = one_of(0, 7);
    r.shape = rich_.make().shape;
    if (roll(2)) r.tree.branches = {{"a", {{"b", {{"c", {}}}}}}};
    if (roll(2)) r.rank = one_of(6, 7);
    r.town = one_of<std::string>("", "Paris");
    return r;
  }

 private:
  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>(0, sides - 1)(random_);
  }
  template <class T, class... More>
  T one_of(T first, More... more) {
    const std::array<T, 1 + sizeof...(More)> all{first, static_cast<T>(more)...};
    return all[roll(all.size())];
  }

  std::mt19937& random_;
  RichMaker rich_;
};

}  // namespace loom::test
