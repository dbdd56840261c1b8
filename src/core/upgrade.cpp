// SPDX-License-Identifier: Apache-2.0
// What an upgrade does to the bytes of a document.

#include "loom/core/upgrade.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "core/unknown_fields.hpp"
#include "loom/bson/build.hpp"
#include "loom/bson/reader.hpp"
#include "loom/info/error.hpp"

namespace loom::core {

int stored_version(const ModelInfo& model, bson::View document, std::string_view field) {
  const auto stored = bson::find(bson::open(document), field);
  if (!stored) return 0;
  const auto version = bson::integer_of(stored);
  const bool is_number = stored->type == bson::Type::int32 || stored->type == bson::Type::int64 ||
                         stored->type == bson::Type::double_;
  if (!is_number || version < 0 || version > INT32_MAX)
    throw DecodeError(std::string(model.type),
                      {{std::string(field), "the number of a version",
                        std::string(bson::name_of(stored->type)) + " that is none"}});
  return static_cast<int>(version);
}

Document replace_members(bson::View document, std::span<const MemberInfo> old, bson::View made) {
  const auto leaves = [&](std::string_view name) {
    return std::ranges::any_of(old, [&](const MemberInfo& each) { return each.is_called(name); }) ||
           bson::find(bson::open(made), name);
  };
  return bson::build([&](bson::Writer& out) {
    auto elements = bson::open(document);
    while (const auto element = bson::next(elements))
      if (!leaves(element->name)) out.value(element->name, element->type, element->value);
    auto fields = bson::open(made);
    while (const auto field = bson::next(fields)) out.value(field->name, field->type, field->value);
  });
}

Document with_version(bson::View document, std::string_view field, int version) {
  const auto made = [&] {
    bson::Writer out;
    const auto start = out.begin();
    out.int32(field, version);
    out.end(start);
    return Document::adopt({out.bytes().begin(), out.bytes().end()});
  }();
  return replace_members(document, {}, made.bytes());
}

void require_all_known(const ModelInfo& model, std::span<const MemberInfo> members,
                       bson::View loaded, bson::View known) {
  for (const auto& member : members) {
    const auto own = bson::find(bson::open(loaded), member.name);
    const auto read = bson::find(bson::open(known), member.name);
    if (own && read) require_all_known(model, member, *own, *read, std::string(member.name));
  }
}

}  // namespace loom::core
