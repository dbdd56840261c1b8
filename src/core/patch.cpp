// SPDX-License-Identifier: Apache-2.0
// Rebuilds a document around its changed leaves.
#include "core/patch.hpp"

#include <algorithm>

namespace loom::core {
namespace {

// The edits of one document, sorted; `prefix` is how much of their paths leads to it.
void write_elements(bson::Writer& out, bson::Cursor in, std::span<const Edit> edits,
                    std::size_t prefix) {
  std::vector<bool> done(edits.size());
  while (const auto element = bson::next(in)) {
    const auto name = element->name;
    const auto leads_here = [&](const Edit& edit) {
      const auto rest = std::string_view(edit.path).substr(prefix);
      return rest.starts_with(name) && (rest.size() == name.size() || rest[name.size()] == '.');
    };
    const auto first = std::ranges::find_if(edits, leads_here);
    const auto last = std::find_if_not(first, edits.end(), leads_here);
    if (first == edits.end()) {
      out.value(name, element->type, element->value);
      continue;
    }
    std::fill(done.begin() + (first - edits.begin()), done.begin() + (last - edits.begin()), true);
    if (first->path.size() == prefix + name.size()) {
      if (first->value) out.value(name, first->value->type, first->value->value);
    } else {
      const auto inner = out.begin_document(name);
      write_elements(out, element->inside(), {first, last}, prefix + name.size() + 1);
      out.end(inner);
    }
  }
  for (std::size_t i = 0; i < edits.size(); ++i)
    if (!done[i] && edits[i].value)
      out.value(std::string_view(edits[i].path).substr(prefix), edits[i].value->type,
                edits[i].value->value);
}

}  // namespace

void write_patched(bson::Writer& out, bson::View document, std::vector<Edit> edits) {
  std::ranges::sort(edits, {}, &Edit::path);
  const auto start = out.begin();
  write_elements(out, bson::open(document), edits, 0);
  out.end(start);
}

}  // namespace loom::core
