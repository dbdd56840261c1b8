// SPDX-License-Identifier: Apache-2.0
// Walks a stored value beside the same value as the program knows it.
#include "core/unknown_fields.hpp"

#include <algorithm>
#include <vector>

#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using bson::Element;
using bson::Type;
using Members = std::span<const MemberInfo>;

class Walk {
 public:
  // `maps` documents that are maps stand around the struct with these members.
  void visit(const Element& loaded, const Element& known, Members members, int maps,
             const std::string& path) {
    if (loaded.type != known.type) return;
    if (loaded.type == Type::array) {
      auto others = known.inside();
      auto elements = loaded.inside();
      std::size_t i = 0;
      for (auto element = bson::next(elements), other = bson::next(others); element && other;
           element = bson::next(elements), other = bson::next(others))
        visit(*element, *other, members, maps, path + "[" + std::to_string(i++) + "]");
    } else if (loaded.type == Type::document) {
      auto elements = loaded.inside();
      while (const auto element = bson::next(elements))
        visit_field(*element, known.inside(), members, maps,
                    path + "." + std::string(element->name));
    }
  }

  std::vector<std::string> found;

 private:
  void visit_field(const Element& field, bson::Cursor known, Members members, int maps,
                   const std::string& path) {
    const auto member =
        maps > 0 ? members.end() : std::ranges::find_if(members, [&](const MemberInfo& info) {
          return info.is_called(field.name);
        });
    const auto other = bson::find(known, member == members.end() ? field.name : member->name);
    if (!other) {
      if (member == members.end()) found.push_back(path);
    } else if (maps > 0) {
      visit(field, *other, members, maps - 1, path);
    } else if (member != members.end() && member->members) {
      visit(field, *other, member->members(), member->maps, path);
    } else {
      visit(field, *other, {}, 0, path);
    }
  }
};

}  // namespace

void require_all_known(const ModelInfo& model, const MemberInfo& member, const Element& loaded,
                       const Element& known, const std::string& path) {
  Walk walk;
  walk.visit(loaded, known, member.members ? member.members() : Members(), member.maps, path);
  if (walk.found.empty()) return;
  std::string names;
  for (const auto& name : walk.found) names += (names.empty() ? "" : ", ") + name;
  throw SchemaError(
      "writing " + path + " would drop fields that " + std::string(model.type) +
      " does not know: " + names +
      "; add them to the struct, or change the document with a program that knows them");
}

}  // namespace loom::core
