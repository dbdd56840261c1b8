// SPDX-License-Identifier: Apache-2.0
// What the two dialects of JSON Schema have in common.

#include "core/schema_text.hpp"

#include <algorithm>
#include <array>

#include "info/quoted.hpp"

namespace loom::core {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

void ObjectText::add(std::string_view key, std::string_view json) {
  if (!text_.empty()) text_ += ',';
  text_.append(quoted(key)).append(1, ':').append(json);
}

std::string array_text(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const auto& item : items) text.append(text.size() == 1 ? "" : ",").append(item);
  return text + ']';
}

std::string array_text(const Names& texts) {
  std::vector<std::string> items;
  for (const auto text : texts) items.push_back(quoted(text));
  return array_text(items);
}

bool is_keyword_for(ValueKind kind, std::string_view keyword) {
  if (is_one_of(keyword,
                {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}))
    return kind == ValueKind::whole || kind == ValueKind::floating || kind == ValueKind::decimal;
  if (is_one_of(keyword, {"minLength", "maxLength", "pattern", "format"}))
    return kind == ValueKind::text;
  if (is_one_of(keyword, {"minItems", "maxItems", "uniqueItems"})) return kind == ValueKind::array;
  if (is_one_of(keyword, {"minProperties", "maxProperties"})) return kind == ValueKind::map;
  return true;
}

bool is_read_alike(std::string_view pattern) {
  // (?i) and (?P<name>…) but for (?:…); POSIX classes; \A \z \Q \C \a; \pN without braces.
  if (pattern.find("[[:") != pattern.npos) return false;
  for (auto at = pattern.find("(?"); at != pattern.npos; at = pattern.find("(?", at + 2))
    if (pattern.substr(at + 2, 1) != ":") return false;
  for (auto at = pattern.find("\\\\"); at != pattern.npos; at = pattern.find("\\\\", at + 3))
    if (std::string_view("AzQEpPCax").find(pattern[at + 2]) != std::string_view::npos) return false;
  return true;
}

ValueInfo element_of(const ValueInfo& container) {
  auto element = container.elements.front();
  for (const auto& rule : container.rules)
    element.rules.insert(element.rules.end(), rule.each.begin(), rule.each.end());
  return element;
}

SchemaKeyword or_null(SchemaKeyword keyword, const ValueInfo& value) {
  if (value.may_be_null && keyword.name == "enum")
    keyword.value.insert(keyword.value.size() - 1, ",null");
  return keyword;
}

void add_keywords(ObjectText& out, const std::vector<SchemaKeyword>& keywords,
                  std::vector<std::string>& all) {
  std::vector<std::string_view> there;
  for (const auto& [name, value] : keywords) {
    if (std::ranges::find(there, name) == there.end()) {
      out.add(name, value);
      there.push_back(name);
    } else {
      ObjectText again;
      again.add(name, value);
      all.push_back(again.text());
    }
  }
}

Names names_of(const MemberValue& member, std::string_view name) {
  Names names{name};
  for (const auto older : member.also)
    if (!older.empty()) names.push_back(older);
  return names;
}

void add_required(ObjectText& out, const std::vector<Names>& members,
                  std::vector<std::string>& all) {
  Names required;
  for (const auto& names : members) {
    if (names.size() == 1) {
      required.push_back(names.front());
      continue;
    }
    std::vector<std::string> either;
    for (const auto name : names) {
      ObjectText one;
      one.add("required", array_text(Names{name}));
      either.push_back(one.text());
    }
    ObjectText any;
    any.add("anyOf", array_text(either));
    all.push_back(any.text());
  }
  if (!required.empty()) out.add("required", array_text(required));
}

}  // namespace loom::core
