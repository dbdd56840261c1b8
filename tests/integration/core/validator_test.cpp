// SPDX-License-Identifier: Apache-2.0
// The rules of models as the server holds them: installed, compared, and held against programs that
// do not know them.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Item {
  Checked<std::string, min_length<1>> sku;
  Checked<int, ge<1>, le<1000>> quantity = 1;
};
struct Stock : PersistableModel<Stock> {
  static constexpr auto persist_db = declare_persist_db("shop", "stocks");
  Id<Stock> id;
  Email email;
  std::vector<Item> items;
  Checked<int, ge<0>> left = 5;
  static constexpr auto indexes = loom::indexes(loom::index(fld<&Stock::email>));
};

// The same collection as an older program knows it, under the same name …
namespace older {
struct Stock : PersistableModel<Stock> {
  static constexpr auto persist_db = declare_persist_db("shop", "stocks");
  Id<Stock> id;
  std::string email;
  Checked<int, ge<-10>> left = 5;
};
}  // namespace older

// … and as another model of the same program does.
struct Reserve : PersistableModel<Reserve> {
  static constexpr auto persist_db = declare_persist_db("shop", "stocks");
  Id<Reserve> id;
  Checked<int, lt<100>> left = 1;
};

struct Guest : PersistableModel<Guest> {
  static constexpr auto persist_db = declare_persist_db("shop", "guests");
  Id<Guest> id;
  std::string town;
  static constexpr auto names =
      loom::names(loom::name(fld<&Guest::town>, "town").also_reads("city"));
};

struct Reading : TimeSeriesLedgerModel<Reading> {
  static constexpr auto persist_db = declare_persist_db("shop", "readings");
  Id<Reading> id;
  Time at;
  Checked<double, ge<0>> value;
  static constexpr auto timeseries = declare_timeseries(fld<&Reading::at>);
};

using Names = std::vector<std::string>;

class Validator : public InSandbox {
 protected:
  static Document command(const std::string& json) {
    return unsafely::raw_command(Stock::persist_db, json);
  }
  static void insert(const std::string& document) {
    command(R"({"insert": "stocks", "documents": [)" + document + "]}");
  }
  static Names broken(const std::string& document) {
    Names rules;
    const auto error = thrown<DocumentRefusedError>([&] { insert(document); });
    for (const auto& problem : error.problems()) {
      EXPECT_TRUE(problem.value.empty());
      rules.push_back(problem.path + " " + problem.rule);
    }
    std::ranges::sort(rules);
    return rules;
  }
  static Names texts(const std::vector<SchemaDifference>& differences) {
    Names texts;
    for (const auto& difference : differences) texts.push_back(difference.text);
    return texts;
  }
  static const std::string good;
};
const std::string Validator::good = R"({"email": "ada@example.org", "left": 3})";

TEST_F(Validator, comes_with_the_collection_that_a_first_write_creates) {
  Stock{.email = "ada@example.org"}.persist();
  EXPECT_TRUE(check<Stock>().empty());
  EXPECT_EQ(broken(R"({"email": 1})"), (Names{"email bsonType"}));
  insert(good);
}

TEST_F(Validator, says_where_and_which_rules_a_document_breaks_and_not_its_values) {
  prepare<Stock>();
  // Of an array the server tells the first element that is wrong.
  EXPECT_EQ(broken(R"({"left": -1, "items": [{"sku": "A"}, {"sku": "", "quantity": 5000}, 7]})"),
            (Names{"email required", "items[1].quantity maximum", "items[1].sku minLength",
                   "left minimum"}));
  const auto error =
      thrown<DocumentRefusedError>([] { insert(R"({"email": "secret@@", "left": -77})"); });
  EXPECT_EQ(error.code(), 121);
  EXPECT_EQ(error.operation(), "insert shop.stocks");
  EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
  EXPECT_EQ(std::string(error.what()).find("77"), std::string::npos);
}

TEST_F(Validator, stops_an_update_that_leaves_the_bounds_of_a_checked) {
  Stock stock{.email = "ada@example.org", .left = 2};
  stock.persist();
  const auto three_less = [] {
    Stock::filter(fld<&Stock::email> == "ada@example.org").update(fld<& Stock::left> -= 3);
  };
  EXPECT_EQ(thrown<DocumentRefusedError>(three_less).problems().front().path, "left");
  stock.reload();
  EXPECT_EQ(stock.left, 2);
}

TEST_F(Validator, is_installed_by_prepare_where_a_collection_has_none) {
  command(R"({"create": "stocks"})");
  insert(R"({"email": 1})");
  Stock{.email = "ada@example.org"}.persist();  // a write is not stopped by its absence
  EXPECT_EQ(texts(check<Stock>()),
            (Names{"shop.stocks has no index email_1 (plain)",
                   "the validator of shop.stocks does not hold the rules of Stock"}));
  EXPECT_EQ(texts(prepare<Stock>()),
            (Names{"created the index email_1 (plain) of shop.stocks",
                   "the validator of shop.stocks holds the rules of Stock now"}));
  EXPECT_TRUE(check<Stock>().empty());
  EXPECT_TRUE(prepare<Stock>().empty());
  EXPECT_EQ(broken(R"({"email": 2})"), Names{"email bsonType"});
  // By its level, moderate, a document that was wrong before may be changed.
  command(R"({"update": "stocks", "updates": [{"q": {"email": 1}, "u": {"$set": {"left": 2}}}]})");
}

TEST_F(Validator, of_older_rules_is_told_by_check_and_replaced_by_prepare) {
  prepare<older::Stock>();
  EXPECT_EQ(texts(check<Stock>()).back(),
            "the validator of shop.stocks holds other rules than Stock declares: email, items, "
            "left");
  insert(R"({"email": "no address", "left": -5})");
  prepare<Stock>();
  EXPECT_EQ(broken(R"({"email": "no address", "left": -5})"),
            (Names{"email pattern", "left minimum"}));
}

TEST_F(Validator, of_a_newer_program_refuses_what_an_older_one_still_allows) {
  prepare<older::Stock>();
  older::Stock old{.email = "ada@example.org", .left = 5};
  old.persist();
  prepare<Stock>();
  auto now = Stock::get(Id<Stock>(old.id.key()));
  now.items.push_back({"A1", 3});
  now.persist();
  old.left = 4;
  old.persist();  // what both allow, either may write, and what one does not know stays
  EXPECT_EQ(Stock::get(now.id).items.size(), 1u);
  old.left = -5;
  EXPECT_EQ(thrown<DocumentRefusedError>([&] { old.persist(); }).problems().front().rule,
            "minimum");
  std::vector<older::Stock> many{{.email = "no address"}, {.email = "bob@example.org"}};
  const auto error = thrown<BulkError>([&] { older::Stock::persist_many(many); });
  ASSERT_EQ(error.failures().size(), 1u);
  const auto* cause = error.failures().front().cause.get();
  EXPECT_NE(dynamic_cast<const DocumentRefusedError*>(cause), nullptr);
}

TEST_F(Validator, holds_the_rules_of_all_models_of_a_collection) {
  prepare<Stock, Reserve>();
  EXPECT_TRUE((check<Stock, Reserve>().empty()));
  EXPECT_TRUE((prepare<Reserve, Stock>().empty()));
  EXPECT_EQ(broken(R"({"email": "ada@example.org", "left": 100})"), Names{"left maximum"});
  EXPECT_EQ(broken(R"({"email": "ada@example.org", "left": -1})"), Names{"left minimum"});
}

TEST_F(Validator, keeps_what_others_wrote_into_it) {
  command(R"({"create": "stocks", "validator": {"colour": "red"}, "validationLevel": "strict"})");
  prepare<Stock>();
  EXPECT_TRUE(check<Stock>().empty());
  EXPECT_THROW(insert(good), DocumentRefusedError);
  EXPECT_EQ(broken(R"({"colour": "red", "email": 1})"), Names{"email bsonType"});
  insert(R"({"colour": "red", "email": "ada@example.org"})");
  const auto listed = command(R"({"listCollections": 1})").to_relaxed_json();
  EXPECT_NE(listed.find("strict"), std::string::npos) << listed;
}

TEST_F(Validator, that_only_warns_is_a_difference) {
  prepare<Stock>();
  command(R"({"collMod": "stocks", "validationAction": "warn"})");
  EXPECT_EQ(texts(check<Stock>()),
            Names{"the validator of shop.stocks is not enforced: it is off, or only warns"});
  prepare<Stock>();
  EXPECT_TRUE(check<Stock>().empty());
  EXPECT_THROW(insert(R"({"email": 1})"), DocumentRefusedError);
}

TEST_F(Validator, takes_an_older_name_for_the_member) {
  prepare<Guest>();
  command(R"({"insert": "guests", "documents": [{"city": "Paris"}, {"town": "Rome"}]})");
  EXPECT_EQ(Guest::all().count(), 2);
  EXPECT_THROW(command(R"({"insert": "guests", "documents": [{"place": "Bonn"}]})"),
               DocumentRefusedError);
}

TEST_F(Validator, is_none_of_a_time_series) {
  prepare<Reading>();
  EXPECT_TRUE(check<Reading>().empty());
  Reading{.at = Time::from_millis(1000), .value = 3}.persist();
}

}  // namespace
}  // namespace loom::test
