#pragma once
// SPDX-License-Identifier: Apache-2.0
// A filter is a value: it can be stored, returned and combined while the program runs.

#include <string_view>
#include <type_traits>
#include <utility>

#include "loom/bson/document.hpp"
#include "loom/bson/writer.hpp"

namespace loom {

namespace core {

/// A filter without its model: the document that MongoDB takes.
using FilterDocument = Document;

/// {path: {operator: value}}; `put` writes the operator's element.
template <class Put>
FilterDocument compare(std::string_view path, Put put) {
  bson::Writer out;
  const auto start = out.begin();
  const auto inner = out.begin_document(path);
  put(out);
  out.end(inner);
  out.end(start);
  return Document::adopt({out.bytes().begin(), out.bytes().end()});
}

/// Both (`$and`), either (`$or`), not (`$nor`); the empty document matches all.
FilterDocument both(const FilterDocument& a, const FilterDocument& b);
FilterDocument either(const FilterDocument& a, const FilterDocument& b);
FilterDocument negated(const FilterDocument& a);

}  // namespace core

/// What matches every document, to begin a filter with that is built while the program runs.
struct MatchAll {};
inline constexpr MatchAll match_all{};

/// Which documents of a model are meant. Made by comparing fields, combined with `&&`, `||`, `!`.
///
/// A missing field is unequal to every value and in no order to any: `!=` and `!` match it, `<`
/// does not.
///
///     loom::Filter<Order> wanted = fld<&Order::total> > 100.0;
///     if (only_paid) wanted = wanted && fld<&Order::state> == State::paid;
template <class Model>
class Filter {
 public:
  Filter() noexcept = default;
  Filter(MatchAll) noexcept {}
  Filter(core::FilterDocument document) noexcept : document_(std::move(document)) {}

  /// The document that is sent to the server.
  const core::FilterDocument& document() const noexcept { return document_; }

  friend Filter operator&&(const Filter& a, const Filter& b) {
    return core::both(a.document_, b.document_);
  }
  friend Filter operator||(const Filter& a, const Filter& b) {
    return core::either(a.document_, b.document_);
  }
  friend Filter operator!(const Filter& a) { return core::negated(a.document_); }

 private:
  core::FilterDocument document_;
};

}  // namespace loom
