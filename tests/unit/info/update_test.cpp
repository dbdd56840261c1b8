// SPDX-License-Identifier: Apache-2.0
// What each update operator sends, on every kind of field, and which terms make no update.

#include "loom/info/update.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "support/order.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

TEST(Update, sets_a_value_of_the_fields_own_type) {
  EXPECT_EQ(update_json(fld<& Order::state> = State::paid), R"({"$set":{"state":"paid"}})");
  EXPECT_EQ(update_json(fld<& Order::gift> = true), R"({"$set":{"gift":true}})");
  EXPECT_EQ(update_json(fld<& Order::grams> = 3), R"({"$set":{"grams":{"$numberLong":"3"}}})");
  EXPECT_EQ(update_json(fld<& Order::total> = 3), R"({"$set":{"total":3.0}})");
  EXPECT_EQ(update_json(fld<& Order::price> = Decimal128("1.50")),
            R"({"$set":{"price":{"$numberDecimal":"1.50"}}})");
  EXPECT_EQ(update_json(fld<& Order::coupon> = "x"), R"({"$set":{"coupon":"x"}})");
  EXPECT_EQ(update_json(fld<& Order::remark> = "x"), R"({"$set":{"remark":"x"}})");
  EXPECT_EQ(update_json(fld<& Order::email> = "ADA@X"), R"({"$set":{"email":"ada@x"}})");
  EXPECT_EQ(update_json(fld<& Order::packing> = 2s),
            R"({"$set":{"packing":{"$numberLong":"2000"}}})");
  EXPECT_EQ(update_json(fld<& Order::placed_at> = parse_time("2026-03-01T00:00:00Z")),
            R"({"$set":{"placedAt":{"$date":{"$numberLong":"1772323200000"}}}})");
  EXPECT_EQ(update_json(fld<& Order::tags> = std::vector<std::string>{"a", "b"}),
            R"({"$set":{"tags":["a","b"]}})");
  EXPECT_EQ(update_json(fld<& Order::billing> = Address{"Lyon", {}}),
            R"({"$set":{"billing":{"city":"Lyon"}}})");
  EXPECT_EQ(update_json((fld<&Order::address, &Address::city> = "Lyon")),
            R"({"$set":{"address.city":"Lyon"}})");
}

TEST(Update, sets_a_text_that_looks_like_an_operator_or_a_path_as_a_text) {
  EXPECT_EQ(update_json(fld<& Order::note> = "$total"), R"({"$set":{"note":"$total"}})");
}

TEST(Update, keeps_the_text_that_it_was_made_of) {
  std::string text = "a text that is too long to stand in the string itself";
  const auto term = fld<& Order::note> = text.c_str();
  text.assign(text.size(), 'x');
  EXPECT_EQ(update_json(term),
            R"({"$set":{"note":"a text that is too long to stand in the string itself"}})");
}

TEST(Update, counts_up_and_down) {
  EXPECT_EQ(update_json(fld<& Order::prints> += 5), R"({"$inc":{"prints":{"$numberLong":"5"}}})");
  EXPECT_EQ(update_json(fld<& Order::prints> -= 5), R"({"$inc":{"prints":{"$numberLong":"-5"}}})");
  EXPECT_EQ(update_json(fld<& Order::prints> -= IntCounter::starting_at(5)),
            R"({"$inc":{"prints":{"$numberLong":"-5"}}})");
  EXPECT_EQ(update_json(fld<& Order::pieces> += 5), R"({"$inc":{"pieces":5}})");
  EXPECT_EQ(update_json(fld<& Order::pieces> -= 5), R"({"$inc":{"pieces":-5}})");
  EXPECT_EQ(update_json(fld<& Order::colour> -= 5u), R"({"$inc":{"colour":{"$numberLong":"-5"}}})");
  EXPECT_EQ(update_json(fld<& Order::total> -= 0.5), R"({"$inc":{"total":-0.5}})");
  EXPECT_EQ(update_json(fld<& Order::rating> -= 0.5f), R"({"$inc":{"rating":-0.5}})");
  EXPECT_EQ(update_json(fld<& Order::price> += Decimal128("1.50")),
            R"({"$inc":{"price":{"$numberDecimal":"1.50"}}})");
  EXPECT_EQ(update_json(fld<& Order::price> -= Decimal128("1.50")),
            R"({"$inc":{"price":{"$numberDecimal":"-1.50"}}})");
  EXPECT_EQ(update_json(fld<& Order::price> -= 2), R"({"$inc":{"price":{"$numberDecimal":"-2"}}})");
}

TEST(Update, takes_away_only_what_has_a_negative) {
  EXPECT_THROW(fld<& Order::pieces> -= std::numeric_limits<int>::min(), ValidationError);
  EXPECT_EQ(update_json(fld<& Order::grams> -= std::numeric_limits<int>::min()),
            R"({"$inc":{"grams":{"$numberLong":"2147483648"}}})");
}

TEST(Update, multiplies_and_bounds) {
  EXPECT_EQ(update_json(fld<& Order::total> *= 1.5), R"({"$mul":{"total":1.5}})");
  EXPECT_EQ(update_json(fld<&Order::total>.min(2)), R"({"$min":{"total":2.0}})");
  EXPECT_EQ(update_json(fld<&Order::paid_at>.max(Time{})),
            R"({"$max":{"paid_at":{"$date":{"$numberLong":"0"}}}})");
}

TEST(Update, unsets_what_may_be_missing) {
  EXPECT_EQ(update_json(fld<&Order::coupon>.unset()), R"({"$unset":{"coupon":true}})");
  EXPECT_EQ(update_json(fld<&Order::billing, &Address::zip>.unset()),
            R"({"$unset":{"billing.zip":true}})");
}

TEST(Update, changes_vectors_by_their_elements) {
  EXPECT_EQ(update_json(fld<&Order::tags>.push("a")), R"({"$push":{"tags":{"$each":["a"]}}})");
  EXPECT_EQ(update_json(fld<&Order::items>.push(Item{"A1", 2, 0.5})),
            R"({"$push":{"items":{"$each":[{"sku":"A1","quantity":2,"unit_price":0.5}]}}})");
  EXPECT_EQ(update_json(fld<&Order::tags>.add_to_set("a")),
            R"({"$addToSet":{"tags":{"$each":["a"]}}})");
  EXPECT_EQ(update_json(fld<&Order::tags>.pull("a")), R"({"$pull":{"tags":{"$eq":"a"}}})");
  EXPECT_EQ(update_json(fld<&Order::items>.pull(fld<&Item::quantity> < 1)),
            R"({"$pull":{"items":{"quantity":{"$lt":1}}}})");
}

TEST(Update, pushes_a_document_of_modifiers_as_a_document) {
  EXPECT_EQ(update_json(fld<&Order::events>.push(Document::from_json(R"({"$each": []})"))),
            R"({"$push":{"events":{"$each":[{"$each":[]}]}}})");
}

TEST(Update, pulls_no_more_than_was_meant) {
  EXPECT_THROW(fld<&Order::items>.pull(Filter<Item>()), ValidationError);
  EXPECT_THROW(fld<&Order::items>.pull(fld<&Item::sku> == if_set(std::optional<std::string>())),
               ValidationError);
  EXPECT_EQ(update_json(fld<&Order::items>.pull(Filter<Item>(unsafely::everything))),
            R"({"$pull":{"items":{}}})");
}

TEST(Update, refuses_a_value_that_cannot_be_stored) {
  EXPECT_THROW(update_json(fld<& Order::note> = "\xff"), ValidationError);
  EXPECT_THROW(update_json(fld<& Order::customer> = Ref<Customer>()), ValidationError);
}

TEST(Update, takes_several_terms_at_once) {
  EXPECT_EQ(update_json(fld<& Order::state> = State::paid, fld<& Order::total> += 1,
                        fld<&Order::tags>.push("a")),
            R"({"$set":{"state":"paid"},"$inc":{"total":1.0},"$push":{"tags":{"$each":["a"]}}})");
}

struct Visits {
  IntCounter count;
};
struct Page : PersistableModel<Page> {
  Id<Page> id;
  Visits visits;
  std::optional<Visits> older;
  std::vector<Visits> by_day;
  TimeInserted created_at;
  TimeUpdated updated_at;
};

template <class Field, class Right>
using Set = Assigned<Field, Right>;
template <class Field, UpdateOperator Operator>
using Change = FieldUpdate<Field, Operator>;
using Count = Field<&Page::visits, &Visits::count>;

// The rules, as the compiler's sentences use them.
static_assert(is_an_update_term<Set<Count, int>> && !is_an_update_term<int>);
static_assert(!term_is_of_this_model<Order, Set<Count, int>>);
static_assert(!term_leaves_the_id<Set<Field<&Page::id>, Id<Page>>>);
static_assert(!term_leaves_managed_times<Set<Field<&Page::created_at>, Time>>);
static_assert(!term_leaves_managed_times<Change<Field<&Page::updated_at>, UpdateOperator::max>>);
static_assert(term_counts_its_counter<Change<Count, UpdateOperator::inc>>);
static_assert(!term_counts_its_counter<Change<Count, UpdateOperator::mul>>);
static_assert(!term_counts_its_counter<Set<Count, int>>);
static_assert(!term_counts_its_counter<Set<Field<&Page::visits>, Visits>>);
static_assert(!term_counts_its_counter<Set<Field<&Page::older>, Visits>>);
static_assert(!term_counts_its_counter<Set<Field<&Page::by_day>, std::vector<Visits>>>);
static_assert(term_counts_its_counter<Change<Field<&Page::older>, UpdateOperator::unset>>);
static_assert(value_fits_the_field<Field<&Order::total>, double>);
static_assert(!value_fits_the_field<Field<&Order::total>, std::optional<double>>);
static_assert(!value_fits_the_field<Field<&Order::coupon>, std::nullopt_t>);
static_assert(!value_fits_the_field<Field<&Order::note>, int>);
static_assert(!value_is_held_by_the_field<Field<&Order::pieces>, std::int64_t>);
static_assert(can_be_unset<Field<&Order::coupon>, std::optional<std::string>>);
static_assert(!can_be_unset<Field<&Order::note>, std::string>);
static_assert(is_a_number<Field<&Order::price>, Decimal128>);
static_assert(!is_a_number<Field<&Order::gift>, bool> &&
              !is_a_number<Field<&Order::note>, std::string>);
static_assert(update_has_a_term<int> && !update_has_a_term<>);

using City = Set<Field<&Order::address, &Address::city>, std::string>;
static_assert(
    terms_change_different_fields<City, Set<Field<&Order::address, &Address::zip>, std::string>>);
static_assert(!terms_change_different_fields<City, Set<Field<&Order::address>, Address>>);
static_assert(!terms_change_different_fields<Set<Field<&Order::note>, int>, City,
                                             Change<Field<&Order::note>, UpdateOperator::unset>>);

}  // namespace
}  // namespace loom::test
