// SPDX-License-Identifier: Apache-2.0
// A struct in the server's dialect of JSON Schema.

#include "core/server_schema.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/schema_text.hpp"
#include "info/quoted.hpp"
#include "loom/info/email.hpp"

namespace loom::core {
namespace {

// What the server allows is far more, but a schema is sent whole, and every level is checked at
// every write.
constexpr std::size_t deepest = 10, most_structs = 1000;

constexpr std::string_view before_pattern = "\"^(?:", after_pattern = ")$\"";

/// The types that the codec reads a value of this kind from.
std::vector<std::string_view> types_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::boolean:
      return {"bool"};
    case ValueKind::whole:
    case ValueKind::floating:
      return {"int", "long", "double"};
    case ValueKind::decimal:
      return {"decimal"};
    case ValueKind::text:
    case ValueKind::date:
    case ValueKind::enumerator:
      return {"string"};
    case ValueKind::time:
      return {"date"};
    case ValueKind::object_id:
      return {"objectId"};
    case ValueKind::uuid:
    case ValueKind::bytes:
      return {"binData"};
    case ValueKind::array:
      return {"array"};
    case ValueKind::map:
    case ValueKind::document:
    case ValueKind::structure:
    case ValueKind::variant:
      return {"object"};
  }
  return {};
}

/// The keywords that the server has a word for, in its own words.
class Keywords {
 public:
  explicit Keywords(const ValueInfo& value) : kind_(value.kind) {
    for (const auto& limit : value.limits) add(limit);
    for (const auto& rule : value.rules)
      if (rule.keyword) add(or_null(*rule.keyword, value));
    if (kind_ == ValueKind::whole && !is_there("multipleOf")) list_.push_back({"multipleOf", "1"});
    if (kind_ == ValueKind::date) list_.push_back({"pattern", quoted(day)});
  }

  void add_to(ObjectText& out, std::vector<std::string>& all) const {
    add_keywords(out, list_, all);
    for (const auto& bound : exclusive_) all.push_back(bound);
  }

 private:
  static constexpr std::string_view day = "\\A[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\\z";

  bool is_there(std::string_view name) const {
    return std::ranges::find(list_, name, &SchemaKeyword::name) != list_.end();
  }

  void add(const SchemaKeyword& keyword) {
    const auto& [name, value] = keyword;
    if (!is_keyword_for(kind_, name)) return;
    if (name == "exclusiveMinimum") {
      exclude("minimum", keyword);
    } else if (name == "exclusiveMaximum") {
      exclude("maximum", keyword);
    } else if (name == "pattern") {
      list_.push_back({name, whole(value)});
    } else if (name == "format" && value == "\"email\"") {
      list_.push_back({"pattern", whole(quoted("^(?:" + std::string(email::expression) + ")$"))});
    } else if (name == "multipleOf") {
      // The server rounds a double to 15 digits before it divides: it would refuse good ones.
      if (kind_ != ValueKind::floating) list_.push_back({name, number(value)});
    } else if (name == "minimum" || name == "maximum") {
      list_.push_back({name, number(value)});
    } else if (std::ranges::find(same_in_both, name) != same_in_both.end()) {
      list_.push_back(keyword);
    }
  }

  static constexpr std::array<std::string_view, 8> same_in_both{
      "minLength",   "maxLength",     "minItems",      "maxItems",
      "uniqueItems", "minProperties", "maxProperties", "enum"};

  /// {"minimum": 0, "exclusiveMinimum": true}
  void exclude(std::string_view name, const SchemaKeyword& keyword) {
    ObjectText bound;
    bound.add(name, number(keyword.value));
    bound.add(keyword.name, "true");
    exclusive_.push_back(bound.text());
  }

  /// A bound of a decimal is one, too, or 0.1 would be compared with the double beside it.
  std::string number(const std::string& value) const {
    if (kind_ != ValueKind::decimal) return value;
    ObjectText text;
    text.add("$numberDecimal", quoted(value));
    return text.text();
  }

  /// Where JSON Schema's $ is the end, the server's may stand before a last newline.
  static std::string whole(const std::string& pattern) {
    if (!pattern.starts_with(before_pattern) || !pattern.ends_with(after_pattern)) return pattern;
    const auto length = pattern.size() - before_pattern.size() - after_pattern.size();
    return "\"\\\\A(?:" + pattern.substr(before_pattern.size(), length) + ")\\\\z\"";
  }

  ValueKind kind_;
  std::vector<SchemaKeyword> list_;
  std::vector<std::string> exclusive_;
};

class ServerSchema {
 public:
  std::string of(const StructInfo& root, const std::string& description) {
    ObjectText out;
    out.add("title", quoted(root.name));
    out.add("description", quoted(description));
    out.add("bsonType", "\"object\"");
    around_.push_back(&root);
    add_members(out, root, {});
    return out.text();
  }

 private:
  using Parts = std::vector<std::string>;

  std::string value(const ValueInfo& info) {
    ObjectText out;
    auto types = types_of(info.kind);
    if (info.may_be_null) types.push_back("null");
    out.add("bsonType", types.size() == 1 ? quoted(types.front()) : array_text(types));
    Parts all;
    Keywords(info).add_to(out, all);
    if (!info.names.empty()) out.add("enum", or_null({"enum", array_text(info.names)}, info).value);
    if (info.kind == ValueKind::array) out.add("items", elements(info));
    if (info.kind == ValueKind::map) out.add("additionalProperties", elements(info));
    if (info.kind == ValueKind::structure) add_struct(out, info.structs.front(), is_around(info));
    if (info.kind == ValueKind::variant) add_alternatives(out, info);
    if (!all.empty()) out.add("allOf", array_text(all));
    return out.text();
  }

  std::string elements(const ValueInfo& info) { return value(element_of(info)); }

  void add_alternatives(ObjectText& out, const ValueInfo& info) {
    Parts alternatives;
    const bool known = is_around(info);
    for (const auto& use : info.structs) {
      ObjectText alternative;
      alternative.add("bsonType", "\"object\"");
      add_struct(alternative, use, known);
      alternatives.push_back(alternative.text());
    }
    if (info.may_be_null) alternatives.push_back("{\"bsonType\":\"null\"}");
    out.add("oneOf", array_text(alternatives));
  }

  /// True where one of a value's structs is being described already.
  bool is_around(const ValueInfo& info) const {
    return std::ranges::any_of(info.structs, [&](const StructUse& use) {
      return std::ranges::find(around_, &use.info()) != around_.end();
    });
  }

  void add_struct(ObjectText& out, const StructUse& use, bool repeated) {
    const auto& info = use.info();
    if ((repeated && repeats_) || around_.size() == deepest || ++structs_ > most_structs) {
      add_members(out, {info.name, {}}, use);
      return;
    }
    const bool before = std::exchange(repeats_, repeats_ || repeated);
    around_.push_back(&info);
    add_members(out, info, use);
    around_.pop_back();
    repeats_ = before;
  }

  void add_members(ObjectText& out, const StructInfo& info, const StructUse& use) {
    ObjectText properties;
    std::vector<Names> required;
    Parts all;
    if (!use.kind.empty()) {
      ObjectText kind;
      kind.add("enum", array_text(Names{use.kind}));
      properties.add(use.kind_field, kind.text());
      required.push_back({use.kind_field});
    }
    for (const auto& member : info.members)
      if (is_in_all_versions(member)) add_member(member, properties, required);
    add_required(out, required, all);
    if (!info.version_field.empty()) all.push_back(versions(info));
    if (!properties.empty()) out.add("properties", properties.text());
    if (!all.empty()) out.add("allOf", array_text(all));
  }

  static bool is_in_all_versions(const MemberValue& member) {
    return member.since == 0 && member.until == MemberValue::present;
  }

  void add_member(const MemberValue& member, ObjectText& properties, std::vector<Names>& required) {
    properties.add(member.stored, value(member.value));
    if (member.required) required.push_back(names_of(member, member.stored));
  }

  /// {"anyOf": …}: what the documents of each version have for themselves.
  std::string versions(const StructInfo& info) {
    Parts alternatives;
    for (int version = 0; version <= info.version; ++version) {
      ObjectText out, properties;
      Parts all;
      std::vector<Names> required;
      properties.add(info.version_field, version_range(version, info.version));
      if (version > 0) required.push_back({info.version_field});  // without one it is the first
      for (const auto& member : info.members)
        if (!is_in_all_versions(member) && member.since <= version && version <= member.until)
          add_member(member, properties, required);
      add_required(out, required, all);
      out.add("properties", properties.text());
      if (!all.empty()) out.add("allOf", array_text(all));
      alternatives.push_back(out.text());
    }
    ObjectText any;
    any.add("anyOf", array_text(alternatives));
    return any.text();
  }

  /// A later version than the present one is read as the present one.
  static std::string version_range(int version, int present) {
    ObjectText range;
    range.add("bsonType", "[\"int\",\"long\",\"double\"]");
    range.add("minimum", std::to_string(version));
    if (version < present) range.add("maximum", std::to_string(version));
    return range.text();
  }

  std::vector<const StructInfo*> around_;  // that are being described, the outermost first
  bool repeats_ = false;                   // … one of them for the second time
  std::size_t structs_ = 0;
};

}  // namespace

std::string server_schema(const StructInfo& root, const std::string& description) {
  return ServerSchema().of(root, description);
}

}  // namespace loom::core
