#pragma once
// SPDX-License-Identifier: Apache-2.0
// Structs against documents that a test writes as extended JSON.

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "loom/bson/codec_aggregate.hpp"
#include "loom/bson/document.hpp"

namespace loom::test {

/// What the codec writes; checked to be valid BSON.
template <class T>
Document encoded(const T& object) {
  bson::Writer out;
  bson::encode(out, object);
  return Document::from_bytes(out.bytes());
}

/// The same as bytes that a test may break.
template <class T>
std::vector<std::uint8_t> octets_of(const T& object) {
  const auto document = encoded(object);
  return {document.bytes().begin(), document.bytes().end()};
}

template <class T>
T decoded(const Document& document) {
  T object{};
  bson::decode(document.bytes(), object);
  return object;
}
template <class T>
T decoded(const std::string& json) {
  return decoded<T>(Document::from_json(json));
}

/// Whether `object` is written as exactly these bytes, and read from them into the same.
template <class T>
::testing::AssertionResult stands_as(const T& object, const std::string& json) {
  const auto expected = Document::from_json(json);
  const auto written = encoded(object);
  if (written != expected)
    return ::testing::AssertionFailure() << "written as " << written.to_json();
  const auto again = encoded(decoded<T>(written));
  if (again != expected)
    return ::testing::AssertionFailure() << "after reading it is written as " << again.to_json();
  return ::testing::AssertionSuccess();
}

using Lines = std::vector<std::string>;

/// What a DecodeError says of a document, a line for each place: "age: a string for a whole
/// number".
template <class T>
Lines mismatches_in(const Document& document) {
  Lines lines;
  try {
    decoded<T>(document);
  } catch (const DecodeError& error) {
    for (const auto& m : error.mismatches())
      lines.push_back(m.path + ": " + m.found + " for " + m.expected);
  }
  return lines;
}
template <class T>
Lines mismatches_in(const std::string& json) {
  return mismatches_in<T>(Document::from_json(json));
}

/// What a ValidationError says of an object, a line for each place: "name (utf8)".
template <class T>
Lines problems_of(const T& object) {
  Lines lines;
  try {
    encoded(object);
  } catch (const ValidationError& error) {
    for (const auto& p : error.problems()) {
      EXPECT_FALSE(p.message.empty());
      lines.push_back(p.path + " (" + p.rule + ")");
    }
  }
  return lines;
}

}  // namespace loom::test
