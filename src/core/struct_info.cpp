// SPDX-License-Identifier: Apache-2.0
// Which members a model's documents had in which version.

#include "loom/core/struct_info.hpp"

#include <algorithm>

namespace loom::core {
namespace {

/// The version that a member came with: that of the last step, of the first `steps`, that gives it.
int version_with(std::string_view name, const std::vector<StepInfo>& all, int steps) {
  for (int version = steps; version > 0; --version) {
    const auto& members = all[static_cast<std::size_t>(version - 1)].after->members;
    if (std::ranges::find(members, name, &MemberValue::stored) != members.end()) return version;
  }
  return 0;
}

}  // namespace

void add_versions(StructInfo& info, std::string_view field, const std::vector<StepInfo>& steps) {
  info.version_field = field;
  info.version = static_cast<int>(steps.size());
  for (auto& member : info.members) member.since = version_with(member.stored, steps, info.version);
  for (int version = 0; version < info.version; ++version) {
    for (auto member : steps[static_cast<std::size_t>(version)].before->members) {
      member.since = version_with(member.stored, steps, version);
      member.until = version;
      info.members.push_back(std::move(member));
    }
  }
}

}  // namespace loom::core
