// SPDX-License-Identifier: Apache-2.0
// An index as the server writes it down: its name, key and options.

#include "core/index_spec.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string result;
  for (const auto& part : parts) (result.empty() ? result : result += between) += part;
  return result;
}

struct Options {
  bool unique = false;
  bool sparse = false;
  std::vector<std::string> where_exists{};
  bool other_condition = false;
  std::optional<std::int64_t> ttl{};

  std::string text() {
    std::vector<std::string> parts;
    if (unique) parts.emplace_back("unique");
    if (sparse) parts.emplace_back("sparse");
    std::ranges::sort(where_exists);
    if (other_condition)
      parts.emplace_back("only where a condition holds that Loom does not know");
    else if (!where_exists.empty())
      parts.push_back("only where " + joined(where_exists, " and ") + " exists");
    if (ttl) parts.push_back("ttl of " + std::to_string(*ttl) + " s");
    return parts.empty() ? "plain" : joined(parts, ", ");
  }
};

/// True for {$exists: true}.
bool demands_existence(const bson::Element& condition) {
  auto inside = bson::inside_of(condition);
  const auto first = bson::next(inside);
  return first && first->name == "$exists" && bson::truth_of(first) && inside.at == inside.end;
}

}  // namespace

std::string name_of(const IndexInfo& index) {
  std::vector<std::string> parts;
  for (const auto& field : index.fields)
    parts.push_back(std::string(field.path) + "_" + std::to_string(field.direction));
  return joined(parts, "_");
}

std::string options_of(const IndexInfo& index) {
  Options options{.unique = index.unique,
                  .where_exists = {index.where_exists.begin(), index.where_exists.end()}};
  if (index.ttl) options.ttl = index.ttl->count();
  return options.text();
}

std::string options_of(bson::View spec) {
  Options options;
  auto elements = bson::open(spec);
  while (const auto element = bson::next(elements)) {
    if (element->name == "unique") options.unique = bson::truth_of(element);
    if (element->name == "sparse") options.sparse = bson::truth_of(element);
    if (element->name == "expireAfterSeconds") options.ttl = bson::integer_of(element);
    if (element->name != "partialFilterExpression") continue;
    auto conditions = bson::inside_of(element);
    while (const auto condition = bson::next(conditions)) {
      options.where_exists.emplace_back(condition->name);
      options.other_condition = options.other_condition || !demands_existence(*condition);
    }
  }
  return options.text();
}

bool has_same_key(const IndexInfo& index, bson::View spec) {
  auto key = bson::inside_of(bson::find(bson::open(spec), "key"));
  for (const auto& field : index.fields) {
    const auto found = bson::next(key);
    if (!found || found->name != field.path) return false;
    const auto direction = bson::integer_of(found);  // 0 for "hashed", "text" and their like
    if (direction == 0 || (direction > 0) != (field.direction > 0)) return false;
  }
  return key.at == key.end;
}

void write_spec(bson::Writer& out, std::size_t place, const IndexInfo& index) {
  const auto start = out.begin_document(std::string_view(bson::IndexKey(place)));
  const auto key = out.begin_document("key");
  for (const auto& field : index.fields) out.int32(field.path, field.direction);
  out.end(key);
  out.string("name", name_of(index));
  if (index.unique) out.boolean("unique", true);
  if (!index.where_exists.empty()) {
    const auto condition = out.begin_document("partialFilterExpression");
    for (const auto path : index.where_exists) {
      const auto inner = out.begin_document(path);
      out.boolean("$exists", true);
      out.end(inner);
    }
    out.end(condition);
  }
  if (index.ttl) out.int32("expireAfterSeconds", static_cast<std::int32_t>(index.ttl->count()));
  out.end(start);
}

}  // namespace loom::core
