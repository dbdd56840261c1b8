// SPDX-License-Identifier: Apache-2.0
// Which index a query needs, and how it is declared.
#include "core/index_advice.hpp"

#include <algorithm>

#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

bool is_one_of(Key name, std::initializer_list<Key> names) {
  return std::ranges::count(names, name) > 0;
}

struct Field {
  std::string path;
  int direction = 1;
};

/// The fields of the terms that must all hold, and the alternatives among them.
struct Terms {
  std::vector<Field> equal, others;
  std::vector<bson::View> alternatives;
};

void gather(bson::Cursor filter, const std::string& within, Terms& terms);

void gather_field(const bson::Element& field, const std::string& path, Terms& terms) {
  auto operators = bson::inside_of(field);
  const auto first = bson::next(operators);
  const bool compared = field.type == bson::Type::document && first && first->name.starts_with('$');
  if (compared && first->name == "$elemMatch") {
    auto element = bson::inside_of(first);
    const auto inner = bson::next(element);
    if (inner && !inner->name.starts_with('$')) return gather(first->inside(), path + '.', terms);
    if (inner && is_one_of(inner->name, {"$and", "$or"}))
      return gather(first->inside(), path + '.', terms);
  }
  const bool equal = !compared || is_one_of(first->name, {"$eq", "$in", "$all", "$elemMatch"});
  (equal ? terms.equal : terms.others).push_back({path});
}

void gather(bson::Cursor filter, const std::string& within, Terms& terms) {
  while (const auto term = bson::next(filter)) {
    if (term->name == "$and" || term->name == "$nor") {
      auto parts = bson::inside_of(term);
      while (const auto part = bson::next(parts)) gather(part->inside(), within, terms);
    } else if (term->name == "$or") {
      auto parts = bson::inside_of(term);
      while (const auto part = bson::next(parts)) terms.alternatives.push_back(part->value);
    } else if (!term->name.starts_with('$')) {
      gather_field(*term, within + std::string(term->name), terms);
    }
  }
}

void add(std::vector<Field>& fields, const std::vector<Field>& more) {
  for (const auto& field : more)
    if (std::ranges::count(fields, field.path, &Field::path) == 0) fields.push_back(field);
}

// The types of nested structs are not known here: their members are spelled as far as they can be.
std::string spelled(const Field& field, Key model) {
  std::string text = "fld<&" + std::string(model) + "::";
  for (const char c : field.path) text += c == '.' ? std::string(", &…::") : std::string(1, c);
  return text + (field.direction < 0 ? ">.desc()" : ">");
}

class Advice {
 public:
  Advice(const Document& sort, Key model) : model_(model) {
    auto keys = bson::open(sort.bytes());
    while (const auto key = bson::next(keys))
      sort_.push_back({std::string(key->name), bson::integer_of(key) < 0 ? -1 : 1});
  }

  IndexAdvice of(bson::View filter) {
    Terms terms;
    gather(bson::open(filter), {}, terms);
    // An index over one of the terms that must hold is enough; each alternative needs its own.
    if (terms.equal.empty() && terms.others.empty() && !terms.alternatives.empty())
      for (const auto& alternative : terms.alternatives) of(alternative);
    else
      declare(terms);
    return advice_;
  }

 private:
  void declare(const Terms& terms) {
    std::vector<Field> fields;
    add(fields, terms.equal);
    add(fields, sort_);
    add(fields, terms.others);
    if (fields.empty()) return;
    std::string declaration;
    for (const auto& field : fields) {
      if (std::ranges::count(advice_.fields, field.path) == 0) advice_.fields.push_back(field.path);
      declaration += (declaration.empty() ? "loom::index(" : ", ") + spelled(field, model_);
    }
    advice_.declaration += (advice_.declaration.empty() ? "" : ", ") + declaration + ")";
  }

  Key model_;
  std::vector<Field> sort_;
  IndexAdvice advice_;
};

}  // namespace

IndexAdvice index_advice(const Document& filter, const Document& sort, std::string_view model) {
  return Advice(sort, model).of(filter.bytes());
}

}  // namespace loom::core
