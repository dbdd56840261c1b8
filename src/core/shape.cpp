// SPDX-License-Identifier: Apache-2.0
// What a command asks for, without the values it asks with.
#include "core/shape.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

bool is_one_of(Key name, std::initializer_list<Key> names) {
  return std::ranges::count(names, name) > 0;
}

std::string quoted(Key text) {
  constexpr Key digits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') result += '\\';
    if (byte < ' ')
      result.append("\\u00").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    else
      result += c;
  }
  return result + '"';
}

template <class Put>
std::string object(bson::Cursor elements, Put put) {
  std::string result;
  while (const auto element = bson::next(elements))
    result.append(result.empty() ? "{" : ", ")
        .append(quoted(element->name))
        .append(": ")
        .append(put(*element));
  return result.empty() ? "{}" : result + "}";
}

// Each shape once: neither the length of a list nor its order is a part of what is asked.
template <class Put>
std::string array(bson::Cursor elements, Put put) {
  std::vector<std::string> shapes;
  while (const auto element = bson::next(elements))
    if (auto shape = put(*element); std::ranges::count(shapes, shape) == 0)
      shapes.push_back(std::move(shape));
  std::string result;
  for (const auto& shape : shapes) result.append(result.empty() ? "[" : ", ").append(shape);
  return result.empty() ? "[]" : result + "]";
}

/// A value: its type alone.
std::string value(const bson::Element& element) {
  if (element.type == bson::Type::array) return array(element.inside(), value);
  return "\"?" + std::string(bson::name_of(element.type)) + '"';
}

std::string kept(const bson::Element& element) {
  switch (element.type) {
    case bson::Type::string:
      return quoted(bson::text_of(element));
    case bson::Type::boolean:
      return bson::truth_of(element) ? "true" : "false";
    case bson::Type::int32:
    case bson::Type::int64:
      return std::to_string(bson::integer_of(element));
    default:
      return value(element);
  }
}

// Directions of a sort, members of a projection.
std::string directions(const bson::Element& element) {
  if (element.type == bson::Type::document) return object(element.inside(), directions);
  return element.type == bson::Type::string ? value(element) : kept(element);
}

// In an expression a text is a path where it begins with $; values stand in a $literal, or bare.
std::string expression(const bson::Element& element) {
  if (element.name == "$literal") return value(element);
  if (element.type == bson::Type::document) return object(element.inside(), expression);
  if (element.type == bson::Type::array) return array(element.inside(), expression);
  const bool path = bson::text_of(element).starts_with('$');
  return path ? kept(element) : value(element);
}

bool holds_operators(const bson::Element& element) {
  if (element.type != bson::Type::document) return false;
  auto inside = element.inside();
  const auto first = bson::next(inside);
  return first && first->name.starts_with('$');
}

std::string filter(const bson::Element& element);

// What a field is compared with.
std::string operand(const bson::Element& field) {
  if (!holds_operators(field)) return value(field);
  return object(field.inside(), [](const bson::Element& op) {
    if (op.name == "$elemMatch") return filter(op);
    if (op.name == "$not") return operand(op);
    if (op.name == "$all" && op.type == bson::Type::array) return array(op.inside(), operand);
    return op.name == "$exists" ? kept(op) : value(op);
  });
}

std::string filter(const bson::Element& element) {
  if (element.type != bson::Type::document) return value(element);
  return object(element.inside(), [](const bson::Element& term) {
    if (is_one_of(term.name, {"$and", "$or", "$nor"}) && term.type == bson::Type::array)
      return array(term.inside(), filter);
    if (term.name == "$expr") return expression(term);
    return term.name.starts_with('$') ? value(term) : operand(term);
  });
}

std::string update(const bson::Element& element) {
  if (element.type == bson::Type::array) return array(element.inside(), expression);
  if (element.type != bson::Type::document) return value(element);
  return object(element.inside(), [](const bson::Element& op) {
    const bool of_fields = op.name.starts_with('$') && op.type == bson::Type::document;
    return of_fields ? object(op.inside(), operand) : value(op);
  });
}

std::string stage(const bson::Element& whole) {
  return object(whole.inside(), [](const bson::Element& body) {
    if (body.name == "$match") return filter(body);
    if (body.name == "$sort" || body.name == "$count")
      return body.type == bson::Type::document ? directions(body) : kept(body);
    if (is_one_of(body.name, {"$project", "$lookup"}) && body.type == bson::Type::document)
      return object(body.inside(), [&](const bson::Element& member) {
        const bool scalar = member.type != bson::Type::document && member.type != bson::Type::array;
        const bool text = member.type == bson::Type::string;
        return scalar && text == (body.name == "$lookup") ? kept(member) : expression(member);
      });
    return expression(body);
  });
}

// Any part of a command that is not known to be more.
std::string option(const bson::Element& element) {
  if (element.type == bson::Type::document) return object(element.inside(), option);
  if (element.type == bson::Type::array) return array(element.inside(), option);
  return element.type == bson::Type::boolean ? kept(element) : value(element);
}

std::string statement(const bson::Element& element) {
  return object(element.inside(), [](const bson::Element& part) {
    if (part.name == "q") return filter(part);
    return part.name == "u" ? update(part) : option(part);
  });
}

bool has_our_form(Key command) {
  return is_one_of(command, {"find", "aggregate", "count", "distinct", "insert", "update", "delete",
                             "findAndModify", "getMore", "killCursors", "explain", "create",
                             "createIndexes", "listIndexes"});
}

std::string part(const bson::Element& element) {
  const auto name = element.name;
  const bool list = element.type == bson::Type::array;
  if (is_one_of(name, {"filter", "query"})) return filter(element);
  if (is_one_of(name, {"sort", "projection"})) return directions(element);
  if (name == "update") return update(element);
  if (name == "documents") return value(element);
  if (name == "collection") return kept(element);
  if (name == "pipeline" && list) return array(element.inside(), stage);
  if (is_one_of(name, {"updates", "deletes"}) && list) return array(element.inside(), statement);
  return option(element);
}

}  // namespace

std::string shape_of(bson::View command) {
  const auto name = command_name(command);
  const bool known = has_our_form(name);
  bool first = true;
  return object(bson::open(command), [&](const bson::Element& element) {
    if (std::exchange(first, false) && known)
      return element.type == bson::Type::document ? shape_of(element.value)
             : element.type == bson::Type::string ? kept(element)
                                                  : value(element);
    return known ? part(element) : option(element);
  });
}

std::string_view command_name(bson::View command) {
  auto elements = bson::open(command);
  const auto first = bson::next(elements);
  return first ? first->name : Key();
}

std::string_view collection_name(bson::View command) {
  auto elements = bson::open(command);
  const auto first = bson::next(elements);
  if (!first) return {};
  if (first->name == "getMore") return bson::text_of(bson::find(elements, "collection"));
  if (first->type == bson::Type::document) return collection_name(first->value);
  return bson::text_of(first);
}

}  // namespace loom::core
