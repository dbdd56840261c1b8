// SPDX-License-Identifier: Apache-2.0
// Declared indexes, resolved: paths, directions, what is partial, what expires.

#include "loom/info/index.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace loom {
namespace {

using namespace std::chrono_literals;

struct Address {
  std::string street;
  std::string city;
  std::optional<std::string> zip;
  static constexpr auto names = loom::names(loom::name(fld<&Address::city>, "town"));
};
enum class State { active, gone };

struct Customer {
  Id<Customer> id;
  StrLower email;
  int age = 0;
  State state = State::active;
  Address home;
  std::optional<Address> work;
  std::vector<std::string> tags;
  IntCounter visits;
  TimeInserted created_at;
  TimeUpdated updated_time;
  std::optional<Time> gone_at;

  static constexpr auto names =
      loom::names(loom::name(fld<&Customer::created_at>, "createdAt").also_reads("created"));
  static constexpr auto indexes = loom::indexes(
      loom::unique(fld<&Customer::email>),
      loom::index(fld<&Customer::age>.asc(), fld<&Customer::created_at>.desc()),
      loom::index(fld<&Customer::state>, fld<&Customer::id>.desc(), fld<&Customer::tags>),
      loom::unique(fld<&Customer::home, &Address::zip>, fld<&Customer::age>,
                   fld<&Customer::work, &Address::city>.desc()),
      loom::index(fld<&Customer::gone_at>).ttl(720h),
      loom::unique(fld<&Customer::updated_time>).ttl(1s));
};

struct Plain {
  Nullable<std::string> note;
};

std::vector<std::string> text_of(const core::IndexInfo& index) {
  std::vector<std::string> parts;
  for (const auto& field : index.fields)
    parts.push_back(std::string(field.path) + (field.direction > 0 ? " up" : " down"));
  if (index.unique) parts.push_back("unique");
  for (const auto path : index.where_exists) parts.push_back("where " + std::string(path));
  if (index.ttl) parts.push_back("ttl " + std::to_string(index.ttl->count()));
  return parts;
}
using Text = std::vector<std::string>;

const auto declared = core::declared_indexes<Customer>();

TEST(Index, a_field_alone_is_ascending) {
  ASSERT_EQ(declared.size(), 6u);
  EXPECT_EQ(text_of(declared[0]), (Text{"email up", "unique"}));
}

TEST(Index, a_member_is_named_as_it_is_stored) {
  EXPECT_EQ(text_of(declared[1]), (Text{"age up", "createdAt down"}));
}

TEST(Index, fields_and_directions_may_be_mixed_and_the_id_may_be_among_them) {
  EXPECT_EQ(text_of(declared[2]), (Text{"state up", "_id down", "tags up"}));
}

TEST(Index, a_unique_one_is_partial_where_a_step_of_a_path_is_optional) {
  EXPECT_EQ(text_of(declared[3]), (Text{"home.zip up", "age up", "work.town down", "unique",
                                        "where home.zip", "where work.town"}));
}

TEST(Index, one_that_is_not_unique_is_never_partial) {
  EXPECT_EQ(text_of(declared[4]), (Text{"gone_at up", "ttl 2592000"}));
}

TEST(Index, a_ttl_may_be_unique_and_on_a_time_that_loom_keeps) {
  EXPECT_EQ(text_of(declared[5]), (Text{"updated_time up", "unique", "ttl 1"}));
}

TEST(Index, a_model_without_indexes_declares_none) {
  EXPECT_TRUE(core::declared_indexes<Plain>().empty());
}

TEST(Index, is_resolved_once_for_the_program) {
  EXPECT_EQ(core::declared_indexes<Customer>().data(), declared.data());
  static_assert(core::declared_indexes<Customer>().size() == 6);
}

TEST(Index, a_ttl_may_be_as_long_as_the_server_takes) {
  constexpr auto longest = std::chrono::seconds(std::numeric_limits<std::int32_t>::max());
  constexpr auto index = loom::index(fld<&Customer::created_at>).ttl(longest);
  EXPECT_EQ(index.lifetime, longest);
}

// The rules whose sentences tests/compile_fail pins.
template <auto... Path>
using F = Field<Path...>;
static_assert(ttl_is_on_a_time<F<&Customer::created_at>>);
static_assert(ttl_is_on_a_time<F<&Customer::gone_at>>);
static_assert(!ttl_is_on_a_time<F<&Customer::email>>);
static_assert(!ttl_is_on_a_time<F<&Customer::age>>);
static_assert(!ttl_is_on_a_time<F<&Customer::gone_at>, F<&Customer::created_at>>);
static_assert(ttl_has_a_unit<std::chrono::minutes>);
static_assert(!ttl_has_a_unit<int>);
static_assert(ttl_is_whole_seconds<std::chrono::weeks>);
static_assert(!ttl_is_whole_seconds<std::chrono::milliseconds>);
static_assert(!ttl_is_whole_seconds<std::chrono::duration<double>>);
static_assert(index_has_one_model<F<&Customer::age>, F<&Customer::home, &Address::city>>);
static_assert(!index_has_one_model<F<&Customer::age>, F<&Address::city>>);
static_assert(!index_is_no_id<F<&Customer::id>>);
static_assert(index_is_made_of_fields<F<&Customer::id>, SortKey<F<&Customer::age>>>);
static_assert(!index_is_made_of_fields<const char*>);
static_assert(unique_tells_nulls_apart<F<&Customer::gone_at>>);
static_assert(!unique_tells_nulls_apart<F<&Plain::note>>);

}  // namespace
}  // namespace loom
