#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a struct's documents hold, as data: what JSON Schemas and the server's validators are made
// of. Another front end can make it, too.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loom {

/// A keyword of JSON Schema with its value, as JSON: {"minimum", "0"}.
struct SchemaKeyword {
  std::string name;
  std::string value;
};

/// What a rule says, as data: for schemas and documentation.
struct RuleInfo {
  std::string name;                      ///< "ge", or the name of your own struct
  std::string message;                   ///< "must be at least 0"
  std::optional<SchemaKeyword> keyword;  ///< of JSON Schema: {"minimum", "0"}
  std::vector<RuleInfo> each;            ///< the rules of each element
};

namespace core {

/// What kind of value stands in a place.
enum class ValueKind : std::uint8_t {
  boolean,
  whole,     ///< an integer of any size
  floating,  ///< a double
  decimal,
  text,
  date,  ///< a day, stored as a text: "2026-11-22"
  time,
  object_id,
  uuid,
  bytes,
  enumerator,  ///< one of a list of names
  array,
  map,
  document,   ///< of any content
  structure,  ///< a struct
  variant,    ///< one of several structs
};

struct StructInfo;

/// A struct in one place. By a function, for a struct may hold itself.
struct StructUse {
  const StructInfo& (*info)();
  std::string_view kind_field{};  ///< where it is an alternative of a variant: "kind"
  std::string_view kind{};        ///< … and what stands there: "Card"
};

/// What one place may hold.
struct ValueInfo {
  ValueKind kind = ValueKind::document;
  bool may_be_null = false;
  std::vector<SchemaKeyword> limits{};    ///< of its type: those of an int32, a length
  std::vector<RuleInfo> rules{};          ///< of its Checked
  std::vector<std::string_view> names{};  ///< of its enumerators, older ones included
  std::vector<ValueInfo> elements{};      ///< one: of an array's elements, a map's values
  std::vector<StructUse> structs{};       ///< one of a struct, those of a variant
};

/// One member of a struct.
struct MemberValue {
  std::string_view json;                   ///< its name in JSON
  std::string_view stored;                 ///< … in the database
  std::array<std::string_view, 4> also{};  ///< older names that are still read
  bool required = false;                   ///< a document that lacks it is none of this struct
  bool managed = false;                    ///< set by Loom: JSON input may not have it
  std::string_view about{};                ///< what it is, for readers
  ValueInfo value{};
  int since = 0;        ///< the version of the documents that it came with
  int until = present;  ///< the last one that had it

  static constexpr int present = std::numeric_limits<int>::max();
};

struct StructInfo {
  std::string_view name;
  std::vector<MemberValue> members;  ///< those of older versions, too
  std::string_view version_field{};  ///< of a model that has versions
  int version = 0;
};

/// A step from one version of a model to the next: the members that leave, and those that take
/// their place.
struct StepInfo {
  const StructInfo* before;
  const StructInfo* after;
};

/// Tells a struct's members since when they are there, and adds those of older versions.
void add_versions(StructInfo& info, std::string_view field, const std::vector<StepInfo>& steps);

}  // namespace core
}  // namespace loom
