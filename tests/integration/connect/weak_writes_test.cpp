// SPDX-License-Identifier: Apache-2.0
// What a URI that gives up the safety of its writes asks of the server, as the server's profiler
// saw it.

#include <gtest/gtest.h>

#include "support/mongod.hpp"
#include "support/order.hpp"

namespace loom::test {
namespace {

class WeakWrites : public ::testing::Test {
 protected:
  void SetUp() override {
    connect(server_.uri());
    prepare<Customer>();
    server_.command("shop", R"({"profile": 2})");
  }

  /// The last command of this kind on the orders, as JSON.
  std::string last(const std::string& name) const {
    return server_.command("shop",
                           R"({"find": "system.profile", "limit": 1, "sort": {"$natural": -1},
        "projection": {"command.writeConcern": 1, "command.readConcern": 1, "_id": 0},
        "filter": {"command.)" +
                               name + R"(": "customers"}})");
  }

  /// Connects by these options, saves one and reads it.
  void save_by(const std::string& options) {
    connect(server_.uri(options), {.allow = unsafely::weak_writes});
    Customer ada{.name = "Ada"};
    ada.persist();
    EXPECT_EQ(Customer::get(ada.id).name, "Ada");
  }

  static bool says(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
  }

  Mongod server_;
};

TEST_F(WeakWrites, are_not_what_anybody_gets_without_asking) {
  save_by("");
  EXPECT_TRUE(says(last("insert"), R"({ "w" : "majority", "j" : true })")) << last("insert");
  EXPECT_TRUE(says(last("find"), R"("level" : "majority")")) << last("find");
}

TEST_F(WeakWrites, are_as_weak_as_the_uri_says_and_are_read_by_their_writer) {
  for (const auto& [options, concern] :
       {std::pair{"w=1", R"({ "w" : 1, "j" : true })"},
        std::pair{"journal=false", R"({ "w" : "majority", "j" : false })"},
        std::pair{"w=1&journal=false", R"({ "w" : 1, "j" : false })"}}) {
    save_by(options);
    EXPECT_TRUE(says(last("insert"), concern)) << options << ": " << last("insert");
    EXPECT_FALSE(says(last("find"), "majority")) << "a majority may not have it yet";
  }
}

}  // namespace
}  // namespace loom::test
