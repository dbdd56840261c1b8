// SPDX-License-Identifier: Apache-2.0
// Single values: how each type is stored, from what else it is read, and what is refused.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <tuple>

#include "loom/info/id.hpp"
#include "loom/info/managed.hpp"
#include "support/codec.hpp"

namespace values {
enum class State { draft, paid, gone = -3 };
struct Celsius {
  double degrees = 0;
};
enum class Code { unknown, known = 4711 };
}  // namespace values

template <>
inline constexpr auto loom::enum_names<values::State> =
    loom::enumerators(loom::enumerator(values::State::paid, "PAID").also_reads("payed"));

template <>
struct loom::codec<values::Celsius> {
  static double to_bson(const values::Celsius& t) { return t.degrees; }
  static values::Celsius from_bson(double degrees) {
    if (degrees < -273.15) throw ValidationError("", "celsius", "is below the absolute zero");
    return {degrees};
  }
};
template <>
struct loom::codec<values::Code> {
  static std::int32_t to_bson(values::Code code) { return static_cast<std::int32_t>(code); }
  static values::Code from_bson(std::int32_t code) { return static_cast<values::Code>(code); }
};

namespace loom::test {
namespace {

using namespace std::chrono_literals;

template <class T>
struct Holder {
  T v;
};

template <class T>
::testing::AssertionResult stands(T value, const std::string& json) {
  return stands_as(Holder<T>{std::move(value)}, R"({"v": )" + json + "}");
}
/// What `json` is read into.
template <class T>
T read(const std::string& json) {
  return decoded<Holder<T>>(R"({"v": )" + json + "}").v;
}
/// Why it is not read.
template <class T>
std::string refusal(const std::string& json) {
  const auto lines = mismatches_in<Holder<T>>(R"({"v": )" + json + "}");
  return lines.empty() ? "it is read" : lines.size() == 1 ? lines[0] : "more than one mismatch";
}

const std::string int32_of(auto n) { return R"({"$numberInt": ")" + std::to_string(n) + "\"}"; }
const std::string int64_of(auto n) { return R"({"$numberLong": ")" + std::to_string(n) + "\"}"; }
const std::string double_of(const std::string& n) { return R"({"$numberDouble": ")" + n + "\"}"; }

constexpr auto most32 = std::numeric_limits<std::int32_t>::max();
constexpr auto least32 = std::numeric_limits<std::int32_t>::min();
constexpr auto most64 = std::numeric_limits<std::int64_t>::max();
constexpr auto least64 = std::numeric_limits<std::int64_t>::min();

TEST(CodecOfValues, bool_is_a_bool_and_nothing_else) {
  EXPECT_TRUE(stands(true, "true"));
  EXPECT_TRUE(stands(false, "false"));
  EXPECT_EQ(refusal<bool>("1"), "v: int for a bool");
  EXPECT_EQ(refusal<bool>("\"true\""), "v: string for a bool");
  EXPECT_EQ(refusal<bool>("null"), "v: null for a bool");
}

TEST(CodecOfValues, integers_have_their_own_type) {
  EXPECT_TRUE(stands<std::int32_t>(most32, int32_of(most32)));
  EXPECT_TRUE(stands<std::int32_t>(least32, int32_of(least32)));
  EXPECT_TRUE(stands<std::int64_t>(most64, int64_of(most64)));
  EXPECT_TRUE(stands<std::int64_t>(least64, int64_of(least64)));
  EXPECT_TRUE(stands<long long>(5, int64_of(5)));
  EXPECT_TRUE(stands<std::uint32_t>(0, int64_of(0)));
  EXPECT_TRUE(stands<std::uint32_t>(4294967295U, int64_of(4294967295U)));
}

TEST(CodecOfValues, integers_are_read_from_every_number_that_is_the_same) {
  EXPECT_EQ(read<std::int32_t>(int64_of(most32)), most32);
  EXPECT_EQ(read<std::int32_t>(double_of("-7.0")), -7);
  EXPECT_EQ(read<std::int32_t>(double_of("-0.0")), 0);
  EXPECT_EQ(read<std::int64_t>(int32_of(least32)), least32);
  EXPECT_EQ(read<std::int64_t>(double_of("-9223372036854775808")), least64);
  EXPECT_EQ(read<std::uint32_t>(int32_of(3)), 3U);
  EXPECT_EQ(read<std::uint32_t>(double_of("4294967295.0")), 4294967295U);
}

TEST(CodecOfValues, integers_are_not_read_where_a_part_would_be_lost) {
  EXPECT_EQ(refusal<std::int32_t>(int64_of(std::int64_t{most32} + 1)),
            "v: long for a whole number of 32 bits");
  EXPECT_EQ(refusal<std::int32_t>(double_of("1.5")), "v: double for a whole number of 32 bits");
  EXPECT_EQ(refusal<std::int64_t>(double_of("9223372036854775808")),
            "v: double for a whole number");
  EXPECT_EQ(refusal<std::int64_t>(double_of("-9223372036854777856")),
            "v: double for a whole number");
  for (const char* no_number : {"NaN", "Infinity", "-Infinity"})
    EXPECT_EQ(refusal<std::int64_t>(double_of(no_number)), "v: double for a whole number");
  EXPECT_EQ(refusal<std::uint32_t>(int32_of(-1)), "v: int for a whole number from 0 to 2^32-1");
  EXPECT_EQ(refusal<std::uint32_t>(int64_of(4294967296)),
            "v: long for a whole number from 0 to 2^32-1");
  EXPECT_EQ(refusal<int>("\"36\""), "v: string for a whole number of 32 bits");
  EXPECT_EQ(refusal<int>("true"), "v: bool for a whole number of 32 bits");
  EXPECT_EQ(refusal<int>(R"({"$numberDecimal": "1"})"), "v: decimal for a whole number of 32 bits");
  EXPECT_EQ(refusal<int>("null"), "v: null for a whole number of 32 bits");
}

TEST(CodecOfValues, floating_numbers_are_doubles) {
  EXPECT_TRUE(stands(0.1, double_of("0.1")));
  EXPECT_TRUE(stands(-0.0, double_of("-0.0")));
  EXPECT_TRUE(stands(std::numeric_limits<double>::infinity(), double_of("Infinity")));
  EXPECT_TRUE(stands(1.5F, double_of("1.5")));
  EXPECT_TRUE(std::isnan(read<double>(double_of("NaN"))));
  EXPECT_TRUE(std::isnan(read<float>(double_of("NaN"))));
  EXPECT_EQ(encoded(Holder<double>{std::nan("")}), encoded(Holder<float>{std::nanf("")}));
}

TEST(CodecOfValues, floating_numbers_are_read_from_integers_that_they_hold) {
  EXPECT_EQ(read<double>(int32_of(-3)), -3.0);
  EXPECT_EQ(read<double>(int64_of(std::int64_t{1} << 53)), 0x1p53);
  EXPECT_EQ(read<double>(int64_of(least64)), -0x1p63);
  EXPECT_EQ(read<float>(int32_of(1 << 24)), 0x1p24F);
  EXPECT_EQ(refusal<double>(int64_of((std::int64_t{1} << 53) + 1)), "v: long for a number");
  EXPECT_EQ(refusal<double>(int64_of(most64)), "v: long for a number");
  EXPECT_EQ(refusal<float>(int32_of((1 << 24) + 1)), "v: int for a number that a float holds");
  EXPECT_EQ(refusal<float>(double_of("0.1")), "v: double for a number that a float holds");
  EXPECT_EQ(refusal<float>(double_of("1e300")), "v: double for a number that a float holds");
  EXPECT_EQ(refusal<double>("\"1.5\""), "v: string for a number");
}

TEST(CodecOfValues, strings_keep_every_character) {
  EXPECT_TRUE(stands<std::string>("", R"("")"));
  EXPECT_TRUE(stands<std::string>("naïve ☕ 𝄞", R"("naïve ☕ 𝄞")"));
  EXPECT_TRUE(stands(std::string("a\0b", 3), R"("a\u0000b")"));
  EXPECT_TRUE(stands(std::string(100'000, 'x'), '"' + std::string(100'000, 'x') + '"'));
  EXPECT_EQ(refusal<std::string>("1"), "v: int for a string");
  EXPECT_EQ(refusal<std::string>(R"({"$symbol": "s"})"), "v: symbol for a string");
}

TEST(CodecOfValues, text_that_is_no_utf8_is_neither_written_nor_read) {
  EXPECT_EQ(problems_of(Holder<std::string>{"caf\xE9"}), Lines{"v (utf8)"});
  auto broken = octets_of(Holder<std::string>{"cafe"});
  broken[broken.size() - 3] = 0xE9;
  EXPECT_EQ(mismatches_in<Holder<std::string>>(Document::adopt(broken)),
            Lines{"v: a string that is no UTF-8 for a string"});
}

TEST(CodecOfValues, strings_of_one_case_are_brought_to_it_when_they_are_read) {
  EXPECT_TRUE(stands(StrLower("Ada@Example.ORG"), R"("ada@example.org")"));
  EXPECT_TRUE(stands(StrUpper("fr"), R"("FR")"));
  EXPECT_EQ(read<StrLower>(R"("ÉCOLE")"), "école");
}

TEST(CodecOfValues, instants_are_dates) {
  EXPECT_TRUE(stands(parse_time("2026-11-22T10:00:00.250Z"),
                     R"({"$date": {"$numberLong": "1795341600250"}})"));
  EXPECT_TRUE(stands(Time::from_millis(least64), R"({"$date": )" + int64_of(least64) + "}"));
  EXPECT_EQ(refusal<Time>(int64_of(5)), "v: long for a date");
  EXPECT_EQ(refusal<Time>("\"2026-11-22T10:00:00Z\""), "v: string for a date");
}

TEST(CodecOfValues, durations_are_milliseconds) {
  EXPECT_TRUE(stands(7ms, int64_of(7)));
  EXPECT_TRUE(stands<std::chrono::seconds>(-7s, int64_of(-7000)));
  EXPECT_TRUE(stands<std::chrono::minutes>(2min, int64_of(120'000)));
  EXPECT_TRUE(stands<std::chrono::hours>(3h, int64_of(10'800'000)));
  EXPECT_TRUE(stands(std::chrono::milliseconds(least64), int64_of(least64)));
  EXPECT_EQ(read<std::chrono::seconds>(double_of("1000.0")), 1s);
  EXPECT_EQ(refusal<std::chrono::seconds>(int64_of(1500)),
            "v: long for milliseconds that are whole seconds");
  EXPECT_EQ(refusal<std::chrono::minutes>(int64_of(1000)),
            "v: long for milliseconds that are whole minutes");
  EXPECT_EQ(refusal<std::chrono::hours>(int64_of(60'000)),
            "v: long for milliseconds that are whole hours");
  EXPECT_EQ(refusal<std::chrono::milliseconds>(double_of("0.5")),
            "v: double for a whole number of milliseconds");
  EXPECT_EQ(problems_of(Holder<std::chrono::seconds>{std::chrono::seconds::max()}),
            Lines{"v (duration)"});
  EXPECT_EQ(problems_of(Holder<std::chrono::hours>{std::chrono::hours::min()}),
            Lines{"v (duration)"});
}

TEST(CodecOfValues, calendar_dates_are_texts) {
  using std::chrono::year_month_day;
  EXPECT_TRUE(stands(parse_date("2026-11-22"), R"("2026-11-22")"));
  EXPECT_TRUE(stands(parse_date("0000-02-29"), R"("0000-02-29")"));
  EXPECT_EQ(refusal<year_month_day>(R"("2026-02-29")"),
            "v: a string that is none for a date as \"2026-11-22\"");
  EXPECT_EQ(refusal<year_month_day>("20261122"), "v: int for a date as \"2026-11-22\"");
  EXPECT_EQ(problems_of(Holder<year_month_day>{}), Lines{"v (date)"});
  EXPECT_EQ(problems_of(Holder<year_month_day>{std::chrono::year(10'000) / 1 / 1}),
            Lines{"v (date)"});
}

TEST(CodecOfValues, enums_are_the_names_of_their_enumerators) {
  EXPECT_TRUE(stands(values::State::draft, R"("draft")"));
  EXPECT_TRUE(stands(values::State::paid, R"("PAID")"));
  EXPECT_TRUE(stands(values::State::gone, R"("gone")"));
  EXPECT_EQ(read<values::State>(R"("payed")"), values::State::paid);
  EXPECT_EQ(refusal<values::State>(R"("lost")"),
            "v: a string that names none for an enumerator of State");
  EXPECT_EQ(refusal<values::State>("0"), "v: int for the name of an enumerator");
  EXPECT_EQ(problems_of(Holder<values::State>{static_cast<values::State>(9)}), Lines{"v (enum)"});
}

TEST(CodecOfValues, ids_of_every_kind_keep_their_bytes) {
  EXPECT_TRUE(stands(ObjectId::from_string("0123456789abcdef01234567"),
                     R"({"$oid": "0123456789abcdef01234567"})"));
  EXPECT_TRUE(stands(Uuid::from_string("73ffd264-44b3-4c69-90e8-e7d1dfc035d4"),
                     R"({"$binary": {"base64": "c//SZESzTGmQ6OfR38A11A==", "subType": "04"}})"));
  EXPECT_EQ(refusal<ObjectId>(R"("0123456789abcdef01234567")"), "v: string for an ObjectId");
  EXPECT_EQ(
      refusal<Uuid>(R"({"$binary": {"base64": "c//SZESzTGmQ6OfR38A11A==", "subType": "03"}})"),
      "v: other binary data for a UUID (binary, subtype 4)");
  EXPECT_EQ(refusal<Uuid>(R"({"$binary": {"base64": "AAAA", "subType": "04"}})"),
            "v: other binary data for a UUID (binary, subtype 4)");
}

TEST(CodecOfValues, bytes_keep_their_subtype) {
  const std::vector<std::byte> three{std::byte{1}, std::byte{2}, std::byte{3}};
  EXPECT_TRUE(stands(Bytes{}, R"({"$binary": {"base64": "", "subType": "00"}})"));
  EXPECT_TRUE(stands(Bytes{three, 128}, R"({"$binary": {"base64": "AQID", "subType": "80"}})"));
  EXPECT_TRUE(stands(Bytes{three, 2}, R"({"$binary": {"base64": "AQID", "subType": "02"}})"));
  EXPECT_EQ(read<Bytes>(R"({"$binary": {"base64": "AQID", "subType": "02"}})"), (Bytes{three, 2}));
  EXPECT_EQ(refusal<Bytes>(R"("AQID")"), "v: string for binary data");
}

TEST(CodecOfValues, decimals_keep_their_zeros) {
  EXPECT_TRUE(stands(Decimal128("19.90"), R"({"$numberDecimal": "19.90"})"));
  EXPECT_TRUE(stands(Decimal128("-Infinity"), R"({"$numberDecimal": "-Infinity"})"));
  EXPECT_EQ(refusal<Decimal128>(double_of("19.9")), "v: double for a Decimal128");
  EXPECT_EQ(refusal<Decimal128>("19"), "v: int for a Decimal128");
}

TEST(CodecOfValues, documents_are_kept_as_they_are) {
  const std::string any = R"({"b": [1, {"$numberLong": "2"}, null], "a": {"$symbol": "s"}})";
  EXPECT_TRUE(stands(Document::from_json(any), any));
  EXPECT_TRUE(stands(Document{}, "{}"));
  EXPECT_EQ(refusal<Document>("[]"), "v: array for a document");
}

TEST(CodecOfValues, a_document_within_that_is_corrupt_is_not_kept) {
  auto broken = octets_of(Holder<Document>{Document::from_json(R"({"text": "x"})")});
  broken[broken.size() - 4] = 0xFF;
  EXPECT_EQ(mismatches_in<Holder<Document>>(Document::adopt(broken)),
            Lines{"v: a text that is not UTF-8 for well-formed BSON"});
}

TEST(CodecOfValues, counters_and_kept_times_are_plain_values) {
  EXPECT_TRUE(stands(IntCounter::starting_at(7), int64_of(7)));
  EXPECT_EQ(read<IntCounter>(int32_of(7)).value(), 7);
  EXPECT_EQ(read<IntCounter>(double_of("7.0")).value(), 7);
  EXPECT_EQ(refusal<IntCounter>(double_of("7.5")), "v: double for a whole number");
}

struct Order;
TEST(CodecOfValues, references_are_bare_keys) {
  const auto key = ObjectId::from_string("0123456789abcdef01234567");
  EXPECT_TRUE(stands(Ref<Order>(key), R"({"$oid": "0123456789abcdef01234567"})"));
  EXPECT_TRUE(stands(Ref<Order, std::string>("fr"), R"("fr")"));
  EXPECT_TRUE((read<Ref<Order, int>>("5").is_set()));
  EXPECT_EQ(problems_of(Holder<Ref<Order>>{}), Lines{"v (ref)"});
  EXPECT_EQ(refusal<Ref<Order>>(R"("x")"), "v: string for an ObjectId");
}

TEST(CodecOfValues, a_type_of_the_users_own_stands_as_its_codec_says) {
  EXPECT_TRUE(stands(values::Celsius{36.5}, double_of("36.5")));
  EXPECT_EQ(read<values::Celsius>(int32_of(20)).degrees, 20);
  EXPECT_EQ(refusal<values::Celsius>(R"("warm")"), "v: string for a number");
  EXPECT_EQ(refusal<values::Celsius>(double_of("-300.0")),
            "v: a value that its loom::codec refuses for a number");
  EXPECT_TRUE(stands(values::Code::known, int32_of(4711)));
}

}  // namespace
}  // namespace loom::test
