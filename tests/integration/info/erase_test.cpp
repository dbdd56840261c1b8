// SPDX-License-Identifier: Apache-2.0
// An object erases the document that it knows, and no other.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Address {
  std::string city;
  std::optional<std::string> zip;
  std::optional<std::string> area;
};
struct Customer : PersistableModel<Customer> {
  static constexpr auto persist_db = declare_persist_db("shop", "customers");
  Id<Customer> id;
  std::string name;
  std::optional<int> zone;
  std::optional<int> area;
  Address address;
  IntCounter visits;
  TimeUpdated updated_time;
};

class Erase : public InSandbox {
 protected:
  static Customer saved() {
    Customer ada{.name = "Ada", .address = {"Paris", {}, {}}};
    ada.persist();
    return ada;
  }
};

TEST_F(Erase, removes_what_was_saved_or_loaded) {
  auto ada = saved();
  auto bo = Customer::get(saved().id);
  ada.erase();
  bo.erase();
  EXPECT_FALSE(Customer::load(ada.id));
  EXPECT_EQ(Customer::all().count(), 0);
}

TEST_F(Erase, knows_its_document_after_changes_that_move_its_fields) {
  auto ada = saved();
  ada.zone = 1;
  ada.area = 2;
  ada.address.zip = "z";
  ada.address.area = "a";
  ada.persist();
  ada.zone.reset();
  ada.address.zip.reset();
  ada.visits += 3;
  ada.persist();
  ada.zone = 3;
  ada.address.zip = "zz";
  ada.persist();
  ada.name = "not saved, and yet it is hers";
  EXPECT_EQ(raw<Customer>().commands_of([&] { ada.erase(); }), 1) << "at the first try";
  EXPECT_EQ(Customer::all().count(), 0);
}

TEST_F(Erase, knows_its_document_whose_fields_another_has_put_in_another_order) {
  auto ada = saved();
  raw<Customer>().update(by(ada.id), R"({"$rename": {"name": "other"}})");
  raw<Customer>().update(by(ada.id), R"({"$rename": {"other": "name"}})");
  ada.erase();
  EXPECT_EQ(Customer::all().count(), 0);
}

TEST_F(Erase, is_refused_where_another_changed_the_document_and_names_the_fields) {
  auto ada = saved();
  raw<Customer>().update(by(ada.id), R"({"$set": {"address.city": "Rome", "legacy": 1}})");
  const auto before = raw<Customer>().find();
  const auto conflict = thrown<ConflictError>([&] { ada.erase(); });
  EXPECT_EQ(conflict.fields(), (std::vector<std::string>{"address", "legacy"}));
  EXPECT_FALSE(conflict.deleted());
  EXPECT_EQ(raw<Customer>().find(), before);
  ada.reload();
  ada.erase();
  EXPECT_EQ(Customer::all().count(), 0);
}

TEST_F(Erase, is_refused_where_another_counted) {
  auto ada = saved();
  raw<Customer>().update(by(ada.id), R"({"$inc": {"visits": 1}})");
  EXPECT_EQ(thrown<ConflictError>([&] { ada.erase(); }).fields(),
            std::vector<std::string>{"visits"});
}

TEST_F(Erase, goes_ahead_with_the_word_for_it) {
  auto ada = saved();
  raw<Customer>().update(by(ada.id), R"({"$set": {"name": "Theirs"}})");
  ada.erase(unsafely::overwrite);
  EXPECT_EQ(Customer::all().count(), 0);
}

TEST_F(Erase, of_what_is_gone_says_so) {
  auto ada = saved();
  auto copy = ada;
  ada.erase();
  EXPECT_TRUE(thrown<ConflictError>([&] { copy.erase(); }).deleted());
  EXPECT_TRUE(thrown<ConflictError>([&] { copy.erase(unsafely::overwrite); }).deleted());
  EXPECT_TRUE(thrown<ConflictError>([&] { ada.erase(); }).deleted());
}

TEST_F(Erase, of_what_was_never_saved_says_so) {
  Customer ada{.name = "Ada"};
  EXPECT_THROW(ada.erase(), NotFoundError);
  ada.id = Id<Customer>::generate();
  EXPECT_THROW(ada.erase(), NotFoundError);
}

}  // namespace
}  // namespace loom::test
