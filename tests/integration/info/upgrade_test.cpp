// SPDX-License-Identifier: Apache-2.0
// Documents of older versions of a model: read as the present one, stored so by the next write.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

// Version 0, whole, as its program knows it.
namespace v0 {
struct Customer : PersistableModel<Customer> {
  static constexpr auto persist_db = declare_persist_db("shop", "customers");
  Id<Customer> id;
  std::string name;
  int age = 1;
};
}  // namespace v0

struct Street {
  std::string street;
};
struct Named {
  std::string name;
};
struct FullyNamed {
  std::string first_name, last_name;
};
struct OneCity {
  std::optional<std::string> city;
};
struct Cities {
  std::vector<Street> homes;
};

struct Customer : PersistableModel<Customer> {
  static constexpr auto persist_db = declare_persist_db("shop", "customers");
  Id<Customer> id;
  std::string first_name;
  Checked<std::string, not_empty> last_name;
  int age = 1;
  std::vector<Street> homes;
  IntCounter visits;
  TimeUpdated updated_time;

  static constexpr auto defaults =
      loom::defaults(fld<&Customer::visits>, fld<&Customer::updated_time>);
  static constexpr auto upgrade = loom::upgrade(
      [](const Named& old) {
        const auto space = old.name.find(' ');
        return FullyNamed{old.name.substr(0, space),
                          space == old.name.npos ? "" : old.name.substr(space + 1)};
      },
      [](const OneCity& old) { return old.city ? Cities{{{*old.city}}} : Cities{}; });
};

struct Address {
  std::string city;
};
struct OldHome {
  Address home;
};
struct NewHome {
  std::string city;
};
struct Tenant : PersistableModel<Tenant> {
  static constexpr auto persist_db = declare_persist_db("shop", "tenants");
  Id<Tenant> id;
  std::string city;
  static constexpr auto upgrade =
      loom::upgrade([](const OldHome& old) { return NewHome{old.home.city}; }).version_in("v");
};

class Upgraded : public InSandbox {
 protected:
  static Customer load(const std::string& document) {
    raw<Customer>().insert(document);
    return *Customer::all().load_one();
  }
  static std::string stored() {  // without the id and the time
    auto json = raw<Customer>().json();
    json = json.substr(json.find("},") + 3);
    return json.substr(0, json.find(R"(, "updated_time")"));
  }
};

TEST_F(Upgraded, a_new_document_says_its_version) {
  Customer{.first_name = "Ada", .last_name = "Lovelace"}.persist();
  const auto json = raw<Customer>().json();
  EXPECT_NE(json.find(R"("schema_version" : 2)"), std::string::npos) << json;
  EXPECT_EQ(Customer::all().load_one()->last_name, "Lovelace");
}

TEST_F(Upgraded, an_old_document_is_read_as_the_present_version) {
  const auto ada =
      load(R"({"name": "Ada Lovelace", "age": 36, "city": "London", "colour": "red"})");
  EXPECT_EQ(ada.first_name + "/" + ada.last_name.get(), "Ada/Lovelace");
  EXPECT_EQ(ada.homes.at(0).street, "London");
  EXPECT_EQ(ada.age, 36);
}

TEST_F(Upgraded, a_document_of_a_version_between_takes_the_steps_that_are_left) {
  const auto bob = load(
      R"({"first_name": "Bob", "last_name": "B", "name": "x", "city": "Rome", "schema_version": 1})");
  EXPECT_EQ(bob.first_name, "Bob");
  EXPECT_EQ(bob.homes.at(0).street, "Rome");
}

TEST_F(Upgraded, the_next_persist_stores_the_new_form_and_keeps_what_nobody_knows) {
  auto ada = load(R"({"name": "Ada Lovelace", "age": 36, "city": "London", "colour": "red"})");
  ada.age = 37;
  ada.visits += 2;
  ada.persist();
  EXPECT_EQ(
      stored(),
      R"("age" : 37, "colour" : "red", "first_name" : "Ada", "homes" : [ { "street" : "London" } ], )"
      R"("last_name" : "Lovelace", "schema_version" : 2)");
  EXPECT_EQ(Customer::get(ada.id).visits, 2);
  const auto before = raw<Customer>().json();
  ada.persist();  // nothing is left to change
  EXPECT_EQ(raw<Customer>().json(), before);
  auto again = *Customer::all().load_one();
  again.age = 38;
  again.persist();
  EXPECT_EQ(Customer::get(ada.id).age, 38);
}

TEST_F(Upgraded, it_is_stored_also_where_the_object_was_not_changed) {
  load(R"({"name": "Ada Lovelace", "age": 36})").persist();
  EXPECT_NE(stored().find(R"("schema_version" : 2)"), std::string::npos);
  EXPECT_EQ(stored().find(R"("name" :)"), std::string::npos);
}

TEST_F(Upgraded, an_older_program_that_was_faster_is_not_overwritten) {
  v0::Customer{.name = "Ada Byron"}.persist();
  prepare<Customer>();
  auto old = *v0::Customer::all().load_one();
  auto ada = *Customer::all().load_one();
  old.name = "Ada Lovelace";
  old.persist();
  const auto conflict = thrown<ConflictError>([&] { ada.persist(); });
  EXPECT_EQ(conflict.fields(), std::vector<std::string>{"name"});
  ada.reload();
  EXPECT_EQ(ada.last_name, "Lovelace");
  ada.persist();
  // Nor does the older program write into a document whose members have left.
  old.name = "Ada King";
  EXPECT_THROW(old.persist(), ConflictError);
  old.age = 3;
  EXPECT_THROW(old.reload(), DecodeError);
}

TEST_F(Upgraded, programs_of_both_versions_change_what_they_have_in_common) {
  v0::Customer{.name = "Ada Lovelace"}.persist();
  prepare<Customer>();
  auto old = *v0::Customer::all().load_one();
  auto ada = *Customer::all().load_one();
  ada.persist();
  old.age = 40;
  old.persist();
  ada.reload();
  EXPECT_EQ(ada.age, 40);
  EXPECT_EQ(ada.last_name, "Lovelace");
}

TEST_F(Upgraded, what_does_not_fit_is_a_decode_error) {
  const auto unfit = [](const std::string& document) {
    unsafely::raw_command(Customer::persist_db, R"({"drop": "customers"})");
    return thrown<DecodeError>([&] { load(document); }).mismatches();
  };
  unsafely::raw_command(Customer::persist_db, R"({"create": "customers"})");
  EXPECT_EQ(unfit(R"({"name": "Ada"})").front().path, "last_name") << "it breaks a rule";
  EXPECT_EQ(unfit(R"({"age": 3})").front().path, "name") << "it is of no version";
  EXPECT_EQ(unfit(R"({"name": "Ada B", "schema_version": "one"})").front().path, "schema_version");
}

TEST_F(Upgraded, a_document_of_a_later_version_is_read_as_it_is) {
  auto eve =
      load(R"({"first_name": "Eve", "last_name": "E", "schema_version": 7, "planet": "Mars"})");
  eve.age = 5;
  eve.persist();
  EXPECT_NE(stored().find(R"("planet" : "Mars")"), std::string::npos);
  EXPECT_NE(stored().find(R"("schema_version" : 7)"), std::string::npos);
}

TEST_F(Upgraded, a_step_that_would_lose_a_nested_field_is_read_and_not_stored) {
  raw<Tenant>().insert(R"({"home": {"city": "Bonn", "zip": "53111"}})");
  auto tenant = *Tenant::all().load_one();
  EXPECT_EQ(tenant.city, "Bonn");
  const auto error = thrown<SchemaError>([&] { tenant.persist(); });
  EXPECT_NE(std::string(error.what()).find("home.zip"), std::string::npos) << error.what();
}

TEST_F(Upgraded, all_documents_are_upgraded_by_a_loop) {
  std::vector<v0::Customer> many;
  for (int i = 0; i < 250; ++i) many.push_back({.name = "Ada " + std::to_string(i)});
  v0::Customer::persist_many(many);
  prepare<Customer>();
  for (auto& customer : Customer::all().stream()) customer.persist();
  EXPECT_EQ(raw<Customer>().count(R"({"schema_version": 2, "name": {"$exists": false}})"), 250);
}

TEST_F(Upgraded, the_server_takes_the_documents_of_all_versions_and_no_mixture) {
  prepare<Customer>();
  v0::Customer{.name = "Ada Lovelace"}.persist();  // an older program goes on to insert
  EXPECT_EQ(Customer::all().load_one()->last_name, "Lovelace");
  const auto insert = [](const std::string& document) {
    unsafely::raw_command(Customer::persist_db,
                          R"({"insert": "customers", "documents": [)" + document + "]}");
  };
  insert(R"({"first_name": "Bob", "last_name": "B", "schema_version": 1, "city": "Rome"})");
  insert(R"({"first_name": "Cy", "last_name": "C", "schema_version": 2, "homes": []})");
  for (const auto* mixed :
       {R"({"first_name": "Bob", "last_name": "B"})", R"({"name": "Bob", "schema_version": 1})",
        R"({"first_name": "Bob", "last_name": "", "schema_version": 2})",
        R"({"first_name": "Bob", "last_name": "B", "schema_version": 2, "homes": 1})"})
    EXPECT_THROW(insert(mixed), DocumentRefusedError) << mixed;
}

}  // namespace
}  // namespace loom::test
