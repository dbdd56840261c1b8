// SPDX-License-Identifier: Apache-2.0
// Combines filters.
#include "loom/info/filter.hpp"

#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

// The terms of a filter that is a combination by `op` already: they join the new combination.
bool is_combined(const FilterDocument& filter, std::string_view op, bson::View& terms) {
  auto cursor = bson::open(filter.bytes());
  const auto first = bson::next(cursor);
  if (!first || first->name != op || cursor.at != cursor.end) return false;
  terms = first->value;
  return true;
}

FilterDocument combine(std::string_view op, std::initializer_list<const FilterDocument*> filters) {
  bson::Writer out;
  const auto start = out.begin();
  const auto array = out.begin_array(op);
  std::size_t i = 0;
  for (const auto* filter : filters) {
    bson::View terms;
    if (!is_combined(*filter, op, terms)) {
      out.document(std::string_view(bson::IndexKey(i++)), filter->bytes());
      continue;
    }
    auto inside = bson::open(terms);
    while (const auto term = bson::next(inside))
      out.document(std::string_view(bson::IndexKey(i++)), term->value);
  }
  out.end(array);
  out.end(start);
  return Document::adopt({out.bytes().begin(), out.bytes().end()});
}

}  // namespace

FilterDocument both(const FilterDocument& a, const FilterDocument& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return combine("$and", {&a, &b});
}

FilterDocument either(const FilterDocument& a, const FilterDocument& b) {
  if (a.empty() || b.empty()) return {};
  return combine("$or", {&a, &b});
}

FilterDocument negated(const FilterDocument& a) {
  bson::Writer out;
  const auto start = out.begin();
  const auto array = out.begin_array(std::string_view("$nor"));
  out.document(std::string_view("0"), a.bytes());
  out.end(array);
  out.end(start);
  return Document::adopt({out.bytes().begin(), out.bytes().end()});
}

}  // namespace loom::core
