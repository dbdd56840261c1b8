// SPDX-License-Identifier: Apache-2.0
// Time series: events with their own times, in buckets of MongoDB's.

#include <gtest/gtest.h>

#include "loom/info/prepare.hpp"
#include "support/ledgers.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

const Time noon = parse_time("2026-11-22T12:00:00Z");

struct Plain : TimeSeriesLedgerModel<Plain> {
  static constexpr auto persist_db = declare_persist_db("plant", "readings");
  Id<Plain> id;
  Time at;
  static constexpr auto timeseries = declare_timeseries(fld<&Plain::at>);
};

// The same collection, indexed and without a ttl.
struct Indexed : TimeSeriesLedgerModel<Indexed> {
  static constexpr auto persist_db = declare_persist_db("plant", "indexed");
  Id<Indexed> id;
  Time at;
  std::string sensor;
  int n = 0;
  static constexpr auto timeseries =
      declare_timeseries(fld<&Indexed::at>).metakey(fld<&Indexed::sensor>);
  static constexpr auto indexes =
      loom::indexes(loom::index(fld<&Indexed::sensor>, fld<&Indexed::at>.desc()));
};

Reading reading(Time at, const std::string& sensor = "hall", double celsius = 20) {
  return {.at = at, .sensor = sensor, .celsius = celsius};
}

/// The options of the collection, as the server has them.
std::string options() {
  const auto reply = raw<Reading>().run(R"({"listCollections": 1, "filter": {"name": "readings"}})",
                                        core::Effect::read);
  return Document::from_bytes(reply.bytes()).to_relaxed_json();
}

using TimeSeriesTest = InSandbox;

TEST_F(TimeSeriesTest, is_created_with_its_options_before_the_first_write) {
  reading(noon).persist();
  EXPECT_NE(options().find(R"("type" : "timeseries")"), std::string::npos) << options();
  EXPECT_NE(
      options().find(R"("timeField" : "at", "metaField" : "sensor", "granularity" : "minutes")"),
      std::string::npos)
      << options();
  EXPECT_NE(options().find(R"("expireAfterSeconds" : 630720000)"), std::string::npos) << options();
  EXPECT_TRUE(check<Reading>().empty());
}

TEST_F(TimeSeriesTest, keeps_each_event_with_the_time_that_the_program_gave_it) {
  auto event = reading(noon, "hall", 21.5);
  event.persist();
  const auto first = event.id;
  event.persist();
  EXPECT_NE(event.id, first);
  const auto found = Reading::filter(fld<&Reading::at> == noon).load_many();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].celsius, 21.5);
  EXPECT_EQ(Reading::get(first).at, noon);
  EXPECT_EQ(Reading::all().count(), 2);
}

TEST_F(TimeSeriesTest, takes_many_at_once_and_finds_them_by_the_bounds_of_buckets) {
  std::vector<Reading> many;
  for (int hour = 0; hour < 24 * 60; ++hour)
    many.push_back(reading(noon + hour * 1h, hour % 2 ? "hall" : "yard", hour));
  prepare<Reading>();
  check<Reading>();
  EXPECT_EQ(raw<Reading>().commands_of([&] { Reading::persist_many(many); }), 1);
  const auto day = fld<&Reading::at>.between(noon + 24h, noon + 48h);
  EXPECT_EQ(Reading::filter(day).count(), 24);
  EXPECT_EQ(Reading::filter(day && fld<&Reading::sensor> == "hall").count(), 12);

  const auto text = core::explain(Reading::filter(day).pipeline());
  EXPECT_NE(text.find("control.max.at"), text.npos) << text;
  EXPECT_NE(text.find("control.min.at"), text.npos) << text;
}

TEST_F(TimeSeriesTest, with_a_ttl_takes_no_time_that_would_stop_the_expiry) {
  for (const char* refused : {"1969-12-31T23:59:59.999Z", "2038-01-19T03:14:08Z"}) {
    const auto error = thrown<ValidationError>([&] { reading(parse_time(refused)).persist(); });
    EXPECT_EQ(error.problems()[0].path, "at");
    EXPECT_EQ(error.problems()[0].rule, "ttl");
    std::vector<Reading> many{reading(noon), reading(parse_time(refused))};
    const auto failed = thrown<BulkError>([&] { Reading::persist_many(many); });
    ASSERT_EQ(failed.failures().size(), 1u);
    EXPECT_EQ(failed.failures()[0].index, 1u);
  }
  for (const char* taken : {"1970-01-01T00:00:00Z", "2038-01-19T03:14:07.999Z"})
    reading(parse_time(taken)).persist();
  Indexed{.at = parse_time("1815-12-10T00:00:00Z"), .sensor = "Ada"}.persist();
  EXPECT_EQ(Indexed::filter(fld<&Indexed::at> < parse_time("1900-01-01T00:00:00Z")).count(), 1);
}

TEST_F(TimeSeriesTest, with_other_options_is_refused_and_the_differences_are_named) {
  Plain{.at = noon}.persist();
  const auto error = thrown<SchemaError>([] { reading(noon).persist(); });
  EXPECT_STREQ(error.what(),
               "the metakey of the time series plant.readings is none, and Reading declares "
               "sensor; the granularity of the time series plant.readings is seconds, and Reading "
               "declares minutes; the ttl of the time series plant.readings is none, and Reading "
               "declares 630720000 s: declare the time series as the collection is, or name "
               "another collection");
  EXPECT_THROW(reading(noon).persist(), SchemaError) << "every time";
  EXPECT_THROW(prepare<Reading>(), SchemaError);
  ASSERT_EQ(check<Reading>().size(), 1u);
  EXPECT_EQ(check<Reading>()[0].index, "");
  std::vector<Reading> many{reading(noon)};
  EXPECT_THROW(Reading::persist_many(many), SchemaError);
  EXPECT_EQ(Plain::all().count(), 1);
}

TEST_F(TimeSeriesTest, over_an_ordinary_collection_is_refused) {
  raw<Reading>().insert(R"({"at": 1})");
  EXPECT_STREQ(thrown<SchemaError>([] { reading(noon).persist(); }).what(),
               "plant.readings is no time series, and Reading declares it as one: declare the time "
               "series as the collection is, or name another collection");
}

TEST_F(TimeSeriesTest, is_prepared_with_its_indexes) {
  const auto changes = prepare<Indexed>();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].text, "created plant.indexed");
  EXPECT_EQ(changes[1].index, "sensor_1_at_-1");
  EXPECT_TRUE(check<Indexed>().empty());
  EXPECT_TRUE(prepare<Indexed>().empty());
  std::vector<Indexed> many;
  for (int i = 0; i < 10; ++i) many.push_back({.at = noon + i * 1min, .sensor = "hall", .n = i});
  Indexed::persist_many(many);
  const auto last =
      Indexed::filter(fld<&Indexed::sensor> == "hall").sort(fld<&Indexed::at>.desc()).load_one();
  EXPECT_EQ(last->n, 9);
}

TEST_F(TimeSeriesTest, is_grouped_as_any_other_collection) {
  struct Mean {
    std::string sensor;
    double celsius = 0;
    std::int64_t n = 0;
  };
  Reading::persist_many(
      {reading(noon, "hall", 20), reading(noon + 1min, "hall", 22), reading(noon, "yard", 5)});
  const auto means = Reading::all()
                         .group<Mean>(fld<& Mean::sensor> = fld<&Reading::sensor>,
                                      fld<& Mean::celsius> = avg(fld<&Reading::celsius>),
                                      fld<& Mean::n> = loom::count())
                         .sort(fld<&Mean::sensor>.asc())
                         .load_many();
  ASSERT_EQ(means.size(), 2u);
  EXPECT_EQ(means[0].celsius, 21);
  EXPECT_EQ(means[1].n, 1);
}

}  // namespace
}  // namespace loom::test
