// SPDX-License-Identifier: Apache-2.0
// Steps over values by their type, and finds elements by their name.
#include "loom/bson/reader.hpp"

namespace loom::bson {
namespace {

std::size_t length_at(const Cursor& cursor, std::int32_t smallest) {
  cursor.need(4);
  std::int32_t length;
  std::memcpy(&length, cursor.at, 4);
  if (length < smallest) refuse("a negative or too small length");
  return static_cast<std::size_t>(length);
}

}  // namespace

void refuse(std::string_view reason) { throw Corrupt(reason); }

View Cursor::take_value(Type type) {
  const auto* start = at;
  switch (type) {
    case Type::undefined:
    case Type::null:
    case Type::max_key:
    case Type::min_key:
      break;
    case Type::boolean:
      take_bytes(1);
      break;
    case Type::int32:
      take_bytes(4);
      break;
    case Type::double_:
    case Type::date:
    case Type::timestamp:
    case Type::int64:
      take_bytes(8);
      break;
    case Type::object_id:
      take_bytes(12);
      break;
    case Type::decimal128:
      take_bytes(16);
      break;
    case Type::string:
    case Type::code:
    case Type::symbol:
      take_string();
      break;
    case Type::document:
    case Type::array:
      take_document();
      break;
    case Type::binary:
      take_bytes(5 + length_at(*this, 0));
      break;
    case Type::code_with_scope:
      take_bytes(length_at(*this, 14));
      break;
    case Type::db_pointer:
      take_string();
      take_bytes(12);
      break;
    case Type::regex:
      take_key();
      take_key();
      break;
    default:
      refuse("an unknown type of element");
  }
  return {start, static_cast<std::size_t>(at - start)};
}

std::size_t count(Cursor elements) {
  std::size_t count = 0;
  while (next(elements)) ++count;
  return count;
}

std::optional<Element> find(Cursor document, std::string_view name) {
  while (auto element = next(document))
    if (element->name == name) return element;
  return std::nullopt;
}

std::optional<Element> find(Cursor document, Cursor& next, std::string_view name) {
  Cursor after = next;
  auto element = bson::next(after);
  if (!element || element->name != name) element = find(document, name);
  if (element) next.at = element->value.data() + element->value.size();
  return element;
}

std::string_view text_of(const std::optional<Element>& element, std::string_view fallback) {
  if (!element || element->type != Type::string) return fallback;
  return {reinterpret_cast<const char*>(element->value.data()) + 4, element->value.size() - 5};
}

std::int64_t integer_of(const std::optional<Element>& element, std::int64_t fallback) {
  if (!element) return fallback;
  Cursor value{element->value.data(), element->value.data() + element->value.size()};
  switch (element->type) {
    case Type::int32:
      return value.take<std::int32_t>();
    case Type::int64:
    case Type::date:
      return value.take<std::int64_t>();
    case Type::double_: {
      const auto number = value.take<double>();
      return number >= -0x1p63 && number < 0x1p63 ? static_cast<std::int64_t>(number) : fallback;
    }
    case Type::boolean:
      return value.take<std::uint8_t>();
    default:
      return fallback;
  }
}

bool truth_of(const std::optional<Element>& element) { return integer_of(element) != 0; }

Cursor inside_of(const std::optional<Element>& element) {
  if (element && (element->type == Type::document || element->type == Type::array))
    return element->inside();
  return {nullptr, nullptr};
}

}  // namespace loom::bson
