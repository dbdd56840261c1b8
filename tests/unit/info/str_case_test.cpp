// SPDX-License-Identifier: Apache-2.0
// Strings of one case: what users write, and Unicode's foldings.

#include "loom/info/str_case.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <string>
#include <type_traits>
#include <unordered_set>

#include "loom/info/error.hpp"

namespace loom {
namespace {

struct Customer {
  StrLower email;
  int age = 0;
};

template <class A, class B>
concept Comparable = requires(A a, B b) { a == b; };
static_assert(!Comparable<StrLower, StrUpper>, "equal texts of two cases mean nothing");
static_assert(!Comparable<StrLower, int>);
static_assert(std::is_convertible_v<const StrLower&, const std::string&>);
static_assert(std::is_convertible_v<const StrLower&, std::string_view>);

TEST(StrLower, is_normalised_when_made_assigned_and_compared) {
  Customer ada{.email = "Ada@Example.ORG"};
  EXPECT_EQ(ada.email.get(), "ada@example.org");
  EXPECT_TRUE(ada.email == "ADA@example.org");
  EXPECT_TRUE(std::string("Ada@example.org") == ada.email);
  EXPECT_TRUE(ada.email != std::string_view("b"));
  EXPECT_TRUE(ada.email < "B" && "A" < ada.email);
  ada.email = std::string("X");
  EXPECT_EQ(ada.email, StrLower("x"));
  ada.email = std::string_view("Y");
  const std::string text = ada.email;
  EXPECT_EQ(text, "y");
  EXPECT_TRUE(StrLower().empty());
}

TEST(StrLower, folds_letters_beyond_ascii) {
  EXPECT_EQ(StrLower("ÉCOLE ΣΟΦΌΣ ЖЁ Straße").get(), "école σοφόσ жё straße");
  EXPECT_EQ(StrLower("ς"), StrLower("Σ"));
  EXPECT_EQ(StrLower("ẞ"), StrLower("ß"));
  EXPECT_EQ(StrLower("K"), StrLower("k")) << "the Kelvin sign";
  EXPECT_EQ(StrLower("ſ"), StrLower("s")) << "the long s";
  EXPECT_EQ(StrLower("\u01C5"), StrLower("\u01C4")) << "a title case letter";
  EXPECT_EQ(StrLower("𐐀"), StrLower("𐐨")) << "Deseret, four bytes";
}

TEST(StrLower, leaves_turkish_letters_apart) {
  EXPECT_EQ(StrLower("İ").get(), "İ");
  EXPECT_EQ(StrLower("ı").get(), "ı");
  EXPECT_NE(StrLower("I"), StrLower("ı"));
}

TEST(StrLower, folds_cherokee_as_unicode_keeps_it_stable) {
  EXPECT_EQ(StrLower("\uAB70").get(), "\u13A0");
  EXPECT_EQ(StrLower("\u13A0").get(), "\u13A0");
}

TEST(StrUpper, is_upper_case_letter_by_letter) {
  EXPECT_EQ(StrUpper("fr").get(), "FR");
  EXPECT_EQ(StrUpper("école σς").get(), "ÉCOLE ΣΣ");
  EXPECT_EQ(StrUpper("straße").get(), "STRAßE");
  EXPECT_EQ(StrUpper("ŉ").get(), "ŉ") << "it has an upper case of two letters only";
  EXPECT_TRUE(StrUpper("fr") == "Fr");
}

TEST(StrCase, refuses_what_is_not_utf8) {
  EXPECT_THROW(StrLower("\xFF"), ValidationError);
  EXPECT_THROW(StrUpper(std::string("a\xC3")), ValidationError);
  try {
    StrLower("secret\xED\xA0\x80");
    FAIL();
  } catch (const ValidationError& error) {
    EXPECT_EQ(error.problems().at(0).rule, "utf8");
    EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
  }
}

TEST(StrCase, keeps_zeros_and_can_be_a_key) {
  EXPECT_EQ(StrLower(std::string("A\0B", 3)).get(), std::string("a\0b", 3));
  const std::unordered_set<StrLower> all{"A", "a", "B"};
  EXPECT_EQ(all.size(), 2u);
}

std::string encoded(utf8proc_int32_t c) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(c, bytes);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

// Two properties of Unicode's foldings, over all code points: what differs only by case folds to
// the same, and a folding folds to itself.
TEST(StrCase, folds_all_of_unicode_once_and_for_all) {
  for (utf8proc_int32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const StrLower folded(encoded(c));
    ASSERT_EQ(StrLower(folded.get()).get(), folded.get()) << c;
    const StrUpper upper(encoded(c));
    ASSERT_EQ(StrUpper(upper.get()).get(), upper.get()) << c;
    const bool is_turkish = c == 0x0130 || c == 0x0131;
    if (is_turkish) continue;
    ASSERT_EQ(StrLower(encoded(utf8proc_tolower(c))), folded) << c;
    ASSERT_EQ(StrLower(encoded(utf8proc_toupper(c))), folded) << c;
    ASSERT_EQ(StrLower(encoded(utf8proc_totitle(c))), folded) << c;
  }
}

}  // namespace
}  // namespace loom
