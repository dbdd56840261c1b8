// SPDX-License-Identifier: Apache-2.0
// The names of BSON's types, as MongoDB's manual and `$type` have them.
// Source: https://www.mongodb.com/docs/manual/reference/bson-types/

#include "loom/bson/view.hpp"

namespace loom::bson {

std::string_view name_of(Type type) noexcept {
  switch (type) {
    case Type::double_:
      return "double";
    case Type::string:
      return "string";
    case Type::document:
      return "object";
    case Type::array:
      return "array";
    case Type::binary:
      return "binData";
    case Type::undefined:
      return "undefined";
    case Type::object_id:
      return "objectId";
    case Type::boolean:
      return "bool";
    case Type::date:
      return "date";
    case Type::null:
      return "null";
    case Type::regex:
      return "regex";
    case Type::db_pointer:
      return "dbPointer";
    case Type::code:
      return "javascript";
    case Type::symbol:
      return "symbol";
    case Type::code_with_scope:
      return "javascriptWithScope";
    case Type::int32:
      return "int";
    case Type::timestamp:
      return "timestamp";
    case Type::int64:
      return "long";
    case Type::decimal128:
      return "decimal";
    case Type::max_key:
      return "maxKey";
    case Type::min_key:
      return "minKey";
  }
  return "a type that BSON does not have";
}

}  // namespace loom::bson
