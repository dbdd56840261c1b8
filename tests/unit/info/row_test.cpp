// SPDX-License-Identifier: Apache-2.0
// Which assignments make a row: every member once, of a type that holds what is assigned.

#include "loom/info/row.hpp"

#include <gtest/gtest.h>

#include "support/order.hpp"

namespace loom::test {
namespace {

struct CityRow {
  std::string city;
  double mean = 0;
};
struct Row {
  std::string name;
  std::int64_t n = 0;
  std::optional<Time> last;
  CityRow inner;
};

template <auto Member, class Right>
using To = Assigned<Field<Member>, Right>;

static_assert(assigns_a_member_of_the_row<Row, To<&Row::n, Accumulator<std::int64_t>>>);
static_assert(!assigns_a_member_of_the_row<Row, To<&CityRow::mean, double>>);
static_assert(!assigns_a_member_of_the_row<Row, Accumulator<std::int64_t>>);
static_assert(!assigns_a_member_of_the_row<Row, Assigned<Field<&Row::inner, &CityRow::city>, int>>);

using City = To<&CityRow::city, std::string>;
using Mean = To<&CityRow::mean, double>;
static_assert(every_member_is_assigned_once<CityRow, City, Mean>);
static_assert(every_member_is_assigned_once<CityRow, Mean, City>);
static_assert(!every_member_is_assigned_once<CityRow, City>);
static_assert(!every_member_is_assigned_once<CityRow, City, City>);
static_assert(!every_member_is_assigned_once<CityRow, City, Mean, Mean>);

static_assert(member_can_hold<Row, double, double> && member_can_hold<Row, double, int>);
static_assert(!member_can_hold<Row, double, std::int64_t>);  // 2^53 + 1 is none
static_assert(!member_can_hold<Row, int, std::int64_t> && !member_can_hold<Row, int, double>);
static_assert(!member_can_hold<Row, std::string, double> && !member_can_hold<Row, double, bool>);
static_assert(!member_can_hold<Row, bool, int> && !member_can_hold<Row, int, bool>);
static_assert(!member_can_hold<Row, std::string, State> && member_can_hold<Row, State, State>);
static_assert(!member_can_hold<Row, Decimal128, int>);
static_assert(!member_can_hold<Row, double, Decimal128>);
static_assert(member_can_hold<Row, std::string, StrLower>);
static_assert(member_can_hold<Row, Time, TimeInserted>);
static_assert(member_can_hold<Row, std::int64_t, IntCounter>);
static_assert(member_can_hold<Row, Ref<Customer>, Id<Customer>>);
static_assert(!member_can_hold<Row, Ref<Customer>, Id<Order>>);
static_assert(!member_can_hold<Row, std::chrono::hours, std::chrono::milliseconds>);
static_assert(member_can_hold<Row, std::vector<std::string>, std::vector<std::string>>);
static_assert(!member_can_hold<Row, std::string, std::vector<std::string>>);

static_assert(member_expects_an_empty_value<Row, std::optional<Time>, std::optional<Time>>);
static_assert(member_expects_an_empty_value<Row, std::optional<Time>, Time>);
static_assert(member_expects_an_empty_value<Row, Nullable<Time>, std::optional<Time>>);
static_assert(!member_expects_an_empty_value<Row, Time, std::optional<Time>>);

using detail::AssignmentOf;
static_assert(
    std::is_same_v<AssignmentOf<To<&Row::name, Field<&Order::billing, &Address::city>>>::Type,
                   std::optional<std::string>>);
static_assert(std::is_same_v<AssignmentOf<To<&Row::name, Field<&Order::note>>>::Type, std::string>);

TEST(Row, of_all_its_members_is_whole) {
  constexpr bool whole = assert_row<CityRow, City, Mean>();
  EXPECT_TRUE(whole);
}

}  // namespace
}  // namespace loom::test
