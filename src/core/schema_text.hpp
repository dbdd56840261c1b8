#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the two dialects of JSON Schema have in common: JSON text, and the keywords of rules.

#include <string>
#include <string_view>
#include <vector>

#include "loom/core/struct_info.hpp"

namespace loom::core {

/// A JSON object that is being written: {"type":"string","minLength":1}.
class ObjectText {
 public:
  /// Adds a member; `json` is its value.
  void add(std::string_view key, std::string_view json);
  bool empty() const noexcept { return text_.empty(); }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

/// ["a","b"] of what is JSON already.
std::string array_text(const std::vector<std::string>& items);
/// The same of texts.
using Names = std::vector<std::string_view>;
std::string array_text(const Names& texts);

/// True where a keyword says something of values of this kind; of the user's own keywords nobody
/// knows.
bool is_keyword_for(ValueKind kind, std::string_view keyword);

/// True where a pattern of RE2's, as JSON, has none of the words that JSON Schema's regular
/// expressions (ECMAScript's) lack or read otherwise.
bool is_read_alike(std::string_view pattern);

/// What the elements of an array, or the values of a map, may hold, by the rules for each of them.
ValueInfo element_of(const ValueInfo& container);

/// A value's keyword; where null may stand, "enum" has it, too.
SchemaKeyword or_null(SchemaKeyword keyword, const ValueInfo& value);

/// Adds keywords. One that is there twice (two patterns) goes into `all`: it is of "allOf".
void add_keywords(ObjectText& out, const std::vector<SchemaKeyword>& keywords,
                  std::vector<std::string>& all);

/// The names that a member is read under: `name`, and older ones.
Names names_of(const MemberValue& member, std::string_view name);

/// Adds the members that must be there, each under one of its names; what "required" cannot say
/// goes into `all`.
void add_required(ObjectText& out, const std::vector<Names>& members,
                  std::vector<std::string>& all);

}  // namespace loom::core
