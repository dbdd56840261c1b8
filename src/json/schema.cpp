// SPDX-License-Identifier: Apache-2.0
// A struct in JSON Schema, draft 2020-12.

#include "loom/json/schema.hpp"

#include <algorithm>
#include <utility>

#include "core/schema_text.hpp"
#include "info/quoted.hpp"

namespace loom::core {
namespace {

/// How a kind of value stands in JSON: its type, and what all values of it have in common.
struct Form {
  std::string_view type;
  std::vector<SchemaKeyword> keywords{};
};

Form form_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::boolean:
      return {"boolean"};
    case ValueKind::whole:
      return {"integer"};
    case ValueKind::floating:
      return {"number"};
    case ValueKind::decimal:
      return {"string",
              {{"pattern", R"("^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$")"}}};
    case ValueKind::date:
      return {"string", {{"format", "\"date\""}}};
    case ValueKind::time:
      return {"string", {{"format", "\"date-time\""}}};
    case ValueKind::object_id:
      return {"string", {{"pattern", "\"^[0-9a-fA-F]{24}$\""}}};
    case ValueKind::uuid:
      return {"string", {{"format", "\"uuid\""}}};
    case ValueKind::bytes:
      return {"string", {{"contentEncoding", "\"base64\""}}};
    case ValueKind::text:
    case ValueKind::enumerator:
      return {"string"};
    case ValueKind::array:
      return {"array"};
    case ValueKind::map:  // a name that BSON and MongoDB can hold
      return {"object", {{"propertyNames", R"({"pattern":"^[^$.\\x00][^.\\x00]*$"})"}}};
    case ValueKind::document:
    case ValueKind::structure:
    case ValueKind::variant:
      return {"object"};
  }
  return {};
}

/// False where the JSON of a value is a text, of which its number's keywords say nothing.
bool is_said_by(const SchemaKeyword& keyword, ValueKind kind) {
  return is_keyword_for(kind, keyword.name) && kind != ValueKind::decimal &&
         !(keyword.name == "pattern" && !is_read_alike(keyword.value));
}

class JsonSchema {
 public:
  std::string of(const StructInfo& root) {
    defined_.push_back({&root, {}, "#", {}});
    ObjectText out;
    out.add("$schema", "\"https://json-schema.org/draft/2020-12/schema\"");
    out.add("title", quoted(root.name));
    add_struct(out, root, {});
    ObjectText definitions;
    for (const auto& each : defined_)
      if (!each.schema.empty()) definitions.add(each.name, each.schema);
    if (!definitions.empty()) out.add("$defs", definitions.text());
    return out.text();
  }

 private:
  using Parts = std::vector<std::string>;

  /// A struct, or one of its kinds, and the name of its schema in "$defs".
  struct Defined {
    const StructInfo* info;
    std::string_view kind;
    std::string name;
    std::string schema;
  };

  std::string value(const ValueInfo& info, const MemberValue* member = nullptr,
                    bool deprecated = false) {
    ObjectText out;
    Parts all;
    switch (info.kind) {
      case ValueKind::structure:
        add_reference(out, info);
        break;
      case ValueKind::variant:
        out.add("oneOf", array_text(references(info)));
        break;
      default:
        add_plain(out, info, all);
    }
    if (!all.empty()) out.add("allOf", array_text(all));
    const auto about = description(info, member ? member->about : "");
    if (!about.empty()) out.add("description", quoted(about));
    if (member && member->managed) out.add("readOnly", "true");
    if (deprecated) out.add("deprecated", "true");
    return out.text();
  }

  void add_plain(ObjectText& out, const ValueInfo& info, Parts& all) {
    auto form = form_of(info.kind);
    Names types{form.type};
    if (info.kind == ValueKind::bytes) types.push_back("object");  // of a subtype: {"$binary": …}
    if (info.may_be_null) types.push_back("null");
    out.add("type", types.size() == 1 ? quoted(form.type) : array_text(types));
    auto& keywords = form.keywords;
    keywords.insert(keywords.end(), info.limits.begin(), info.limits.end());
    for (const auto& rule : info.rules)
      if (rule.keyword && is_said_by(*rule.keyword, info.kind))
        keywords.push_back(or_null(*rule.keyword, info));
    if (!info.names.empty()) keywords.push_back(or_null({"enum", array_text(info.names)}, info));
    add_keywords(out, keywords, all);
    if (info.kind == ValueKind::array) out.add("items", elements(info));
    if (info.kind == ValueKind::map) out.add("additionalProperties", elements(info));
  }

  std::string elements(const ValueInfo& info) { return value(element_of(info)); }

  /// What is said of a member, and the rules that no keyword says.
  static std::string description(const ValueInfo& info, std::string_view about) {
    std::string text(about);
    for (const auto& rule : info.rules) {
      if (!rule.each.empty() || (rule.keyword && is_said_by(*rule.keyword, info.kind))) continue;
      text.append(text.empty() ? "" : "; ").append(rule.message);
    }
    return text;
  }

  void add_reference(ObjectText& out, const ValueInfo& info) {
    if (info.may_be_null)
      out.add("anyOf", array_text(references(info)));
    else
      out.add("$ref", quoted(reference(info.structs.front())));
  }

  Parts references(const ValueInfo& info) {
    Parts list;
    for (const auto& use : info.structs) {
      ObjectText one;
      one.add("$ref", quoted(reference(use)));
      list.push_back(one.text());
    }
    if (info.may_be_null) list.push_back("{\"type\":\"null\"}");
    return list;
  }

  /// Where a struct is described; described now, where it is met for the first time.
  std::string reference(const StructUse& use) {
    const auto* info = &use.info();
    for (const auto& each : defined_)
      if (each.info == info && each.kind == use.kind) return pointer_to(each);
    const std::size_t place = defined_.size();
    defined_.push_back({info, use.kind, free_name(info->name), {}});
    ObjectText out;
    add_struct(out, *info, use);
    defined_[place].schema = out.text();
    return pointer_to(defined_[place]);
  }

  static std::string pointer_to(const Defined& defined) {
    return defined.name == "#" ? "#" : "#/$defs/" + defined.name;
  }

  /// Structs of two namespaces may have one name, and an alternative of a variant has its struct's.
  std::string free_name(std::string_view name) const {
    const auto is_taken = [&](const std::string& wanted) {
      return std::ranges::find(defined_, wanted, &Defined::name) != defined_.end();
    };
    std::string free(name);
    for (int i = 2; is_taken(free); ++i) free = std::string(name) + std::to_string(i);
    return free;
  }

  void add_struct(ObjectText& out, const StructInfo& info, const StructUse& use) {
    ObjectText properties;
    std::vector<Names> required;
    if (!use.kind.empty()) {
      ObjectText kind;
      kind.add("const", quoted(use.kind));
      properties.add(use.kind_field, kind.text());
      required.push_back({use.kind_field});
    }
    for (const auto& member : info.members) {
      if (member.until != MemberValue::present) continue;
      properties.add(member.json, value(member.value, &member));
      const auto names = names_of(member, member.json);
      for (std::size_t i = 1; i < names.size(); ++i)
        properties.add(names[i], value(member.value, &member, true));
      if (member.required && !member.managed) required.push_back(names);
    }
    Parts all;
    out.add("type", "\"object\"");
    out.add("properties", properties.text());
    add_required(out, required, all);
    if (!all.empty()) out.add("allOf", array_text(all));
    out.add("additionalProperties", "false");
  }

  std::vector<Defined> defined_;
};

}  // namespace

std::string json_schema(const StructInfo& root) { return JsonSchema().of(root); }

}  // namespace loom::core
