// SPDX-License-Identifier: Apache-2.0
// Combines filters, and says which of them may write.
#include "loom/info/filter.hpp"

#include <cstring>
#include <string>
#include <vector>

#include "loom/bson/writer.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

// Filters are made where a query is written, often in a loop: their bytes are put together by hand,
// in one allocation.

// A document's length, its first element's type, name and array's length; and two final zeros.
constexpr std::size_t around_terms(std::string_view op) { return 4 + 1 + op.size() + 1 + 4; }
constexpr std::size_t final_zeros = 2;
constexpr std::size_t longest_index = 12;  // a type, nine digits, a zero

std::size_t length_at(const std::uint8_t* at) {
  std::int32_t length = 0;
  std::memcpy(&length, at, sizeof length);
  return static_cast<std::size_t>(length);
}

// The document of an array's element. A Document is valid, so its lengths lead from one to the
// next.
bson::View document_of(const std::uint8_t* element) {
  const auto* name = reinterpret_cast<const char*>(element + 1);
  const auto* document = element + 1 + std::strlen(name) + 1;
  return {document, length_at(document)};
}

// The elements of the array of a filter that is a combination by `op` already: they join the new
// one.
std::optional<bson::View> terms_of(bson::View filter, std::string_view op) {
  const auto before = around_terms(op);
  if (filter.size() < before + final_zeros ||
      filter[4] != static_cast<std::uint8_t>(bson::Type::array) ||
      std::memcmp(filter.data() + 5, op.data(), op.size()) != 0 || filter[5 + op.size()] != 0 ||
      before - 4 + length_at(filter.data() + before - 4) + 1 != filter.size())
    return std::nullopt;
  const auto terms = filter.subspan(before, filter.size() - before - final_zeros);
  for (const auto* at = terms.data(); at != terms.data() + terms.size();) {
    if (*at != static_cast<std::uint8_t>(bson::Type::document)) return std::nullopt;  // raw words
    const auto document = document_of(at);
    at = document.data() + document.size();
  }
  return terms;
}

/// Puts documents into an array, one after the other.
class Terms {
 public:
  explicit Terms(std::uint8_t* at) noexcept : at_(at) {}

  void add(bson::View document) noexcept {
    *at_++ = static_cast<std::uint8_t>(bson::Type::document);
    const bson::IndexKey key(count_++);
    const std::string_view index = key;
    put(index.data(), index.size());
    *at_++ = 0;
    put(document.data(), document.size());
  }
  void add_all(bson::View terms) noexcept {
    for (const auto* at = terms.data(); at != terms.data() + terms.size();) {
      const auto document = document_of(at);
      add(document);
      at = document.data() + document.size();
    }
  }
  std::uint8_t* end() const noexcept { return at_; }

 private:
  void put(const void* data, std::size_t size) noexcept {
    std::memcpy(at_, data, size);
    at_ += size;
  }

  std::uint8_t* at_;
  std::size_t count_ = 0;
};

// Of a term that joins, the index may become longer, but by less than the term itself has.
std::size_t room_of(bson::View filter) { return 2 * filter.size() + longest_index; }

Document combine(std::string_view op, const Document& a, const Document& b) {
  const auto before = around_terms(op);
  std::vector<std::uint8_t> out(before + room_of(a.bytes()) + room_of(b.bytes()) + final_zeros);
  Terms terms(out.data() + before);
  for (const auto* filter : {&a, &b})
    if (const auto joined = terms_of(filter->bytes(), op))
      terms.add_all(*joined);
    else
      terms.add(filter->bytes());
  const auto size = static_cast<std::size_t>(terms.end() - out.data()) + final_zeros;
  out.resize(size);
  const auto whole = static_cast<std::int32_t>(size);
  const auto array = static_cast<std::int32_t>(size - before + 4 - 1);
  std::memcpy(out.data(), &whole, 4);
  out[4] = static_cast<std::uint8_t>(bson::Type::array);
  std::memcpy(out.data() + 5, op.data(), op.size());
  std::memcpy(out.data() + before - 4, &array, 4);
  return Document::adopt(std::move(out));
}

// What is left of a combination when one side vanished.
FilterTerm without(const FilterTerm& rest) {
  FilterTerm result = rest;
  result.lost_term = true;
  return result;
}

}  // namespace

FilterTerm both(const FilterTerm& a, const FilterTerm& b) {
  if (a.vanished) return without(b);
  if (b.vanished) return without(a);
  FilterTerm result{{}, false, a.lost_term || b.lost_term, a.everything && b.everything};
  result.document = a.document.empty()   ? b.document
                    : b.document.empty() ? a.document
                                         : combine("$and", a.document, b.document);
  return result;
}

FilterTerm either(const FilterTerm& a, const FilterTerm& b) {
  if (a.vanished) return without(b);
  if (b.vanished) return without(a);
  FilterTerm result{{}, false, a.lost_term || b.lost_term, a.everything || b.everything};
  if (!a.document.empty() && !b.document.empty())
    result.document = combine("$or", a.document, b.document);
  return result;
}

FilterTerm negated(const FilterTerm& a) {
  if (a.vanished) return a;
  return {bson::build([&](bson::Writer& out) {
            const auto array = out.begin_array(std::string_view("$nor"));
            out.document(std::string_view("0"), a.document.bytes());
            out.end(array);
          }),
          false, a.lost_term, false};
}

void require_writable(const FilterTerm& filter, std::string_view operation) {
  const std::string doing(operation);
  if (filter.lost_term || filter.vanished)
    throw ValidationError("", "filter",
                          doing +
                              ": a term of this filter vanished, for its value was not set, so "
                              "more documents would be written than meant: set the value, or "
                              "leave the term out");
  if (filter.document.empty() && !filter.everything)
    throw ValidationError("", "filter",
                          doing +
                              ": this filter is empty and would write every document: add a "
                              "term, or say loom::unsafely::everything");
}

FilterTerm raw_filter(std::string_view json) { return {Document::from_json(json)}; }

}  // namespace loom::core
