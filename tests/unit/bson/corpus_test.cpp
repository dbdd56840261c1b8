// SPDX-License-Identifier: Apache-2.0
// The BSON corpus against the validator, Document and Decimal128: bytes, extended JSON, refusals,
// and every prefix and every changed byte of the valid documents.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "loom/bson/decimal128.hpp"
#include "loom/bson/document.hpp"
#include "loom/bson/validate.hpp"
#include "loom/info/error.hpp"
#include "support/bson_corpus.hpp"
#include "support/bson_property.hpp"

namespace loom::test {
namespace {

/// Replaces the texts of doubles by one text for each value: "1e+5" and "100000.0" are the same.
Json with_plain_doubles(Json json) {
  if (json.is_object() && json.size() == 1 && json.contains("$numberDouble")) {
    const std::string text = json["$numberDouble"];
    char plain[64];
    std::snprintf(plain, sizeof plain, "%a", std::strtod(text.c_str(), nullptr));
    return Json{{"$numberDouble", plain}};
  }
  if (json.is_structured())
    for (auto& inner : json) inner = with_plain_doubles(inner);
  return json;
}

Json parsed(const std::string& text) { return with_plain_doubles(Json::parse(text)); }

template <class Make>
bool refused(Make make) {
  try {
    make();
  } catch (const ValidationError&) {
    return true;
  }
  return false;
}

Octets octets(bson::View bytes) { return {bytes.begin(), bytes.end()}; }

TEST(Corpus, valid_documents_keep_their_bytes) {
  for (const auto& [title, content] : corpus("valid")) {
    SCOPED_TRACE(title);
    for (const char* key : {"canonical_bson", "degenerate_bson"}) {
      if (!content.contains(key)) continue;
      const Octets bytes = from_hex(content[key].get<std::string>());
      const auto corruption = bson::find_corruption(bytes);
      ASSERT_FALSE(corruption) << corruption->what << " at " << corruption->offset;
      EXPECT_EQ(octets(Document::from_bytes(bytes).bytes()), bytes);
    }
  }
}

TEST(Corpus, valid_documents_are_written_as_canonical_json) {
  for (const auto& [title, content] : corpus("valid")) {
    SCOPED_TRACE(title);
    const Octets bytes = from_hex(content["canonical_bson"].get<std::string>());
    EXPECT_EQ(parsed(Document::from_bytes(bytes).to_json()),
              parsed(content["canonical_extjson"].get<std::string>()));
  }
}

// The driver ends code at a zero character when it reads JSON; Document refuses such a text
// instead.
bool has_code_with_zero(const std::string& title) {
  return title == "code.json, valid, Embedded nulls" ||
         title == "code_w_scope.json, valid, Unicode and embedded null in code string, empty scope";
}

// The driver still reads the older form {"$date": 42}, which means exactly what it says.
bool is_older_form(const std::string& title) {
  return title == "top.json, parseErrors, Bad $date (number, not string or hash)";
}

TEST(Corpus, extended_json_is_read_into_canonical_bytes) {
  for (const auto& [title, content] : corpus("valid")) {
    if (content.value("lossy", false)) continue;
    SCOPED_TRACE(title);
    const Octets bytes = from_hex(content["canonical_bson"].get<std::string>());
    for (const char* key : {"canonical_extjson", "degenerate_extjson"}) {
      if (!content.contains(key)) continue;
      SCOPED_TRACE(key);
      const std::string json = content[key];
      if (has_code_with_zero(title))
        EXPECT_TRUE(refused([&] { Document::from_json(json); }));
      else
        EXPECT_EQ(octets(Document::from_json(json).bytes()), bytes);
    }
  }
}

TEST(Corpus, what_is_no_document_is_refused) {
  for (const auto& [title, content] : corpus("decodeErrors")) {
    SCOPED_TRACE(title);
    const Octets bytes = from_hex(content["bson"].get<std::string>());
    EXPECT_TRUE(bson::find_corruption(bytes));
    EXPECT_THROW(Document::from_bytes(bytes), DecodeError);
  }
}

TEST(Corpus, what_is_no_extended_json_is_refused) {
  for (const auto& [title, content] : corpus("parseErrors")) {
    SCOPED_TRACE(title);
    if (is_older_form(title)) continue;
    const std::string text = content["string"];
    const bool is_decimal = content["bson_type"] == "0x13";
    EXPECT_TRUE(is_decimal ? refused([&] { Decimal128{text}; })
                           : refused([&] { Document::from_json(text); }));
  }
}

TEST(Corpus, no_prefix_of_a_document_is_a_document) {
  for (const auto& [title, content] : corpus("valid")) {
    SCOPED_TRACE(title);
    const Octets bytes = from_hex(content["canonical_bson"].get<std::string>());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const Octets prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_TRUE(bson::find_corruption(prefix)) << "of " << size << " bytes";
    }
  }
}

TEST(Corpus, a_changed_byte_gives_a_document_or_an_error) {
  std::map<std::string, std::size_t> broken;
  std::size_t decimals = 0;
  for (const auto& [title, content] : corpus("valid")) {
    // Hundreds of documents differ only in the 16 bytes of one decimal number: every tenth will do.
    if (content["bson_type"] == "0x13" && ++decimals % 10 != 0) continue;
    Octets bytes = from_hex(content["canonical_bson"].get<std::string>());
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      const std::uint8_t before = bytes[at];
      for (int change = 1; change < 256; ++change) {
        bytes[at] = static_cast<std::uint8_t>(before ^ change);
        if (const auto what = wrong_judgement(bytes)) ++broken[title + ": " + *what];
        const bool one_bit = (change & (change - 1)) == 0;
        if (!one_bit)
          continue;  // JSON is slow, and single bits already reach every kind of damage.
        if (const auto what = wrong_json(bytes)) ++broken[title + ": " + *what];
      }
      bytes[at] = before;
    }
  }
  for (const auto& [what, count] : broken) ADD_FAILURE() << what << " (" << count << " times)";
}

}  // namespace
}  // namespace loom::test
