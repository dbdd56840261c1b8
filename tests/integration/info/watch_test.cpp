// SPDX-License-Identifier: Apache-2.0
// The changes of a collection, typed, one after the other.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <ranges>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "loom/loom.hpp"
#include "support/mongod.hpp"
#include "support/open_cursors.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Parcel : PersistableModel<Parcel> {
  static constexpr auto persist_db = declare_persist_db("post", "parcels");
  Id<Parcel, int> number;
  std::string city;
  int grams = 0;
};

/// The same where the collection keeps what was before and after.
struct Letter : PersistableModel<Letter> {
  static constexpr auto persist_db = declare_persist_db("post", "letters");
  static constexpr auto change_images = declare_change_images();
  Id<Letter, int> number;
  std::string city;
  int grams = 0;
};

/// How far a program has come in the changes.
struct Progress : PersistableModel<Progress> {
  static constexpr auto persist_db = declare_persist_db("post", "progress");
  Id<Progress, std::string> reader;
  std::optional<ResumeToken> after;
};

static_assert(std::ranges::input_range<Watch<Parcel>>);

/// The next change; TimeoutError where none comes.
template <class Model>
Change<Model> next(Watch<Model>& watch) {
  return with_deadline(10s, [&] { return *watch.begin(); });
}

/// The keys of the next changes, as many as there are wanted.
template <class Model>
std::vector<int> next_keys(Watch<Model>& watch, std::size_t many) {
  std::vector<int> keys;
  while (keys.size() < many) keys.push_back(next(watch).id().key());
  return keys;
}

/// Nothing more came so far.
template <class Model>
bool is_silent(Watch<Model>& watch) {
  try {
    with_deadline(300ms, [&] { watch.begin(); });
    return false;
  } catch (const TimeoutError&) {
    return true;
  }
}

class Watches : public InSandbox {};

TEST_F(Watches, give_every_kind_of_change_typed_and_in_order) {
  auto watch = Parcel::watch();
  const Time start = loom::now();
  Parcel parcel{.number = 1, .city = "Kyiv"};
  parcel.persist();
  parcel.grams = 5;
  parcel.persist();
  raw<Parcel>().update(R"({"_id": 1})", R"({"city": "Lviv", "grams": 6})");
  parcel.reload();

  const auto inserted = next(watch), updated = next(watch), replaced = next(watch);
  EXPECT_EQ(inserted.kind(), ChangeKind::insert);
  EXPECT_EQ(inserted.after()->city, "Kyiv");
  EXPECT_EQ(inserted.id(), parcel.number);
  EXPECT_LE(abs(inserted.time() - start), 10s);
  EXPECT_EQ(updated.kind(), ChangeKind::update);
  EXPECT_EQ(updated.after()->city, "Lviv") << "it is looked up when the change is read";
  EXPECT_EQ(replaced.kind(), ChangeKind::replace);
  EXPECT_EQ(replaced.after()->grams, 6);
  EXPECT_FALSE(inserted.token() == updated.token());

  parcel.erase();
  const auto erased = next(watch);
  EXPECT_EQ(erased.kind(), ChangeKind::erase);
  EXPECT_EQ(erased.id().key(), 1);
  EXPECT_FALSE(erased.after());
  EXPECT_TRUE(is_silent(watch));
}

TEST_F(Watches, begin_where_they_are_made_and_not_where_they_are_read) {
  Parcel{.number = 1}.persist();
  auto watch = Parcel::watch();
  Parcel{.number = 2}.persist();
  std::vector<int> seen;
  for (const Change<Parcel>& change : watch) {
    seen.push_back(change.id().key());
    break;
  }
  EXPECT_EQ(seen, std::vector<int>{2});
}

TEST_F(Watches, give_documents_that_can_be_changed_and_saved) {
  auto watch = Parcel::watch();
  Parcel{.number = 1, .city = "Kyiv"}.persist();
  auto parcel = *next(watch).after();
  parcel.grams = 7;
  parcel.persist();
  EXPECT_EQ(Parcel::get(1).grams, 7);
  EXPECT_EQ(next(watch).kind(), ChangeKind::update);
}

TEST_F(Watches, keep_what_was_before_and_after_where_the_model_declares_it) {
  auto watch = Letter::watch();
  Letter letter{.number = 1, .city = "Kyiv"};
  letter.persist();
  for (const int grams : {5, 6}) {
    letter.grams = grams;
    letter.persist();
  }
  letter.erase();

  const auto inserted = next(watch), first = next(watch), second = next(watch);
  EXPECT_FALSE(inserted.before());
  EXPECT_EQ(inserted.after()->grams, 0);
  EXPECT_EQ(first.before()->grams, 0);
  EXPECT_EQ(first.after()->grams, 5) << "not what was stored later";
  EXPECT_EQ(second.before()->grams, 5);
  EXPECT_EQ(second.after()->grams, 6);
  const auto erased = next(watch);
  EXPECT_EQ(erased.before()->grams, 6);
  EXPECT_FALSE(erased.after());
}

TEST_F(Watches, judge_a_filter_by_the_document_after_the_change) {
  auto heavy = Parcel::watch(fld<&Parcel::grams> >= 100 && fld<&Parcel::city> != "Lviv");
  Parcel light{.number = 1, .grams = 1}, lviv{.number = 2, .city = "Lviv", .grams = 500};
  Parcel parcel{.number = 3, .grams = 100};
  for (auto* each : {&light, &lviv, &parcel}) each->persist();
  EXPECT_EQ(next(heavy).id().key(), 3);
  light.grams = 200;
  light.persist();
  EXPECT_EQ(next(heavy).id().key(), 1);
  parcel.grams = 0;
  parcel.persist();
  EXPECT_TRUE(is_silent(heavy)) << "what leaves the filter is not seen";
  lviv.erase();
  EXPECT_EQ(next(heavy).kind(), ChangeKind::erase) << "nobody can judge what it was";
}

TEST_F(Watches, judge_an_erasure_by_the_document_before_where_that_is_kept) {
  auto heavy = Letter::watch(fld<&Letter::grams> >= 100);
  Letter light{.number = 1, .grams = 1}, letter{.number = 2, .grams = 100};
  for (auto* each : {&light, &letter}) each->persist();
  for (auto* each : {&light, &letter}) each->erase();
  EXPECT_EQ(next(heavy).kind(), ChangeKind::insert);
  const auto erased = next(heavy);
  EXPECT_EQ(erased.id().key(), 2);
  EXPECT_EQ(erased.before()->grams, 100);
  EXPECT_TRUE(is_silent(heavy));
}

TEST_F(Watches, show_an_update_without_a_document_where_that_was_gone_when_it_was_read) {
  auto watch = Parcel::watch(fld<&Parcel::grams> >= 100);
  Parcel parcel{.number = 1, .grams = 100};
  parcel.persist();
  parcel.grams = 200;
  parcel.persist();
  parcel.erase();
  EXPECT_TRUE(next(watch).after());
  const auto updated = next(watch);
  EXPECT_EQ(updated.kind(), ChangeKind::update);
  EXPECT_FALSE(updated.after());
}

TEST_F(Watches, go_on_after_a_token_that_was_stored) {
  auto watch = Parcel::watch();
  for (int i = 1; i <= 4; ++i) Parcel{.number = i}.persist();
  Progress progress{.reader = "test"};
  for (int i = 1; i <= 2; ++i) progress.after = next(watch).token();
  progress.persist();

  const auto stored = Progress::get("test");
  EXPECT_EQ(stored.after, progress.after);
  auto again = Parcel::watch({.after = stored.after});
  EXPECT_EQ(next_keys(again, 2), (std::vector{3, 4}));
  const auto refusal = thrown<ServerError>(
      [&] { static_cast<void>(Parcel::watch(fld<&Parcel::number> > 3, {.after = stored.after})); });
  EXPECT_NE(std::string(refusal.what()).find("with the filter"), std::string::npos)
      << refusal.what();
}

// The server must find the token's own change again, though its filter would not mean it any more.
TEST_F(Watches, go_on_after_changes_whose_documents_have_left_the_filter) {
  const auto heavy = fld<&Parcel::grams> >= 100;
  auto watch = Parcel::watch(heavy);
  Parcel parcel{.number = 1, .grams = 1};
  parcel.persist();
  parcel.grams = 100;
  parcel.persist();
  const auto updated = next(watch);
  raw<Parcel>().update(R"({"_id": 1})", R"({"city": "Lviv", "grams": 100})");
  const auto replaced = next(watch);
  raw<Parcel>().update(R"({"_id": 1})", R"({"$set": {"grams": 0}})");
  raw<Parcel>().erase(R"({"_id": 1})");
  EXPECT_FALSE(next(watch).after()) << "of the update that was gone when it was looked up";
  const auto erased = next(watch);
  ASSERT_EQ(erased.kind(), ChangeKind::erase);
  Parcel{.number = 2, .grams = 100}.persist();
  auto after_update = Parcel::watch(heavy, {.after = updated.token()});
  EXPECT_EQ(next(after_update).kind(), ChangeKind::replace);
  auto after_replacement = Parcel::watch(heavy, {.after = replaced.token()});
  EXPECT_FALSE(next(after_replacement).after());
  auto after_erasure = Parcel::watch(heavy, {.after = erased.token()});
  EXPECT_EQ(next_keys(after_erasure, 1), std::vector{2});

  auto letters = Letter::watch(fld<&Letter::grams> >= 100);
  Letter letter{.number = 1, .grams = 100};
  letter.persist();
  letter.erase();
  EXPECT_EQ(next(letters).kind(), ChangeKind::insert);
  const auto gone = next(letters);
  Letter{.number = 2, .grams = 100}.persist();
  auto after_gone = Letter::watch(fld<&Letter::grams> >= 100, {.after = gone.token()});
  EXPECT_EQ(next_keys(after_gone, 1), std::vector{2});
}

TEST_F(Watches, have_a_token_before_anything_came) {
  const auto token = Parcel::watch().token();
  EXPECT_TRUE(token.is_set());
  Parcel{.number = 1}.persist();
  auto watch = Parcel::watch({.after = token});
  EXPECT_EQ(next_keys(watch, 1), std::vector{1});
}

TEST_F(Watches, refuse_a_token_that_is_none) {
  EXPECT_THROW(static_cast<void>(Parcel::watch({.after = ResumeToken()})), ValidationError);
  const ResumeToken damaged(Document::from_json(R"({"_data": "no token"})"));
  EXPECT_THROW(static_cast<void>(Parcel::watch({.after = damaged})), ServerError);
}

TEST_F(Watches, end_by_a_stop_of_another_thread_and_leave_no_cursor) {
  std::atomic<int> last{0};
  std::jthread reader([&](std::stop_token stop) {
    for (const auto& change : Parcel::watch(stop)) last = change.id().key();
  });
  while (open_cursors<Parcel>() == 0) std::this_thread::sleep_for(5ms);
  Parcel{.number = 1}.persist();
  while (last != 1) std::this_thread::sleep_for(5ms);
  reader.request_stop();
  reader.join();
  EXPECT_EQ(open_cursors<Parcel>(), 0);
}

TEST_F(Watches, end_at_once_where_the_stop_came_first_or_within_a_batch) {
  std::stop_source stop;
  auto watch = Parcel::watch(fld<&Parcel::grams> == 0, stop.get_token());
  for (int i = 1; i <= 3; ++i) Parcel{.number = i}.persist();
  std::vector<int> seen;
  for (const auto& change : watch) {
    seen.push_back(change.id().key());
    stop.request_stop();
  }
  EXPECT_EQ(seen, std::vector{1});
  for (const auto& change : Parcel::watch(stop.get_token())) FAIL() << change.id().key();
  auto rest = Parcel::watch({.after = watch.token()});
  EXPECT_EQ(next_keys(rest, 2), (std::vector{2, 3})) << "the token says how far it was read";
}

TEST_F(Watches, that_are_dropped_leave_no_cursor) {
  {
    auto watch = Parcel::watch();
    auto moved = std::move(watch);
    Parcel{.number = 1}.persist();
    EXPECT_EQ(next_keys(moved, 1), std::vector{1});
    EXPECT_EQ(open_cursors<Parcel>(), 1);
  }
  EXPECT_EQ(open_cursors<Parcel>(), 0);
}

TEST_F(Watches, wait_until_the_deadline_around_them_and_go_on_afterwards) {
  auto watch = with_deadline(2s, [] { return Parcel::watch(); });
  for (int i = 1; i <= 2; ++i) {
    EXPECT_TRUE(is_silent(watch));
    Parcel{.number = i}.persist();
    EXPECT_EQ(next_keys(watch, 1), std::vector{i});
  }
}

TEST_F(Watches, name_what_does_not_fit_and_go_on_after_it) {
  auto watch = Parcel::watch();
  raw<Parcel>().insert(R"({"_id": 1, "city": 5, "grams": 0})");
  raw<Parcel>().insert(R"({"_id": "two", "city": "Kyiv", "grams": 0})");
  Parcel{.number = 3}.persist();
  EXPECT_EQ(thrown<DecodeError>([&] { next(watch); }).mismatches().at(0).path, "city");
  EXPECT_EQ(thrown<DecodeError>([&] { next(watch); }).mismatches().at(0).path, "_id");
  EXPECT_EQ(next_keys(watch, 1), std::vector{3});
}

TEST_F(Watches, say_that_the_collection_was_dropped_and_see_the_one_that_follows) {
  Parcel{.number = 1}.persist();
  auto watch = Parcel::watch();
  raw<Parcel>().run(R"({"drop": "parcels"})", core::Effect::idempotent);
  Parcel{.number = 2}.persist();
  EXPECT_THROW(next(watch), SchemaError);
  EXPECT_EQ(next_keys(watch, 1), std::vector{2});
}

TEST_F(Watches, need_a_collection_that_keeps_the_images_which_prepare_turns_on) {
  raw<Letter>().insert(R"({"_id": 1, "city": "Kyiv", "grams": 0})");
  const auto call = std::string("loom::prepare<Letter>()");
  const auto refusal = thrown<SchemaError>([] { static_cast<void>(Letter::watch()); });
  EXPECT_NE(std::string(refusal.what()).find(call), std::string::npos) << refusal.what();
  EXPECT_THROW((Letter{.number = 2}.persist()), SchemaError) << "its change would be half kept";
  ASSERT_EQ(loom::check<Letter>().size(), 2u) << "it has no validator, either";
  EXPECT_NE(loom::check<Letter>()[0].text.find("change_images"), std::string::npos);

  const auto token = Parcel::watch().token();  // a place in time, before the images
  raw<Letter>().update(R"({"_id": 1})", R"({"$set": {"grams": 1}})");
  ASSERT_EQ(loom::prepare<Letter>().size(), 2u);
  EXPECT_TRUE(loom::check<Letter>().empty());
  EXPECT_TRUE(loom::prepare<Letter>().empty());
  raw<Letter>().update(R"({"_id": 1})", R"({"$set": {"grams": 2}})");

  auto watch = Letter::watch(fld<&Letter::grams> == 2, {.after = token});
  const auto missing = thrown<SchemaError>([&] { next(watch); });
  EXPECT_NE(std::string(missing.what()).find("was not kept"), std::string::npos) << missing.what();
  EXPECT_EQ(next(watch).before()->grams, 1);
}

TEST_F(Watches, refuse_a_filter_of_whole_documents) {
  EXPECT_THROW(static_cast<void>(
                   Parcel::watch(unsafely::raw_filter<Parcel>(R"({"$expr": {"$gt": ["$a", 1]}})"))),
               ValidationError);
}

TEST(WatchesOfAStandaloneServer, say_that_they_need_a_replica_set) {
  const Mongod server(Mongod::Kind::standalone);
  connect(server.uri());
  const auto error = thrown<ServerError>([] { static_cast<void>(Parcel::watch()); });
  EXPECT_NE(std::string(error.what()).find("needs a replica set"), std::string::npos)
      << error.what();
}

}  // namespace
}  // namespace loom::test
