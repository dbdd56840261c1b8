#pragma once
// SPDX-License-Identifier: Apache-2.0
// Models of one collection, and a server that is asked beside Loom what their collections are like.

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loom/connect/connect.hpp"
#include "loom/core/schema.hpp"
#include "loom/info/error.hpp"
#include "loom/info/index.hpp"
#include "support/mongod.hpp"

namespace loom::test::schema {

using core::ModelInfo;
using json = nlohmann::ordered_json;  // the first member of a command is its name
using Names = std::vector<std::string>;

struct Customer {
  Id<Customer> id;
  std::string email;
  std::optional<std::string> phone;
  int age = 0;
  Time seen_at;
  static constexpr auto indexes =
      loom::indexes(loom::unique(fld<&Customer::email>), loom::unique(fld<&Customer::phone>),
                    loom::index(fld<&Customer::age>, fld<&Customer::seen_at>.desc()),
                    loom::index(fld<&Customer::seen_at>).ttl(std::chrono::hours(720)));
};
inline const Names customers_indexes{"_id_", "email_1", "phone_1", "age_1_seen_at_-1", "seen_at_1"};

// The same collection as another program knows it.
struct Visitor {
  Id<Visitor> id;
  int age = 0;
  static constexpr auto indexes = loom::indexes(loom::index(fld<&Visitor::age>));
};
struct Nobody {
  Id<Nobody> id;
};

template <class Model>
ModelInfo info_of(std::string_view type, std::string_view collection) {
  return {type, "shop", collection, {}, core::declared_indexes<Model>()};
}

// One replica set for the tests of a file; each has a collection of its own.
class Schema : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Mongod>(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override { connect(server().uri()); }
  void TearDown() override { server().heal("failCommand"); }

  static Mongod& server() { return *server_; }
  static json command(json body, const std::string& database = "shop") {
    return json::parse(server().command(database, body.dump()));
  }
  void create() { command({{"create", name}}); }
  /// An index as somebody else makes it.
  void create_index(json key, const std::string& index, json options = json::object()) {
    options["key"] = std::move(key);
    options["name"] = index;
    command({{"createIndexes", name}, {"indexes", {options}}});
  }
  json insert(json documents) {
    return command({{"insert", name}, {"documents", std::move(documents)}});
  }

  static json indexes(const std::string& collection) {
    return command({{"listIndexes", collection}})["cursor"]["firstBatch"];
  }
  Names index_names() {
    Names names;
    for (const auto& index : indexes(name)) names.push_back(index["name"]);
    return names;
  }
  bool exists() {
    return !command({{"listCollections", 1}, {"filter", {{"name", name}}}})["cursor"]["firstBatch"]
                .empty();
  }
  static std::int64_t looks() {
    return server().number("admin", R"({"serverStatus": 1})", "metrics.commands.listIndexes.total");
  }

  static std::vector<SchemaDifference> prepare(const ModelInfo& model) {
    return core::prepare(std::array{&model});
  }
  static std::vector<SchemaDifference> check(const ModelInfo& model) {
    return core::check(std::array{&model});
  }
  static Names texts(const std::vector<SchemaDifference>& differences) {
    Names texts;
    for (const auto& difference : differences) texts.push_back(difference.text);
    return texts;
  }
  template <class E, class F>
  static std::string text_of(F f) {
    try {
      f();
    } catch (const E& error) {
      return error.what();
    }
    return "nothing was thrown";
  }
  /// The error of a first write.
  std::string refusal() {
    return text_of<SchemaError>([this] { core::look_before_write(customer); });
  }

  const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::string full_name = "shop." + name;
  const ModelInfo customer = info_of<Customer>("Customer", name);
  const ModelInfo visitor = info_of<Visitor>("Visitor", name);
  const ModelInfo nobody = info_of<Nobody>("Nobody", name);

 private:
  static inline std::unique_ptr<Mongod> server_;
};

}  // namespace loom::test::schema
