// SPDX-License-Identifier: Apache-2.0
// Filters, sorts and counts on a real server: they mean what they mean in C++, and a value is never
// taken for an operator.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

enum class State { draft, paid, shipped };

struct Owner : PersistableModel<Owner> {
  static constexpr auto persist_db = declare_persist_db("shop", "owners");
  Id<Owner> id;
};
struct Inner {
  std::optional<int> number;
  std::optional<std::string> text;
};
struct Outer {
  std::optional<Inner> inner;
};
struct Sample : PersistableModel<Sample> {
  static constexpr auto persist_db = declare_persist_db("shop", "samples");
  Id<Sample, int> id;
  std::int32_t int32 = 0;
  std::optional<std::int64_t> int64;
  std::uint32_t uint32 = 0;
  std::optional<double> real;
  float small = 0;
  std::string text;
  StrLower lower;
  bool flag = false;
  Time when;
  std::chrono::milliseconds span{0};
  std::optional<std::chrono::hours> hours;
  std::chrono::year_month_day day{};
  State state = State::draft;
  ObjectId key;
  std::optional<Uuid> uuid;
  Decimal128 price;
  std::optional<Ref<Owner>> owner;
  Nullable<std::string> note;
  std::optional<Outer> outer;
  std::vector<int> numbers;
  std::map<std::string, int> counts;
  Document extra;
  IntCounter visits;
  TimeInserted created_at;
};

template <class V>
using Three = std::array<V, 3>;  // ascending

const Three<ObjectId> keys = {ObjectId::from_string("65f000000000000000000001"),
                              ObjectId::from_string("65f000000000000000000002"),
                              ObjectId::from_string("ffffffffffffffffffffffff")};
const Three<Uuid> uuids = {Uuid::from_string("00000000-0000-4000-8000-000000000001"),
                           Uuid::from_string("00000000-0000-4000-8000-0000000000ff"),
                           Uuid::from_string("ff000000-0000-4000-8000-000000000000")};
const Three<std::int32_t> int32s = {std::numeric_limits<std::int32_t>::min(), -1, 7};
const Three<std::int64_t> int64s = {std::numeric_limits<std::int64_t>::min(), 1LL << 53,
                                    (1LL << 53) + 1};
const Three<std::uint32_t> uint32s = {0, 1, std::numeric_limits<std::uint32_t>::max()};
const Three<double> reals = {-std::numeric_limits<double>::infinity(), 0.1, 1e300};
const Three<float> smalls = {-0.5F, 0.25F, 1e30F};
const Three<std::string> texts = {"", "a", "é"};
const Three<Time> times = {Time::from_millis(-1), Time::from_millis(0), Time::from_millis(1)};
const Three<std::chrono::milliseconds> spans = {-5ms, 0ms, 90min};
const Three<std::chrono::hours> hours = {-1h, 2h, 10h};
const Three<std::chrono::year_month_day> days = {std::chrono::year{987} / 6 / 5,
                                                 std::chrono::year{2026} / 2 / 28,
                                                 std::chrono::year{2026} / 11 / 2};
const Three<Decimal128> prices = {Decimal128("-1E-3"), Decimal128("0.10"), Decimal128("9.99E+100")};
const Three<State> states = {State::draft, State::paid, State::shipped};

class Queries : public InSandbox {
 protected:
  // Three objects with values in ascending order, a document with null in every field, and one
  // without any field.
  static void fill() {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < 3; ++i) {
      samples.push_back({.id = static_cast<int>(i),
                         .int32 = int32s[i],
                         .int64 = int64s[i],
                         .uint32 = uint32s[i],
                         .real = reals[i],
                         .small = smalls[i],
                         .text = texts[i],
                         .lower = texts[i],
                         .flag = i > 0,
                         .when = times[i],
                         .span = spans[i],
                         .hours = hours[i],
                         .day = days[i],
                         .state = states[i],
                         .key = keys[i],
                         .uuid = uuids[i],
                         .price = prices[i],
                         .owner = Ref<Owner>(keys[i]),
                         .note = texts[i],
                         .outer = Outer{Inner{int32s[i], texts[i]}},
                         .numbers = {int32s[i], 5},
                         .counts = {{"a", int32s[i]}},
                         .extra = Document::from_json(R"({"a": )" + std::to_string(i) + "}"),
                         .visits = IntCounter::starting_at(int64s[i])});
    }
    Sample::persist_many(samples);
    raw<Sample>().insert(
        R"({"_id": 8, "int32": null, "int64": null, "uint32": null, "real": null, "small": null,
            "text": null, "lower": null, "flag": null, "when": null, "span": null, "hours": null,
            "day": null, "state": null, "key": null, "uuid": null, "price": null, "owner": null,
            "note": null, "outer": {"inner": null}, "numbers": null, "counts": null,
            "extra": null, "visits": null}, {"_id": 9})");
  }

  static std::int64_t count(const Filter<Sample>& filter) {
    const auto found = Sample::filter(filter);
    EXPECT_EQ(found.exists(), found.count() > 0);
    return found.count();
  }

  // Two of the five documents hold no value: unequal to every value, and in no order to any.
  template <class Field, class V>
  static void expect_equality(Field field, const Three<V>& values) {
    for (const auto& value : values) {
      EXPECT_EQ(count(field == value), 1);
      EXPECT_EQ(count(field != value), 4);
      EXPECT_EQ(count(!(field == value)), 4);
      EXPECT_EQ(count(!(field != value)), 1);
    }
    EXPECT_EQ(count(field.in({values[0], values[2]})), 2);
    EXPECT_EQ(count(!field.in({values[0], values[2]})), 3);
    EXPECT_EQ(count(field.in(values)), 3);
    EXPECT_EQ(count(field.in(std::vector<V>{})), 0);
    EXPECT_EQ(count(!field.in(std::vector<V>{})), 5);
    EXPECT_EQ(count(field == values[0] && field == values[1]), 0);
    EXPECT_EQ(count(field == values[0] || field == values[1]), 2);
  }
  template <class Field, class V>
  static void expect_order(Field field, const Three<V>& values) {
    for (int i = 0; i < 3; ++i) {
      const auto& value = values[static_cast<std::size_t>(i)];
      EXPECT_EQ(count(field < value), i);
      EXPECT_EQ(count(field <= value), i + 1);
      EXPECT_EQ(count(field > value), 2 - i);
      EXPECT_EQ(count(field >= value), 3 - i);
      EXPECT_EQ(count(!(field < value)), 5 - i);
      EXPECT_EQ(count(!(field >= value)), 2 + i);
    }
    EXPECT_EQ(count(field > values[0] && field < values[2]), 1);
    EXPECT_EQ(count(field < values[1] || field > values[1]), 2);
  }
  template <class Field, class V>
  static void expect_all(Field field, const Three<V>& values) {
    SCOPED_TRACE(field.path());
    expect_equality(field, values);
    expect_order(field, values);
  }
};

TEST_F(Queries, compare_every_kind_of_field) {
  fill();
  expect_all(fld<&Sample::int32>, int32s);
  expect_all(fld<&Sample::int64>, int64s);
  expect_all(fld<&Sample::uint32>, uint32s);
  expect_all(fld<&Sample::real>, reals);
  expect_all(fld<&Sample::small>, smalls);
  expect_all(fld<&Sample::text>, texts);
  expect_all(fld<&Sample::lower>, texts);
  expect_all(fld<&Sample::when>, times);
  expect_all(fld<&Sample::span>, spans);
  expect_all(fld<&Sample::hours>, hours);
  expect_all(fld<&Sample::day>, days);
  expect_all(fld<&Sample::key>, keys);
  expect_all(fld<&Sample::uuid>, uuids);
  expect_all(fld<&Sample::price>, prices);
  expect_all(fld<&Sample::note>, texts);
  expect_all(fld<&Sample::outer, &Outer::inner, &Inner::number>, int32s);
  expect_all(fld<&Sample::outer, &Outer::inner, &Inner::text>, texts);
  expect_all(fld<&Sample::visits>, int64s);
  expect_equality(fld<&Sample::state>, states);
  EXPECT_EQ(count(fld<&Sample::lower> == "É"), 1) << "brought to the field's case";
}

TEST_F(Queries, compare_bools_references_and_ids) {
  fill();
  EXPECT_EQ(count(fld<&Sample::flag> == true), 2);
  EXPECT_EQ(count(fld<&Sample::flag> != true), 3);
  EXPECT_EQ(count(fld<&Sample::flag> == false), 1);
  const Id<Owner> owner(keys[1]);
  EXPECT_FALSE(Sample::get(1).owner->load());
  Owner{.id = owner}.persist();
  EXPECT_EQ(Sample::get(1).owner->load()->id, owner);
  EXPECT_EQ(count(fld<&Sample::owner> == owner), 1);
  EXPECT_EQ(count(fld<&Sample::owner> == Ref<Owner>(owner)), 1);
  EXPECT_EQ(count(fld<&Sample::owner> != owner), 4);
  EXPECT_EQ(count(fld<&Sample::owner>.in({Ref<Owner>(keys[0]), Ref<Owner>(keys[2])})), 2);
  EXPECT_EQ(count(fld<&Sample::id> == 1), 1);
  EXPECT_EQ(count(fld<&Sample::id> == Id<Sample, int>(1)), 1);
  EXPECT_EQ(count(fld<&Sample::id> >= 1), 4);
  EXPECT_EQ(count(fld<&Sample::id>.in({1, 2, 3})), 2);
}

TEST_F(Queries, compare_whole_containers_and_documents) {
  fill();
  EXPECT_EQ(count(fld<&Sample::numbers> == std::vector<int>{-1, 5}), 1);
  EXPECT_EQ(count(fld<&Sample::numbers> == std::vector<int>{5, -1}), 0);
  EXPECT_EQ(count(fld<&Sample::counts> == std::map<std::string, int>{{"a", 7}}), 1);
  EXPECT_EQ(count(fld<&Sample::extra> == Document::from_json(R"({"a": 1})")), 1);
  EXPECT_EQ(count(fld<&Sample::outer, &Outer::inner> == Inner{7, "é"}), 1);
}

TEST_F(Queries, compare_times_that_loom_keeps) {
  const loom::testing::FrozenClock clock(parse_time("2026-11-22T12:00:00Z"));
  fill();
  EXPECT_EQ(count(fld<&Sample::created_at> == loom::now()), 3);
  EXPECT_EQ(count(fld<&Sample::created_at> < loom::now()), 0);
}

TEST_F(Queries, take_numbers_for_equal_whatever_type_another_program_stored) {
  raw<Sample>().insert(R"({"_id": 1, "int32": 5.0}, {"_id": 2, "int32": {"$numberLong": "5"}},
                          {"_id": 3, "int32": "5"}, {"_id": 4, "int32": [5]})");
  EXPECT_EQ(count(fld<&Sample::int32> == 5), 3) << "also in an array that another program made";
}

TEST_F(Queries, take_nan_for_equal_to_itself_and_in_no_order) {
  const auto nan = std::numeric_limits<double>::quiet_NaN();
  Sample::persist_many(std::vector<Sample>{{.id = 1, .real = nan, .day = days[0]},
                                           {.id = 2, .real = 1.0, .day = days[0]},
                                           {.id = 3, .day = days[0]}});
  EXPECT_EQ(count(fld<&Sample::real> == nan), 1);
  EXPECT_EQ(count(fld<&Sample::real> != nan), 2);
  EXPECT_EQ(count(fld<&Sample::real> < 5.0), 1);
  EXPECT_EQ(count(fld<&Sample::real> > -5.0), 1);
  EXPECT_EQ(count(fld<&Sample::real> <= 1.0), 1);
  EXPECT_EQ(count(fld<&Sample::real>.in({nan, 1.0})), 2);
}

TEST_F(Queries, take_many_values) {
  fill();
  std::vector<int> many(10'000);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<int>(i);
  EXPECT_EQ(count(fld<&Sample::int32>.in(many)), 1);
}

TEST_F(Queries, combine_filters_while_the_program_runs) {
  fill();
  Filter<Sample> filter = match_all;
  EXPECT_EQ(count(filter), 5);
  EXPECT_EQ(count(!filter), 0);
  filter = filter && fld<&Sample::int32> < 7;
  filter = filter && (fld<&Sample::flag> == false || fld<&Sample::state> == State::paid);
  EXPECT_EQ(count(filter), 2);
  filter = filter && !(fld<&Sample::text> == "");
  EXPECT_EQ(count(filter), 1);
  EXPECT_EQ(count(!filter), 4);
  EXPECT_EQ(count(!!filter), 1);
  EXPECT_EQ(count(filter || !filter), 5);
}

TEST_F(Queries, sort_by_several_keys_and_take_a_part) {
  std::vector<Sample> samples;
  for (int i = 0; i < 20; ++i)
    samples.push_back({.id = i, .int32 = i % 3, .text = std::to_string(i / 3), .day = days[0]});
  Sample::persist_many(samples);
  const auto sorted =
      Sample::filter(fld<&Sample::int32> != 1)
          .sort(fld<&Sample::int32>.desc(), fld<&Sample::text>.asc(), fld<&Sample::id>.asc());
  const auto all = sorted.load_many();
  ASSERT_EQ(all.size(), 13);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const Sample& a, const Sample& b) {
    return std::tuple(-a.int32, a.text, a.id.key()) < std::tuple(-b.int32, b.text, b.id.key());
  }));
  const auto part = sorted.skip(2).limit(3);
  const auto loaded = part.load_many();
  ASSERT_EQ(loaded.size(), 3);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(loaded[i].id, all[i + 2].id);
  EXPECT_EQ(part.count(), 3);
  EXPECT_EQ(part.load_one()->id, all[2].id);
  EXPECT_TRUE(part.exists());
  EXPECT_EQ(sorted.skip(12).limit(5).count(), 1);
  EXPECT_EQ(sorted.skip(13).count(), 0);
  EXPECT_FALSE(sorted.skip(13).exists());
  EXPECT_FALSE(sorted.skip(13).load_one());
  EXPECT_EQ(sorted.skip(0).limit(1'000'000).load_many().size(), 13);
  EXPECT_EQ(sorted.sort(fld<&Sample::id>.asc()).load_one()->id.key(), 0) << "replaces the first";
}

TEST_F(Queries, refuse_limits_and_skips_that_mean_nothing) {
  EXPECT_THROW(static_cast<void>(Sample::all().limit(0)), ValidationError);
  EXPECT_THROW(static_cast<void>(Sample::all().limit(-1)), ValidationError);
  EXPECT_THROW(static_cast<void>(Sample::all().skip(-1)), ValidationError);
  EXPECT_EQ(Sample::all().skip(0).count(), 0);
}

TEST_F(Queries, are_values_that_can_be_asked_again) {
  const auto first = Sample::all().sort(fld<&Sample::id>.asc()).limit(1);
  EXPECT_FALSE(first.load_one());
  fill();
  const auto copy = first;
  EXPECT_EQ(copy.load_one()->id.key(), 0);
  EXPECT_EQ(first.skip(1).load_one()->id.key(), 1);
  EXPECT_EQ(first.load_one()->id.key(), 0);
}

TEST_F(Queries, refuse_a_value_that_cannot_be_stored) {
  const auto path_of = [](auto make) {
    return thrown<ValidationError>(make).problems().at(0).path;
  };
  EXPECT_EQ(path_of([] { return fld<&Sample::text> == "\xff"; }), "text");
  EXPECT_EQ(path_of([] { return fld<&Sample::outer, &Outer::inner, &Inner::text> != "\xff"; }),
            "outer.inner.text");
  EXPECT_EQ(path_of([] { return fld<&Sample::text>.in({"a", "\xff"}); }), "text");
  EXPECT_EQ(path_of([] { return fld<&Sample::owner> == Ref<Owner>(); }), "owner");
  EXPECT_EQ(path_of([] { return fld<&Sample::owner> == Id<Owner>(); }), "owner");
  EXPECT_EQ(path_of([] {
              return fld<&Sample::counts> == std::map<std::string, int>{{"$gt", 1}};
            }),
            "counts.$gt");
}

TEST_F(Queries, take_no_value_for_an_operator) {
  fill();
  const std::string injected = R"({"$ne": null})";
  EXPECT_EQ(count(fld<&Sample::text> == injected), 0);
  EXPECT_EQ(count(fld<&Sample::text>.in({injected, std::string("/.*/")})), 0);
  EXPECT_EQ(count(fld<&Sample::text> == "$text"), 0);
  for (const char* json : {R"({"$ne": null})", R"({"$gt": {}})", R"({"$exists": true})",
                           R"({"$regex": ".*"})", R"({"$in": [{"a": 1}]})"}) {
    const auto document = Document::from_json(json);
    EXPECT_EQ(count(fld<&Sample::extra> == document), 0) << json;
    EXPECT_EQ(count(fld<&Sample::extra> != document), 5) << json;
    EXPECT_THROW(static_cast<void>(Sample::filter(fld<&Sample::extra>.in({document})).count()),
                 ServerError)
        << "MongoDB compares them one by one only: " << json;
  }
}

TEST_F(Queries, find_documents_that_look_like_operators) {
  Sample sample{.id = 1, .text = "$text", .day = days[0]};
  sample.extra = Document::from_json(R"({"$ne": null, "a.b": 1})");
  sample.persist();
  EXPECT_EQ(count(fld<&Sample::extra> == sample.extra), 1);
  sample.text = "$$ROOT";
  sample.extra = Document::from_json(R"({"$set": {"text": "taken over"}})");
  sample.persist();
  auto other = Sample::get(1);
  EXPECT_EQ(other.text, "$$ROOT");
  EXPECT_EQ(other.extra, sample.extra);
  other.text = "mine";
  other.persist();
  sample.text = "yours";
  EXPECT_THROW(sample.persist(), ConflictError);
  other.erase();
  EXPECT_EQ(raw<Sample>().count(), 0);
}

}  // namespace
}  // namespace loom::test
