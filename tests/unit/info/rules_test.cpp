// SPDX-License-Identifier: Apache-2.0
// Each rule: what keeps it, what it says, and which combinations nothing can keep.

#include "loom/info/rules.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "loom/info/email.hpp"
#include "loom/info/rule_info.hpp"
#include "loom/time/date.hpp"

namespace loom {
namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using std::chrono::seconds;
using Half = std::ratio<1, 2>;
using Cent = std::ratio<1, 100>;

enum class State { draft, paid, sent };
struct Even {
  static bool ok(const int& value) { return value % 2 == 0; }
  static std::string message() { return "must be even"; }
};

// What the compiler itself can tell.
static_assert(ge<5>::ok(5) && !ge<5>::ok(4) && !gt<5>::ok(5) && le<5>::ok(5) && !lt<5>::ok(5));
static_assert(ge<-1>::ok(0u) && !lt<0>::ok(std::numeric_limits<std::uint32_t>::max()));
static_assert(
    le<std::numeric_limits<std::int64_t>::max()>::ok(std::numeric_limits<std::int64_t>::max()));
static_assert(!ge<Half{}>::ok(0) && ge<Half{}>::ok(1) && ge<Half{}>::ok(0.5) &&
              gt<Half{}>::ok(0.6));
static_assert(multiple_of<3>::ok(-9) && !multiple_of<3>::ok(10) && multiple_of<Half{}>::ok(7));
static_assert(ge<5, minutes>::ok(300s) && !ge<5, minutes>::ok(299s) && le<1, seconds>::ok(1000ms));
static_assert(multiple_of<5, minutes>::ok(600s) && !multiple_of<5, minutes>::ok(301s));
static_assert(one_of<1, 2>::ok(2) && !one_of<1, 2>::ok(3) && one_of<State::paid>::ok(State::paid));
static_assert(!one_of<-1>::ok(std::numeric_limits<std::uint32_t>::max()));
static_assert(max_length<2>::ok(std::string_view("né")) &&
              !max_length<1>::ok(std::string_view("né")));

// Which rules are for which types.
static_assert(rule_fits<int, ge<1>> && rule_fits<Decimal128, ge<1>> &&
              !rule_fits<std::string, ge<1>>);
static_assert(!rule_fits<seconds, ge<1>> && !rule_fits<int, ge<1, minutes>>);
static_assert(!rule_fits<Time, ge<1>> && rule_fits<Time, ge<utc_day(2020, 1, 1)>>);
static_assert(!rule_fits<Time, multiple_of<utc_day(2020, 1, 1)>> &&
              !rule_fits<int, multiple_of<0>>);
static_assert(!rule_fits<int, min_length<1>> && rule_fits<Bytes, min_length<1>>);
static_assert(!rule_fits<int, loom::finite> && !rule_fits<int, one_of<"a">> &&
              !rule_fits<std::string, one_of<1>>);
static_assert(rule_fits<int, Even> && !rule_fits<std::string, Even>);
static_assert(rule_fits<std::vector<int>, each<ge<0>>> &&
              !rule_fits<std::vector<int>, each<not_empty>>);

// What contradicts itself.
using detail::rules_leave_a_value;
static_assert(rules_leave_a_value<int, ge<5>, le<5>>() &&
              !rules_leave_a_value<int, ge<5>, le<3>>());
static_assert(!rules_leave_a_value<int, gt<4>, lt<5>>() &&
              rules_leave_a_value<double, gt<4>, lt<5>>());
static_assert(!rules_leave_a_value<double, gt<4>, le<4>>() &&
              rules_leave_a_value<double, ge<4>, le<4>>());
static_assert(!rules_leave_a_value<int, gt<Half{}>, lt<std::ratio<9, 10>{}>>());
static_assert(!rules_leave_a_value<int, ge<5'000'000'000>>() &&
              !rules_leave_a_value<std::uint32_t, lt<0>>());
static_assert(!rules_leave_a_value<std::string, min_length<4>, max_length<3>>());
static_assert(!rules_leave_a_value<std::string, not_empty, max_length<0>>());
static_assert(!rules_leave_a_value<seconds, ge<1, minutes>, lt<60, seconds>>());

TEST(Rules, keep_doubles_by_the_number_that_was_written) {
  EXPECT_TRUE((ge<std::ratio<3, 10>{}>::ok(0.3)));
  EXPECT_FALSE((gt<std::ratio<3, 10>{}>::ok(0.3)));
  EXPECT_TRUE(multiple_of<Cent{}>::ok(0.07));
  EXPECT_TRUE(multiple_of<Cent{}>::ok(-19.99));
  EXPECT_FALSE(multiple_of<Cent{}>::ok(0.071));
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(ge<0>::ok(nan) || le<0>::ok(nan) || multiple_of<1>::ok(nan) ||
               multiple_of<1>::ok(infinity));
  EXPECT_FALSE(loom::finite::ok(nan) || loom::finite::ok(-infinity));
  EXPECT_TRUE(loom::finite::ok(1.0f));
  EXPECT_TRUE((le<std::ratio<1, 10>{}>::ok(0.1f)) && multiple_of<Cent{}>::ok(0.07f));
}

TEST(Rules, keep_decimals_exactly) {
  EXPECT_TRUE(ge<Half{}>::ok(Decimal128("0.50")));
  EXPECT_FALSE(gt<Half{}>::ok(Decimal128("0.50")));
  EXPECT_TRUE(gt<Half{}>::ok(Decimal128("0.5000000000000000000000000000000001")));
  EXPECT_TRUE(multiple_of<Cent{}>::ok(Decimal128("19.90")));
  EXPECT_FALSE(multiple_of<Cent{}>::ok(Decimal128("19.901")));
  EXPECT_FALSE(ge<0>::ok(Decimal128("NaN")) || le<0>::ok(Decimal128("NaN")) ||
               multiple_of<1>::ok(Decimal128("Infinity")) || loom::finite::ok(Decimal128("NaN")));
}

TEST(Rules, keep_times_and_dates_by_days) {
  using Since2020 = ge<utc_day(2020, 1, 1)>;
  EXPECT_TRUE(Since2020::ok(parse_time("2020-01-01T00:00:00Z")));
  EXPECT_FALSE(Since2020::ok(parse_time("2020-01-01T00:59:59+01:00")));
  EXPECT_TRUE(Since2020::ok(parse_date("2020-01-01")));
  EXPECT_FALSE(Since2020::ok(parse_date("2019-12-31")));
  EXPECT_FALSE(Since2020::ok(std::chrono::year(2021) / 2 / 30));
  EXPECT_EQ(Since2020::message(), "must be at least 2020-01-01");
}

TEST(Rules, keep_the_length_of_texts_and_containers) {
  EXPECT_TRUE(max_length<3>::ok(std::string("né€")));
  EXPECT_FALSE(max_length<3>::ok(std::string("abcd")));
  EXPECT_FALSE(not_empty::ok(std::string()) || not_empty::ok(std::vector<int>()) ||
               not_empty::ok(std::map<std::string, int>()));
  EXPECT_TRUE(min_length<2>::ok(Bytes{{std::byte{1}, std::byte{2}}}));
  EXPECT_TRUE(min_length<2>::ok(StrLower("AB")));
}

TEST(Rules, take_a_pattern_for_the_whole_text) {
  using Word = pattern<"[a-z]+|[0-9]{2}">;
  EXPECT_TRUE(Word::ok("word") && Word::ok("42"));
  EXPECT_FALSE(Word::ok("word 42") || Word::ok("") || Word::ok("word\n") || Word::ok("423"));
  EXPECT_FALSE(Word::ok(std::string_view("a\0b", 3)));
  EXPECT_THROW(pattern<"(">::ok(""), ValidationError);
}

TEST(Rules, find_elements_that_are_there_twice) {
  EXPECT_TRUE(unique_items::ok(std::vector<int>{3, 1, 2}));
  EXPECT_FALSE(unique_items::ok(std::vector<int>{3, 1, 3}));
  struct Plain {
    int n;
    bool operator==(const Plain&) const = default;
  };
  EXPECT_TRUE(unique_items::ok(std::vector<Plain>{{1}, {2}}));
  EXPECT_FALSE(unique_items::ok(std::vector<Plain>{{1}, {2}, {1}}));
}

TEST(Rules, know_addresses_of_e_mail) {
  const std::string word64(64, 'a'), label63(63, 'b');
  for (const std::string& good :
       std::vector<std::string>{"ada@example.org", "a.b+c@x-y.example.co.uk",
                                word64 + "@" + label63 + ".org", "o'neil@a.b"})
    EXPECT_TRUE(email::ok(good)) << good;
  for (const std::string& bad : std::vector<std::string>{
           "", "ada", "ada@", "@example.org", "ada@localhost", "a@b@c.org", ".ada@example.org",
           "a..b@example.org", "ada@-example.org", "ada@example..org", "ada @example.org",
           "ada@example.org\n", "ad\xC3\xA0@example.org", word64 + "a@b.org",
           "a@" + label63 + "b.org"})
    EXPECT_FALSE(email::ok(bad)) << bad;
  EXPECT_FALSE(email::ok("a@" + std::string(250, 'b') + ".org"));
}

template <class T, class Rule>
std::string told() {
  const auto info = detail::describe<T, Rule>();
  std::string text = info.name + ": " + info.message;
  if (info.keyword) text += " | " + info.keyword->name + " " + info.keyword->value;
  for (const auto& rule : info.each) text += " | each " + rule.name;
  return text;
}

TEST(Rules, tell_what_they_are) {
  EXPECT_EQ((told<int, ge<0>>()), "ge: must be at least 0 | minimum 0");
  EXPECT_EQ((told<double, lt<Half{}>>()), "lt: must be less than 0.5 | exclusiveMaximum 0.5");
  EXPECT_EQ((told<seconds, le<5, minutes>>()), "le: must be at most 5 minutes | maximum 300000");
  EXPECT_EQ((told<Time, gt<utc_day(2020, 2, 29)>>()), "gt: must be greater than 2020-02-29");
  EXPECT_EQ((told<double, multiple_of<Cent{}>>()),
            "multiple_of: must be a multiple of 0.01 | multipleOf 0.01");
  EXPECT_EQ((told<std::string, min_length<2>>()),
            "min_length: must have a length of at least 2 | minLength 2");
  EXPECT_EQ((told<std::vector<int>, max_length<2>>()),
            "max_length: must have a length of at most 2 | maxItems 2");
  EXPECT_EQ((told<std::map<std::string, int>, not_empty>()),
            "not_empty: must not be empty | minProperties 1");
  EXPECT_EQ((told<std::string, pattern<"a|\"b\\d">>()),
            R"(pattern: must match a|"b\d | pattern "^(?:a|\"b\\d)$")");
  EXPECT_EQ((told<std::string, one_of<"EUR", "USD">>()),
            R"(one_of: must be one of "EUR", "USD" | enum ["EUR","USD"])");
  EXPECT_EQ((told<State, one_of<State::draft, State::sent>>()),
            R"(one_of: must be one of "draft", "sent" | enum ["draft","sent"])");
  EXPECT_EQ((told<int, one_of<1, -2>>()), "one_of: must be one of 1, -2 | enum [1,-2]");
  EXPECT_EQ((told<std::vector<int>, unique_items>()),
            "unique_items: must hold no element twice | uniqueItems true");
  EXPECT_EQ((told<std::vector<int>, each<ge<0>, lt<9>>>()),
            "each: each must be at least 0 and must be less than 9 | each ge | each lt");
  EXPECT_EQ((told<StrLower, email>()),
            R"(email: must be an e-mail address, like ada@example.org | format "email")");
  EXPECT_EQ((told<int, Even>()), "Even: must be even");
}

}  // namespace
}  // namespace loom
