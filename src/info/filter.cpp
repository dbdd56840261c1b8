// SPDX-License-Identifier: Apache-2.0
// Combines filters, and says which of them may write.
#include "loom/info/filter.hpp"

#include <initializer_list>
#include <string>

#include "loom/bson/reader.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

// The terms of a filter that is a combination by `op` already: they join the new combination.
std::optional<bson::View> terms_of(const Document& filter, std::string_view op) {
  auto elements = bson::open(filter.bytes());
  const auto first = bson::next(elements);
  if (!first || first->name != op || elements.at != elements.end) return std::nullopt;
  return first->value;
}

Document combine(std::string_view op, std::initializer_list<const Document*> filters) {
  return bson::build([&](bson::Writer& out) {
    const auto array = out.begin_array(op);
    std::size_t i = 0;
    const auto add = [&](bson::View term) {
      out.document(std::string_view(bson::IndexKey(i++)), term);
    };
    for (const auto* filter : filters) {
      const auto terms = terms_of(*filter, op);
      if (!terms) {
        add(filter->bytes());
        continue;
      }
      auto elements = bson::open(*terms);
      while (const auto element = bson::next(elements)) add(element->value);
    }
    out.end(array);
  });
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
                                         : combine("$and", {&a.document, &b.document});
  return result;
}

FilterTerm either(const FilterTerm& a, const FilterTerm& b) {
  if (a.vanished) return without(b);
  if (b.vanished) return without(a);
  FilterTerm result{{}, false, a.lost_term || b.lost_term, a.everything || b.everything};
  if (!a.document.empty() && !b.document.empty())
    result.document = combine("$or", {&a.document, &b.document});
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
