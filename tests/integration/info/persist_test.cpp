// SPDX-License-Identifier: Apache-2.0
// An object's first save, its later ones, and what its copies, a moved-from one and a borrowed id
// mean.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Address {
  std::string city;
  std::optional<std::string> zip;
};
struct Customer : PersistableModel<Customer> {
  static constexpr auto persist_db = declare_persist_db("shop", "customers");
  std::string name;
  int age = 0;
  Id<Customer> id;  // not the first member, and yet the first element
  std::optional<Address> address;
  std::vector<std::string> tags;
  StrLower email;
  static constexpr auto indexes = loom::indexes(loom::unique(fld<&Customer::email>));
};
struct Country : PersistableModel<Country> {
  static constexpr auto persist_db = declare_persist_db("shop", "countries");
  Id<Country, std::string> code;
  std::string name;
};
struct Part : PersistableModel<Part> {
  static constexpr auto persist_db = declare_persist_db("shop", "parts");
  Id<Part, Uuid> id;
  std::string name;
};
struct Shelf : PersistableModel<Shelf> {
  static constexpr auto persist_db = declare_persist_db("shop", "shelves");
  Id<Shelf, std::int64_t> id;
  std::optional<Ref<Part, Uuid>> part;
};

class Persist : public InSandbox {
 protected:
  static Customer saved() {
    Customer ada{.name = "Ada", .age = 36, .address = Address{"Paris", {}}, .email = "A@B.org"};
    ada.persist();
    return ada;
  }
  static std::string stored(const Customer& customer) {
    return raw<Customer>().json(by(customer.id));
  }
};

TEST_F(Persist, inserts_a_new_object_with_its_id_first_and_no_empty_optional) {
  const auto ada = saved();
  ASSERT_TRUE(ada.id.is_set());
  EXPECT_EQ(stored(ada), R"({ "_id" : { "$oid" : ")" + ada.id.str() +
                             R"(" }, "name" : "Ada", "age" : 36, "address" : { "city" : "Paris" },)"
                             R"( "tags" : [  ], "email" : "a@b.org" })");
}

TEST_F(Persist, sends_only_what_changed) {
  auto ada = saved();
  raw<Customer>().update(by(ada.id), R"({"$set": {"age": 40, "address.zip": "x"}})");
  ada.name = "Ada Lovelace";
  ada.address->city = "London";
  ada.persist();
  const auto now = Customer::get(ada.id);
  EXPECT_EQ(now.age, 40);
  EXPECT_EQ(now.address->zip, "x");
  EXPECT_EQ(now.name, "Ada Lovelace");
  EXPECT_EQ(now.address->city, "London");
}

TEST_F(Persist, makes_one_round_trip_for_a_change_and_none_without) {
  auto ada = saved();
  const auto here = raw<Customer>();
  EXPECT_EQ(here.commands_of([&] { ada.persist(); }), 0);
  ada.age = 37;
  EXPECT_EQ(here.commands_of([&] { ada.persist(); }), 1);
  EXPECT_EQ(here.commands_of([&] { ada.persist(); }), 0);
  ada.age = 38;
  ada.age = 37;
  EXPECT_EQ(here.commands_of([&] { ada.persist(); }), 0) << "changed and changed back";
  auto again = Customer::get(ada.id);
  EXPECT_EQ(here.commands_of([&] { again.persist(unsafely::overwrite); }), 0);
}

TEST_F(Persist, takes_a_filled_in_default_for_no_change) {
  prepare<Customer>();
  raw<Customer>().insert(R"({"_id": {"$oid": "65f000000000000000000001"}, "name": "Bo",
                             "age": 1, "email": "b@c.org", "address": null})");
  auto bo = Customer::get(Id<Customer>::from_string("65f000000000000000000001"));
  const auto before = stored(bo);
  EXPECT_EQ(raw<Customer>().commands_of([&] { bo.persist(); }), 0);
  bo.age = 2;
  bo.persist();
  EXPECT_EQ(raw<Customer>().count(R"({"tags": {"$exists": false}, "address": {"$type": "null"}})"),
            1)
      << stored(bo);
}

TEST_F(Persist, gives_an_object_whose_insert_failed_no_id) {
  saved();
  Customer twin{.name = "Twin", .email = "a@b.org"};
  const auto duplicate = thrown<DuplicateKeyError>([&] { twin.persist(); });
  EXPECT_EQ(duplicate.index(), "email_1");
  EXPECT_EQ(duplicate.fields(), std::vector<std::string>{"email"});
  EXPECT_FALSE(twin.id.is_set());
  twin.email = "other@b.org";
  twin.persist();
  EXPECT_TRUE(Customer::load(twin.id));
}

TEST_F(Persist, leaves_the_programs_own_key_also_where_the_insert_fails) {
  saved();
  const auto key = Id<Customer>::generate();
  Customer twin{.name = "Twin", .id = key, .email = "a@b.org"};
  EXPECT_THROW(twin.persist(), DuplicateKeyError);
  EXPECT_EQ(twin.id, key);
}

TEST_F(Persist, says_a_duplicate_key_of_a_change_and_keeps_the_change) {
  saved();
  Customer bo{.name = "Bo", .email = "b@b.org"};
  bo.persist();
  bo.email = "a@b.org";
  EXPECT_THROW(bo.persist(), DuplicateKeyError);
  bo.email = "c@b.org";
  bo.persist();
  EXPECT_EQ(Customer::get(bo.id).email, "c@b.org");
}

TEST_F(Persist, takes_keys_of_other_types) {
  Country france{.code = "fr", .name = "France"};
  france.persist();
  EXPECT_EQ(Country::get("fr").name, "France");
  france.name = "République française";
  france.persist();
  EXPECT_EQ(raw<Country>().count(R"({"_id": "fr", "name": "République française"})"), 1);

  Part bolt{.name = "bolt"};
  bolt.persist();
  EXPECT_EQ(Part::get(bolt.id).name, "bolt");
  Shelf shelf{.id = 7, .part = bolt.id};
  shelf.persist();
  EXPECT_EQ(Shelf::get(7).part->load()->name, "bolt");
}

TEST_F(Persist, asks_for_a_key_that_it_cannot_make) {
  Country nowhere{.name = "Nowhere"};
  const auto problem = thrown<ValidationError>([&] { nowhere.persist(); });
  EXPECT_EQ(problem.problems().at(0).path, "code");
  EXPECT_EQ(raw<Country>().count(), 0);
}

TEST_F(Persist, refuses_an_unset_reference_by_its_path) {
  Shelf shelf{.id = 7, .part = Ref<Part, Uuid>()};
  EXPECT_EQ(thrown<ValidationError>([&] { shelf.persist(); }).problems().at(0).path, "part");
  EXPECT_EQ(raw<Shelf>().count(), 0);
}

TEST_F(Persist, of_a_copy_is_that_of_another_writer) {
  auto ada = saved();
  auto copy = ada;
  ada.age = 37;
  ada.persist();
  copy.name = "Ada Lovelace";
  copy.persist();
  EXPECT_EQ(Customer::get(ada.id).age, 37);
  copy.age = 38;
  EXPECT_THROW(copy.persist(), ConflictError);
  EXPECT_EQ(Customer::get(ada.id).age, 37);
}

TEST_F(Persist, of_a_copy_without_its_id_makes_another_document) {
  auto ada = saved();
  auto other = ada;
  other.id = {};
  other.email = "other@b.org";
  other.persist();
  EXPECT_NE(other.id, ada.id);
  EXPECT_EQ(Customer::all().count(), 2);
}

TEST_F(Persist, goes_on_in_the_object_that_was_moved_to) {
  auto ada = saved();
  Customer moved = std::move(ada);
  moved.age = 37;
  moved.persist();
  EXPECT_EQ(Customer::get(moved.id).age, 37);
}

TEST_F(Persist, refuses_a_moved_from_object_until_it_is_reloaded) {
  auto ada = saved();
  const Customer moved = std::move(ada);
  const auto before = stored(moved);
  const auto text =
      std::string(thrown<Error>([&] { ada.persist(); }).what());  // NOLINT: on purpose
  EXPECT_NE(text.find("moved"), text.npos) << text;
  EXPECT_THROW(ada.persist(unsafely::overwrite), Error);
  EXPECT_THROW(ada.erase(), Error);
  EXPECT_EQ(stored(moved), before);
  ada.reload();
  EXPECT_EQ(ada.name, "Ada");
}

TEST_F(Persist, of_an_object_with_anothers_id_writes_its_next_version) {
  const auto ada = saved();
  raw<Customer>().update(by(ada.id), R"({"$set": {"legacy": 1}})");
  const auto loaded = Customer::get(ada.id);
  Customer next{.name = "Ada", .age = 37, .id = loaded.id, .email = "a@b.org"};
  next.persist();
  EXPECT_EQ(raw<Customer>().count(
                R"({"age": 37, "address": {"$exists": false}, "legacy": 1, "name": "Ada"})"),
            1)
      << stored(ada);
  Customer late{.name = "Late", .age = 36, .id = loaded.id, .email = "a@b.org"};
  EXPECT_THROW(late.persist(), ConflictError) << "that version was not the last any more";
}

TEST_F(Persist, of_an_object_with_anothers_bare_key_is_an_insert) {
  const auto ada = saved();
  Customer twin{.name = "Twin", .id = Id<Customer>(ada.id.key()), .email = "t@b.org"};
  EXPECT_EQ(thrown<DuplicateKeyError>([&] { twin.persist(); }).index(), "_id_");
  EXPECT_EQ(Customer::get(ada.id).name, "Ada");
}

TEST_F(Persist, refuses_an_erased_object) {
  auto ada = saved();
  ada.erase();
  ada.age = 37;
  EXPECT_TRUE(thrown<ConflictError>([&] { ada.persist(); }).deleted());
  EXPECT_TRUE(thrown<ConflictError>([&] { ada.persist(unsafely::overwrite); }).deleted());
  EXPECT_EQ(Customer::all().count(), 0);
}

TEST_F(Persist, stores_what_it_is_told_to_unset) {
  auto ada = saved();
  ada.address.reset();
  ada.tags = {"a"};
  ada.persist();
  EXPECT_EQ(raw<Customer>().count(R"({"address": {"$exists": false}, "tags": ["a"]})"), 1);
  ada.address = Address{"Rome", "00100"};
  ada.persist();
  ada.address->zip.reset();
  ada.persist();
  EXPECT_EQ(raw<Customer>().count(R"({"address": {"city": "Rome"}})"), 1) << stored(ada);
}

}  // namespace
}  // namespace loom::test
