// SPDX-License-Identifier: Apache-2.0
// No operation outlives its deadline, whatever the server does; an inner deadline never extends
// one.

#include <gtest/gtest.h>

#include <chrono>

#include "core/deadline.hpp"
#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"
#include "support/json.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;
using core::Clock;

// Only a bound that a loaded machine keeps too: the promise is half a second.
constexpr auto tolerance = 2s;

class Deadlines : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Mongod>(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override { connect(server().uri()); }
  void TearDown() override {
    server().thaw();
    server().heal("failCommand");
  }

  static Mongod& server() { return *server_; }
  static void run(const char* json, core::Effect effect) {
    const Bson body(json);
    core::run(
        {.database = "shop", .body = body.bytes(), .effect = effect, .operation = "try shop.c"});
  }
  static void read() { run(R"({"find": "c"})", core::Effect::read); }
  static void write() { run(R"({"insert": "c", "documents": [{"n": 1}]})", core::Effect::write); }

 private:
  static inline std::unique_ptr<Mongod> server_;
};

TEST_F(Deadlines, a_read_from_a_server_that_stands_still_is_a_timeout) {
  read();
  server().freeze();
  const auto start = Clock::now();
  EXPECT_THROW(with_deadline(2s, read), TimeoutError);
  EXPECT_LT(Clock::now() - start, 2s + tolerance);
}

TEST_F(Deadlines, a_write_to_a_server_that_stands_still_is_in_doubt) {
  write();
  server().freeze();
  const auto start = Clock::now();
  EXPECT_THROW(with_deadline(2s, write), InDoubtError);
  EXPECT_LT(Clock::now() - start, 2s + tolerance);
}

TEST_F(Deadlines, a_new_connection_to_a_server_that_stands_still_ends_in_time) {
  server().freeze();
  const auto start = Clock::now();
  EXPECT_THROW(with_deadline(1s, [] { connect(server().uri("appName=new")); }), Error);
  EXPECT_LT(Clock::now() - start, 1s + tolerance);
}

TEST_F(Deadlines, after_it_the_connection_works_again) {
  server().freeze();
  EXPECT_THROW(with_deadline(500ms, read), Error);
  server().thaw();
  read();
  write();
}

TEST_F(Deadlines, a_slow_read_is_stopped_on_the_server) {
  write();  // a document to be slow at
  try {
    with_deadline(500ms, [] {
      run(R"({"find": "c", "filter": {"$where": "sleep(100000) || true"}})", core::Effect::read);
    });
    FAIL() << "it took more than a minute";
  } catch (const TimeoutError& error) {
    EXPECT_EQ(error.code(), 50);
  }
}

TEST_F(Deadlines, one_that_has_passed_sends_nothing) {
  EXPECT_THROW(with_deadline(0ms, write), TimeoutError);
  EXPECT_THROW(with_deadline(-5ms, read), TimeoutError);
}

TEST_F(Deadlines, all_operations_of_a_scope_share_it) {
  const auto start = Clock::now();
  EXPECT_THROW(with_deadline(300ms,
                             [] {
                               for (;;) read();
                             }),
               TimeoutError);
  EXPECT_LT(Clock::now() - start, 300ms + tolerance);
}

TEST_F(Deadlines, an_inner_one_never_extends_an_outer_one) {
  with_deadline(100ms, [] {
    const auto outer = core::operation_deadline();
    with_deadline(10s, [&] { EXPECT_EQ(core::operation_deadline(), outer); });
    with_deadline(10ms, [&] { EXPECT_LT(core::operation_deadline(), outer); });
    EXPECT_EQ(core::operation_deadline(), outer);
  });
  EXPECT_GT(core::operation_deadline(), Clock::now() + 20s);
}

TEST_F(Deadlines, one_without_end_is_none) {
  with_deadline(std::chrono::milliseconds::max(), read);
}

}  // namespace
}  // namespace loom::test
