// SPDX-License-Identifier: Apache-2.0
// Finds a place, and puts one of a list of odd values there.

#include "support/odd_document.hpp"

#include <optional>
#include <vector>

#include "loom/bson/build.hpp"
#include "loom/bson/reader.hpp"

namespace loom::test {
namespace {

using bson::Element;
using bson::Type;

// Values at the edges of types and rules, and of every type.
const Document& odd_values() {
  static const auto values = Document::from_json(R"({
    "null": null, "true": true, "int 0": 0, "int -1": -1, "int 1": 1, "int 4": 4, "int 9": 9, "int 60000": 60000, "int 61500": 61500,
    "long 2^31": {"$numberLong": "2147483648"}, "long 4": {"$numberLong": "4"}, "long max": {"$numberLong": "9223372036854775807"},
    "double 4": {"$numberDouble": "4.0"}, "double 4.5": {"$numberDouble": "4.5"}, "double 1e300": {"$numberDouble": "1e300"},
    "double NaN": {"$numberDouble": "NaN"}, "double inf": {"$numberDouble": "Infinity"}, "double 0.1": {"$numberDouble": "0.1"},
    "double 2^63": {"$numberDouble": "9223372036854775808"}, "double 0.125": {"$numberDouble": "0.125"},
    "decimal 4": {"$numberDecimal": "4"}, "decimal 0.005": {"$numberDecimal": "0.005"}, "decimal NaN": {"$numberDecimal": "NaN"},
    "decimal inf": {"$numberDecimal": "Infinity"}, "decimal 0.34": {"$numberDecimal": "0.34"},
    "decimal third": {"$numberDecimal": "0.3333333333333333333333333333333333"},
    "decimal above third": {"$numberDecimal": "0.3333333333333333333333333333333334"},
    "text ''": "", "text a": "a", "text 4242": "4242", "text 4242 newline": "4242\n", "text 5 letters": "abcde", "text NUL": "a\u0000b",
    "text 4 umlauts": "\u00e4\u00e4\u00e4\u00e4", "text 5 umlauts": "\u00e4\u00e4\u00e4\u00e4\u00e4", "text Upper": "Upper", "text Kelvin": "\u212a",
    "text EUR": "EUR", "text GBP": "GBP", "text open": "open", "text PAID": "PAID", "text payed": "payed", "text closed": "closed",
    "text ring": "ring", "text square": "square", "text mail": "Ada@Example.org", "text bad mail": "ada@", "text long mail": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org",
    "text day": "2024-02-29", "text no day": "2023-02-29", "text no month": "2023-13-01", "text tab": "\u000b",
    "date": {"$date": {"$numberLong": "1000000000000"}}, "date 1970": {"$date": {"$numberLong": "0"}},
    "id": {"$oid": "0123456789abcdef01234567"}, "uuid": {"$binary": {"base64": "AAAAAAAAAAAAAAAAAAAAAA==", "subType": "04"}},
    "bytes": {"$binary": {"base64": "AAAA", "subType": "00"}}, "regex": {"$regularExpression": {"pattern": "a", "options": ""}},
    "array": [], "array of one": [1], "array of twins": [1, 1], "array of equals": [1, {"$numberDouble": "1.0"}], "array of two": [true, false],
    "array of four": [1, 2, 3, 4], "array of texts": ["a", "b"], "array of long texts": ["abc"], "array of texts and numbers": ["a", 1],
    "document": {}, "a ring": {"type": "ring", "turns": 3}, "a ring of four": {"type": "ring", "turns": 4}, "a ring of text": {"type": "ring", "turns": "3"},
    "a branch": {"name": "n", "branches": []}, "a branch without": {"branches": []}, "rates": {"EUR": 1, "USD": -1}, "$ key": {"$x": 1}
  })");
  return values;
}

std::vector<Element> elements_of(bson::Cursor document) {
  std::vector<Element> elements;
  while (const auto element = bson::next(document)) elements.push_back(*element);
  return elements;
}

bool holds_others(const Element& element) {
  return element.type == Type::document || element.type == Type::array;
}

int count_places(bson::Cursor document) {
  int count = 0;
  for (const auto& element : elements_of(document))
    count += 1 + (holds_others(element) ? count_places(element.inside()) : 0);
  return count;
}

/// Writes a document again, but for one place: the one that is met when `left` is zero.
class Rewriter {
 public:
  Rewriter(int place, std::optional<Element> with) : left_(place), with_(with) {}

  void write(bson::Writer& out, bson::Cursor document, const std::string& path) {
    for (const auto& element : elements_of(document)) {
      const auto here = path + std::string(element.name);
      if (left_-- == 0) {
        changed_ = here + (with_ ? " = " + std::string(with_->name) : " is missing");
        if (with_) out.value(element.name, with_->type, with_->value);
      } else if (holds_others(element)) {
        const auto start = element.type == Type::array ? out.begin_array(element.name)
                                                       : out.begin_document(element.name);
        write(out, element.inside(), here + ".");
        out.end(start);
      } else {
        out.value(element.name, element.type, element.value);
      }
    }
  }
  const std::string& changed() const { return changed_; }

 private:
  int left_;
  std::optional<Element> with_;
  std::string changed_;
};

}  // namespace

OddDocument make_odd(const Document& document, std::mt19937& random) {
  const auto roll = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  const auto odd = elements_of(bson::open(odd_values().bytes()));
  const int last = static_cast<int>(odd.size());
  const int chosen = roll(-4, last - 1);
  Rewriter rewriter(
      roll(1, count_places(bson::open(document.bytes())) - 1),
      chosen < 0 ? std::nullopt : std::optional(odd[static_cast<std::size_t>(chosen)]));
  auto made = bson::build(
      [&](bson::Writer& out) { rewriter.write(out, bson::open(document.bytes()), ""); });
  return {std::move(made), rewriter.changed()};
}

}  // namespace loom::test
