// SPDX-License-Identifier: Apache-2.0
// What ledgers and time series tell the core, before any server is asked.

#include <gtest/gtest.h>

#include <chrono>
#include <type_traits>

#include "loom/info/model.hpp"
#include "support/ledgers.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Part {
  std::string code;
};
struct Move : LedgerModel<Move> {
  static constexpr auto persist_db = declare_persist_db("shop", "moves");
  Id<Move> id;
  Part part;
  std::int32_t by = 0;
  TimeInserted moved_at;
  static constexpr auto names = loom::names(loom::name(fld<&Move::moved_at>, "movedAt"));
  static constexpr auto ledger = declare_ledger(fld<&Move::part, &Part::code>);
  static constexpr auto indexes = loom::indexes(loom::index(fld<&Move::by>));
};
struct Note : LedgerModel<Note> {
  static constexpr auto persist_db = declare_persist_db("shop", "notes");
  Id<Note> id;
  TimeInserted written_at;
};
struct Bare : TimeSeriesLedgerModel<Bare> {
  static constexpr auto persist_db = declare_persist_db("plant", "bare");
  Id<Bare> id;
  Time at;
  static constexpr auto timeseries = declare_timeseries(fld<&Bare::at>);
};
struct Plain : PersistableModel<Plain> {
  static constexpr auto persist_db = declare_persist_db("shop", "plain");
  Id<Plain> id;
};

TEST(DeclareLedger, adds_the_index_of_the_histories_by_the_stored_names) {
  const auto& info = core::model_info<Move>();
  EXPECT_EQ(info.kind, core::ModelKind::ledger);
  ASSERT_EQ(info.indexes.size(), 2u);
  EXPECT_EQ(info.indexes[0].fields[0].path, "by");
  const auto& fields = info.indexes[1].fields;
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[0].path, "part.code");
  EXPECT_EQ(fields[1].path, "movedAt");
  EXPECT_EQ(fields[2].path, "_id");
  for (const auto& field : fields) EXPECT_EQ(field.direction, 1);
}

TEST(DeclareLedger, is_left_out_where_there_is_one_history) {
  EXPECT_TRUE(core::model_info<Note>().indexes.empty());
  EXPECT_EQ(core::model_info<Plain>().kind, core::ModelKind::documents);
  static_assert(records_may_change<Plain> && !records_may_change<Note>);
  static_assert(!ledger_names_its_key<Note> && ledger_names_its_key<Move>);
}

TEST(DeclareTimeSeries, tells_the_options_in_any_order) {
  const auto& info = core::model_info<Reading>();
  EXPECT_EQ(info.kind, core::ModelKind::time_series);
  EXPECT_EQ(info.time_series->time, "at");
  EXPECT_EQ(info.time_series->metakey, "sensor");
  EXPECT_EQ(info.time_series->granularity, Granularity::minutes);
  EXPECT_EQ(info.time_series->ttl, std::chrono::hours(24 * 365 * 20));

  const auto& bare = core::model_info<Bare>().time_series;
  EXPECT_TRUE(bare->metakey.empty());
  EXPECT_EQ(bare->granularity, Granularity::seconds);
  EXPECT_FALSE(bare->ttl);

  constexpr auto turned = declare_timeseries(fld<&Reading::at>)
                              .ttl(1h)
                              .granularity(Granularity::hours)
                              .metakey(fld<&Reading::sensor>);
  EXPECT_EQ(turned.info().ttl, 1h);
  EXPECT_EQ(turned.info().granularity, Granularity::hours);
  EXPECT_EQ(turned.info().metakey, "sensor");
}

TEST(LedgerRole, is_a_command_that_creates_the_role) {
  EXPECT_EQ((ledger_role<Price, Reading>("clerk").to_json()),
            Document::from_json(
                R"({"createRole": "clerk", "privileges": [
                     {"resource": {"db": "shop", "collection": "prices"},
                      "actions": ["find", "insert", "listIndexes"]},
                     {"resource": {"db": "plant", "collection": "readings"},
                      "actions": ["find", "insert", "listIndexes"]},
                     {"resource": {"db": "plant", "collection": ""},
                      "actions": ["listCollections"]}], "roles": []})")
                .to_json());
}

}  // namespace
}  // namespace loom::test
