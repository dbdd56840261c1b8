// SPDX-License-Identifier: Apache-2.0
// Variants of structs: told apart by their kind, read and written, asked in filters.

#include "loom/bson/codec_variant.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "loom/info/checked.hpp"
#include "loom/info/field.hpp"
#include "loom/info/model_info.hpp"
#include "loom/info/update.hpp"
#include "support/codec.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

struct Card {
  Checked<std::string, pattern<"[0-9]{4}">> last_four;
  bool operator==(const Card&) const = default;
};
struct Transfer {
  std::string iban;
  std::optional<std::string> note;
  bool operator==(const Transfer&) const = default;
};
using Payment = std::variant<Card, Transfer>;

struct Circle {
  static constexpr auto kind = declare_kind("circle", "shape");
  double radius = 1;
  bool operator==(const Circle&) const = default;
};
struct Group {
  static constexpr auto kind = declare_kind("group", "shape");
  std::vector<std::variant<Circle, Group>> parts;
  bool operator==(const Group&) const = default;
};

struct Booking {
  Payment payment;
  std::optional<Payment> refund;
  std::vector<Payment> others;
  std::map<std::string, Payment> by_name;
};

TEST(CodecOfVariants, a_struct_stands_with_its_kind) {
  EXPECT_TRUE(stands_as(Booking{Card{"4242"},
                                Transfer{"DE1", "x"},
                                {Transfer{"FR2", {}}, Card{"0000"}},
                                {{"a", Card{"1111"}}}},
                        R"({"payment": {"kind": "Card", "last_four": "4242"},
          "refund": {"kind": "Transfer", "iban": "DE1", "note": "x"},
          "others": [{"kind": "Transfer", "iban": "FR2"}, {"kind": "Card", "last_four": "0000"}],
          "by_name": {"a": {"kind": "Card", "last_four": "1111"}}})"));
}

TEST(CodecOfVariants, the_kind_may_stand_anywhere) {
  const auto read =
      decoded<Booking>(R"({"payment": {"iban": "DE1", "other": [1], "kind": "Transfer"}})");
  EXPECT_EQ(read.payment, Payment(Transfer{"DE1", {}}));
}

TEST(CodecOfVariants, a_kind_can_be_declared_and_hold_itself) {
  struct Holder {
    std::variant<Circle, Group> v;
  };
  EXPECT_TRUE(stands_as(Holder{Group{{Circle{2}, Group{{Circle{3}}}}}},
                        R"({"v": {"shape": "group", "parts": [{"shape": "circle", "radius": 2.0},
                            {"shape": "group", "parts": [{"shape": "circle", "radius": 3.0}]}]}})"));
}

TEST(CodecOfVariants, what_does_not_fit_is_named_within_it) {
  EXPECT_EQ(
      mismatches_in<Booking>(
          R"({"payment": {"kind": "Cash"}, "refund": {"kind": 7}, "others": [{}, 3, {"kind": "Card", "last_four": "x"}, {"kind": "Transfer"}]})"),
      (Lines{"payment.kind: a string that names none for one of Card, Transfer",
             "refund.kind: int for one of Card, Transfer",
             "others[0].kind: nothing for one of Card, Transfer", "others[1]: int for a document",
             "others[2].last_four: one that breaks this rule for a value that must match [0-9]{4}",
             "others[3].iban: nothing for a string"}));
  EXPECT_EQ(mismatches_in<Booking>("{}"), Lines{"payment: nothing for a document"});
  EXPECT_EQ(problems_of(Booking{Card{}, {}, {Transfer{"\xFF", {}}}, {}}),
            (Lines{"payment.last_four (unset)", "others[0].iban (utf8)"}));
}

TEST(CodecOfVariants, is_asked_for_its_kind_and_into_one_alternative) {
  EXPECT_EQ(json(fld<&Booking::payment>.holds<Card>()), R"({"payment.kind":{"$eq":"Card"}})");
  EXPECT_EQ(json(fld<&Booking::refund, &Transfer::iban> == "DE1"),
            R"({"refund.iban":{"$eq":"DE1"}})");
  EXPECT_EQ(update_json(fld<& Booking::payment> = Transfer{"DE1", {}}),
            R"({"$set":{"payment":{"kind":"Transfer","iban":"DE1"}}})");
  static_assert(!term_stays_out_of_variants<Field<&Booking::payment, &Card::last_four>>);
  static_assert(term_stays_out_of_variants<Field<&Booking::payment>>);
  struct Twin {
    std::string iban;
  };
  static_assert(!detail::leads_to<std::variant<Transfer, Twin>, &Twin::iban>);
}

struct Meter {
  IntCounter reads;
};
static_assert(!detail::has_a_counter<Group>());  // looked at once, though it holds itself
static_assert(detail::has_a_counter<std::vector<std::variant<Circle, Meter>>>());

TEST(CodecOfVariants, the_core_knows_the_members_of_all_alternatives) {
  const auto members = core::StructWithin<Payment>::members();
  ASSERT_EQ(members.size(), 3u);
  EXPECT_EQ(members[0].name, "last_four");
  EXPECT_EQ(members[2].name, "note");
}

}  // namespace
}  // namespace loom::test
