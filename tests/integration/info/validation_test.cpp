// SPDX-License-Identifier: Apache-2.0
// Checked values, rules across fields, variants and decimals against a server: what is refused is
// not sent, what others stored is named and can be mended.

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Card {
  Checked<std::string, pattern<"[0-9]{4}">> last_four;
};
struct Transfer {
  std::string iban;
  std::optional<std::string> note;
};
struct Item {
  Checked<std::string, not_empty> sku;
  Checked<int, ge<1>, le<1000>> quantity = 1;
};
struct Booking : PersistableModel<Booking> {
  static constexpr auto persist_db = declare_persist_db("shop", "bookings");
  Id<Booking> id;
  Email email;
  std::vector<Item> items;
  std::variant<Card, Transfer> payment;
  Checked<Decimal128, ge<0>> price = 1;
  Time from;
  Time to;
  static constexpr auto indexes =
      loom::indexes(loom::unique(fld<&Booking::email>), loom::index(fld<&Booking::price>.desc()));
  void validate(Problems& problems) const {
    if (!(from < to)) problems.add(fld<&Booking::to>, "must be after from");
  }
};

class Validated : public InSandbox {
 protected:
  static Booking booking(const std::string& email) {
    return {.email = email,
            .items = {{"A1", 3}},
            .payment = Card{"4242"},
            .price = Decimal128("19.90"),
            .from = Time::from_millis(1000),
            .to = Time::from_millis(2000)};
  }
  static std::vector<std::string> paths(const ValidationError& error) {
    std::vector<std::string> all;
    for (const auto& p : error.problems()) all.push_back(p.path + " " + p.rule);
    return all;
  }
  using Paths = std::vector<std::string>;
};

TEST_F(Validated, a_whole_object_is_stored_and_found_by_its_values) {
  auto ada = booking("Ada@Example.org");
  ada.persist();
  const auto again = Booking::get(ada.id);
  EXPECT_EQ(again.email, "ada@example.org");
  EXPECT_EQ(again.items[0].quantity, 3);
  EXPECT_EQ(again.price.get().str(), "19.90");
  EXPECT_EQ(std::get<Card>(again.payment).last_four, "4242");
  EXPECT_EQ(Booking::filter(fld<&Booking::price> > Decimal128("19.8")).count(), 1);
  EXPECT_EQ(Booking::filter(fld<&Booking::email> == "ADA@example.org").count(), 1);
  EXPECT_EQ(Booking::filter(fld<&Booking::payment>.holds<Card>()).count(), 1);
  EXPECT_EQ(Booking::filter(fld<&Booking::payment, &Transfer::iban> == "DE1").count(), 0);
  EXPECT_EQ(Booking::filter(fld<&Booking::items>.any(fld<&Item::quantity> > 2)).count(), 1);
}

TEST_F(Validated, nothing_is_written_that_breaks_a_rule) {
  auto ada = booking("ada@example.org");
  ada.items.push_back({});
  EXPECT_EQ(paths(thrown<ValidationError>([&] { ada.persist(); })), Paths{"items[1].sku unset"});
  ada.items.pop_back();
  ada.to = ada.from;
  EXPECT_EQ(paths(thrown<ValidationError>([&] { ada.persist(); })), Paths{"to validate"});
  EXPECT_FALSE(ada.id.is_set());
  EXPECT_EQ(Booking::all().count(), 0);
  ada.to = Time::from_millis(3000);
  ada.persist();
  ada.from = ada.to;
  EXPECT_EQ(paths(thrown<ValidationError>([&] { ada.persist(); })), Paths{"to validate"});
  EXPECT_EQ(Booking::get(ada.id).from, Time::from_millis(1000));
}

TEST_F(Validated, each_failure_of_many_has_its_index) {
  std::vector<Booking> many{booking("a@x.org"), booking("b@x.org"), booking("c@x.org")};
  many[1].to = many[1].from;
  many[2].items.push_back({});
  const auto error = thrown<BulkError>([&] { Booking::persist_many(many); });
  ASSERT_EQ(error.failures().size(), 2u);
  const auto of = [&](std::size_t i) {
    return paths(dynamic_cast<const ValidationError&>(*error.failures()[i].cause));
  };
  EXPECT_EQ(of(0), Paths{"[1].to validate"});
  EXPECT_EQ(of(1), Paths{"[2].items[1].sku unset"});
  EXPECT_TRUE(many[0].id.is_set() && !many[1].id.is_set());
  EXPECT_EQ(Booking::all().count(), 1);
}

TEST_F(Validated, an_update_is_checked_before_it_is_sent) {
  auto ada = booking("ada@example.org");
  ada.persist();
  const auto all = Booking::filter(fld<&Booking::price> >= 0);
  EXPECT_EQ(paths(thrown<ValidationError>([&] { all.update(fld<& Booking::price> = -1); })),
            Paths{"price ge"});
  EXPECT_EQ(paths(thrown<ValidationError>([&] { all.update(fld<& Booking::email> = "ada"); })),
            Paths{"email email"});
  all.update(fld<& Booking::price> += Decimal128("0.10"),
             fld<& Booking::payment> = Transfer{"DE1", {}});
  ada.reload();
  EXPECT_EQ(ada.price.get().str(), "20.00");
  EXPECT_EQ(std::get<Transfer>(ada.payment).iban, "DE1");
}

TEST_F(Validated, what_others_stored_is_named_and_can_be_mended) {
  auto ada = booking("ada@example.org");
  ada.persist();
  raw<Booking>().update("{}",
                        R"({"$set": {"price": {"$numberDecimal": "-1"}, "items.0.quantity": 0}})");
  const auto error = thrown<DecodeError>([&] { (void)Booking::load(ada.id); });
  ASSERT_EQ(error.problems().size(), 2u);
  EXPECT_EQ(error.problems()[0].path + " " + error.problems()[0].rule, "items[0].quantity ge");
  EXPECT_EQ(error.problems()[1].path + " " + error.problems()[1].rule, "price ge");
  EXPECT_EQ(Booking::filter(fld<&Booking::price> < 0).update(fld<& Booking::price> = 0).modified,
            1);

  raw<Booking>().update(
      "{}", R"({"$set": {"items.0.quantity": 1, "to": {"$date": {"$numberLong": "0"}}}})");
  auto loaded = Booking::get(ada.id);  // rules across fields do not hinder a load
  loaded.persist();                    // nor an object that is left as it is
  loaded.price = 7;
  EXPECT_THROW(loaded.persist(), ValidationError);
  loaded.to = Time::from_millis(5000);
  loaded.persist();
  EXPECT_EQ(Booking::get(ada.id).price, Decimal128(7));
}

TEST_F(Validated, a_variant_is_one_leaf_that_drops_no_unknown_field) {
  auto ada = booking("ada@example.org");
  ada.payment = Transfer{"DE1", "x"};
  ada.persist();
  std::get<Transfer>(ada.payment).note.reset();
  ada.persist();
  EXPECT_FALSE(std::get<Transfer>(Booking::get(ada.id).payment).note);
  raw<Booking>().update("{}", R"({"$set": {"payment.bic": "X"}})");
  ada.reload();
  ada.payment = Card{"1111"};
  EXPECT_THROW(ada.persist(), SchemaError);
}

struct Pair : PersistableModel<Pair> {
  static constexpr auto persist_db = declare_persist_db("shop", "pairs");
  Id<Pair> id;
  Decimal128 a;
  Decimal128 b;
};
struct Results {
  Decimal128 sum;
  Decimal128 difference;
  Decimal128 product;
};

TEST_F(Validated, decimals_are_calculated_as_on_the_server) {
  for (const auto& [a, b] :
       std::vector<std::pair<const char*, const char*>>{{"19.90", "0.10"},
                                                        {"-1E+3", "0.007"},
                                                        {"0.00", "-5"},
                                                        {"1.23456789012345678", "9.87"}}) {
    Pair pair{.a = Decimal128(a), .b = Decimal128(b)};
    pair.persist();
    const auto rows =
        Pair::filter(fld<&Pair::id> == pair.id)
            .project<Results>(fld<& Results::sum> = fld<&Pair::a> + fld<&Pair::b>,
                              fld<& Results::difference> = fld<&Pair::a> - fld<&Pair::b>,
                              fld<& Results::product> = fld<&Pair::a> * fld<&Pair::b>)
            .load_many();
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].sum.str(), (pair.a + pair.b).str());
    EXPECT_EQ(rows[0].difference.str(), (pair.a - pair.b).str());
    EXPECT_EQ(rows[0].product.str(), (pair.a * pair.b).str());
  }
}

}  // namespace
}  // namespace loom::test
