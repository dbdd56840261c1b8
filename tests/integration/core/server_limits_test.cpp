// SPDX-License-Identifier: Apache-2.0
// What a query meets when the server's memory or patience is at its end.

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "loom/loom.hpp"
#include "support/mongod.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Tick : PersistableModel<Tick> {
  static constexpr auto persist_db = declare_persist_db("market", "ticks");
  Id<Tick, int> number;
  std::string text;
};
struct Texts {
  std::string text;
  std::int64_t ticks = 0;
};
struct Gathered {
  int one = 0;
  std::vector<std::string> texts;
};
struct SoFar {
  std::string text;
  std::int64_t ticks = 0;
};

/// A server with little memory and little patience, filled. Loom's cursors belong to sessions: an
/// ordinary server waits for those, not for `cursorTimeoutMillis`.
class ServerLimits : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<Mongod>(
        Mongod::Kind::replica_set,
        std::vector<std::string>{
            "--setParameter", "internalQueryMaxBlockingSortMemoryUsageBytes=10000",
            "--setParameter", "internalDocumentSourceGroupMaxMemoryBytes=10000", "--setParameter",
            "internalQuerySlotBasedExecutionHashAggApproxMemoryUseInBytesBeforeSpill=10000",
            "--setParameter", "internalDocumentSourceSetWindowFieldsMaxMemoryBytes=10000",
            "--setParameter", "internalQueryMaxPushBytes=1000", "--setParameter",
            "cursorTimeoutMillis=1", "--setParameter", "clientCursorMonitorFrequencySecs=1",
            "--setParameter", "enableTimeoutOfInactiveSessionCursors=true"});
    connect(server_->uri());
    std::vector<Tick> ticks;
    for (int i = 0; i < 1000; ++i)
      ticks.push_back({.number = i, .text = "a rather long text of number " + std::to_string(i)});
    Tick::persist_many(ticks);
  }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override { connect(server_->uri()); }

  static std::int64_t open_cursors() {
    return server_->number("admin", R"({"serverStatus": 1})", "metrics.cursor.open.total");
  }
  template <class F>
  static void expect_the_word(int code, F f) {
    const auto error = thrown<ServerError>(f);
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_NE(std::string(error.what()).find("say .allow_disk_use()"), std::string::npos)
        << error.what();
  }

 private:
  static inline std::unique_ptr<Mongod> server_;
};

TEST_F(ServerLimits, of_memory_name_the_word_that_allows_the_disk) {
  const auto sorted = Tick::all().sort(fld<&Tick::text>.asc());
  expect_the_word(292, [&] { static_cast<void>(sorted.load_many()); });
  EXPECT_EQ(sorted.allow_disk_use().load_many().size(), 1000u);

  const auto grouped = Tick::all().group<Texts>(fld<& Texts::text> = fld<&Tick::text>,
                                                fld<& Texts::ticks> = count());
  expect_the_word(292, [&] { static_cast<void>(grouped.load_many()); });
  expect_the_word(292, [&] { static_cast<void>(grouped.count()); });
  EXPECT_EQ(grouped.allow_disk_use().load_many().size(), 1000u);
  EXPECT_EQ(sorted.allow_disk_use()
                .group<Texts>(fld<& Texts::text> = fld<&Tick::text>, fld<& Texts::ticks> = count())
                .load_many()
                .size(),
            1000u)
      << "the word goes on into a pipeline";
}

TEST_F(ServerLimits, of_one_array_say_that_the_disk_does_not_help) {
  const auto gathered = Tick::all().group<Gathered>(
      fld<& Gathered::one> = 1, fld<& Gathered::texts> = push(fld<&Tick::text>));
  const auto error =
      thrown<ServerError>([&] { static_cast<void>(gathered.allow_disk_use().load_many()); });
  EXPECT_EQ(error.code(), 146);
  EXPECT_NE(std::string(error.what()).find("disk does not help"), std::string::npos);
}

TEST_F(ServerLimits, of_patience_end_a_slow_reader_with_what_to_do) {
  auto stream = Tick::all().batch_size(10).stream();
  auto tick = stream.begin();
  for (int i = 0; i < 200 && open_cursors() > 0; ++i) std::this_thread::sleep_for(50ms);
  const auto error = thrown<ServerError>([&] {
    for (int read = 0; read < 1000; ++read) ++tick;
  });
  EXPECT_EQ(error.code(), 43);
  EXPECT_TRUE(error.retryable());
  for (const char* advice : {"run the query again", ".batch_size(n)"})
    EXPECT_NE(std::string(error.what()).find(advice), std::string::npos) << error.what();
}

TEST_F(ServerLimits, of_syntax_are_met_before_anything_is_sent) {
  int commands = 0;
  const auto seen = on_command([&](const CommandEvent&) { ++commands; });
  for (const char* pattern : {"(", "[a", "*x", "(?=look)"})
    EXPECT_THROW(static_cast<void>(Tick::filter(fld<&Tick::text>.matches(regex(pattern))).count()),
                 ValidationError)
        << pattern;
  EXPECT_EQ(commands, 0);
}

}  // namespace
}  // namespace loom::test
