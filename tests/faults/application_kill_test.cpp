// SPDX-License-Identifier: Apache-2.0
// The program is killed in the middle of its writes: what it was told is saved is there, and all
// that is there is whole.

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "faults/history.hpp"
#include "loom/loom.hpp"
#include "support/child.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

// All that it holds follows from its number, revision and length, so half of a write would show.
struct Record : PersistableModel<Record> {
  static constexpr auto persist_db = declare_persist_db("faults", "records");

  Id<Record> id;
  std::int64_t number = 0;
  std::int64_t revision = 0;
  std::int64_t length = 0;
  std::string text;
  std::vector<std::int64_t> marks;
  IntCounter changes;
  TimeInserted created_at;
  TimeUpdated updated_time;

  static constexpr auto indexes = loom::indexes(unique(fld<&Record::number>));

  static Record of(std::int64_t number, std::int64_t length) {
    Record record{.number = number, .length = length};
    record.fill();
    return record;
  }
  void change() {
    ++revision;
    ++changes;
    fill();
  }
  bool is_whole() const {
    Record expected{.number = number, .revision = revision, .length = length};
    expected.fill();
    return text == expected.text && marks == expected.marks && changes == revision &&
           created_at.time() <= updated_time.time();
  }

 private:
  void fill() {
    text.assign(static_cast<std::size_t>(length),
                static_cast<char>('a' + (number + revision) % 26));
    marks = {number, revision, number * 31 + revision};
  }
};

/// What the child does until it is killed, and says of it: "first last revision", once it is saved.
struct Job {
  bool in_bulk;
  int length;  ///< of the texts
  int batch;
};

std::string saved(std::int64_t first, std::int64_t last, std::int64_t revision) {
  return std::to_string(first) + " " + std::to_string(last) + " " + std::to_string(revision);
}

void save_one_by_one(std::int64_t number, std::mt19937& random, const Job& job) {
  for (;; ++number) {
    auto record = Record::of(number, job.length);
    record.persist();
    tell(saved(number, number, 0));
    for (int changes = random_from(random, 0, 3); changes > 0; --changes) {
      record.change();
      record.persist();
      tell(saved(number, number, record.revision));
    }
  }
}

// Each batch holds new records, and some of the one before that have changed.
void save_in_bulk(std::int64_t number, const Job& job) {
  constexpr std::size_t most_changed = 20;
  for (std::vector<Record> batch;;) {
    std::vector<Record> changed = std::move(batch);
    changed.resize(std::min(changed.size(), most_changed));
    const auto first = number;
    batch.clear();
    for (int i = 0; i < job.batch; ++i) batch.push_back(Record::of(number++, job.length));
    for (auto& record : changed) {
      record.change();
      batch.push_back(record);
    }
    Record::persist_many(batch);
    tell(saved(first, number - 1, 0));
    for (const auto& record : changed) tell(saved(record.number, record.number, record.revision));
  }
}

std::int64_t setting(const char* name) { return std::stoll(std::getenv(name)); }

TEST(DISABLED_Application, saves_until_it_is_killed) {
  connect(std::getenv("LOOM_FAULT_URI"));
  tell("connected");
  std::mt19937 random(static_cast<std::uint32_t>(setting("LOOM_FAULT_RANDOM")));
  const Job job{setting("LOOM_FAULT_IN_BULK") != 0, static_cast<int>(setting("LOOM_FAULT_LENGTH")),
                static_cast<int>(setting("LOOM_FAULT_BATCH"))};
  const auto first = setting("LOOM_FAULT_FIRST");
  job.in_bulk ? save_in_bulk(first, job) : save_one_by_one(first, random, job);
}

class ApplicationKill : public ::testing::Test {
 protected:
  ApplicationKill() { connect(server_.uri()); }

  /// Starts a child with a job, kills it after some of its lines, and takes in what it was told.
  void play_round(const Job& job, int lines) {
    const std::int64_t first = 1'000'000 * ++rounds_;
    Child child("DISABLED_Application.saves_until_it_is_killed",
                {{"LOOM_FAULT_URI", server_.uri()},
                 {"LOOM_FAULT_FIRST", std::to_string(first)},
                 {"LOOM_FAULT_RANDOM", std::to_string(random_())},
                 {"LOOM_FAULT_IN_BULK", std::to_string(job.in_bulk)},
                 {"LOOM_FAULT_LENGTH", std::to_string(job.length)},
                 {"LOOM_FAULT_BATCH", std::to_string(job.batch)}});
    ASSERT_EQ(child.answer(), "connected");
    for (int line = 0; line < lines; ++line) take(child.answer());
    std::this_thread::sleep_for(
        std::chrono::microseconds(random_from(random_, 0, job.in_bulk ? 100'000 : 3'000)));
    child.end_by(SIGKILL);
    for (auto line = child.answer(); line != Child::no_answer; line = child.answer()) take(line);
  }

  /// Compares what is stored with what was acknowledged.
  void check() {
    std::set<std::int64_t> numbers;
    for (const Record& record : Record::all().stream()) {
      EXPECT_TRUE(numbers.insert(record.number).second) << record.number << " is stored twice";
      EXPECT_TRUE(record.is_whole()) << record.number << " is half-written";
      const auto acknowledged = acknowledged_.find(record.number);
      const auto revision = acknowledged == acknowledged_.end() ? -1 : acknowledged->second;
      EXPECT_GE(record.revision, revision) << record.number << " lost an acknowledged change";
      EXPECT_LE(record.revision, revision + 1) << record.number << " has a change nobody made";
    }
    for (const auto& [number, revision] : acknowledged_)
      EXPECT_TRUE(numbers.contains(number)) << number << " was acknowledged and is lost";
    EXPECT_GT(acknowledged_.size(), 0u);
    EXPECT_EQ(server_.number("faults", R"({"validate": "records", "full": true})", "valid"), 1)
        << "an index does not fit its collection";
    EXPECT_THROW(Record::of(*numbers.begin(), 1).persist(), DuplicateKeyError);
    std::cout << acknowledged_.size() << " records were acknowledged, " << numbers.size()
              << " are stored" << std::endl;
  }

  std::mt19937 random_{announced_seed()};

 private:
  void take(const std::string& line) {
    std::istringstream words(line);
    std::int64_t first = 0, last = 0, revision = 0;
    ASSERT_TRUE(words >> first >> last >> revision) << line;
    for (auto number = first; number <= last; ++number) acknowledged_[number] = revision;
  }

  Mongod server_;
  int rounds_ = 0;
  std::map<std::int64_t, std::int64_t> acknowledged_;  // numbers, and their last revision
};

TEST_F(ApplicationKill, in_the_middle_of_persist_leaves_what_was_acknowledged_whole) {
  for (int round = 0; round < 4; ++round)
    play_round({false, random_from(random_, 1, 4'000), 0}, random_from(random_, 1, 200));
  check();
}

TEST_F(ApplicationKill, in_the_middle_of_persist_many_leaves_what_was_acknowledged_whole) {
  for (int round = 0; round < 4; ++round)
    play_round({true, random_from(random_, 1, 4'000), random_from(random_, 100, 1'500)},
               random_from(random_, 1, 30));
  // Each of these calls takes three commands.
  play_round({true, 60'000, 700}, random_from(random_, 0, 1));
  check();
}

}  // namespace
}  // namespace loom::test
