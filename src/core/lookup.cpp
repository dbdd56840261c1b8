// SPDX-License-Identifier: Apache-2.0
// Joins two collections on the server.
#include "loom/info/lookup.hpp"
#include "loom/core/pipeline.hpp"

namespace loom::core {

Pipeline joined(const Pipeline& pipeline, std::string_view path, std::string_view collection) {
  using Key = std::string_view;
  // The document stands aside whole, so that what is tracked of it is what is stored.
  return pipeline.with("$replaceWith", [](bson::Writer& out) { out.string(Key("own"), "$$ROOT"); })
      .with("$lookup", [&](bson::Writer& out) {
        out.string(Key("from"), collection);
        out.string(Key("localField"), "own." + std::string(path));
        out.string(Key("foreignField"), "_id");
        out.string(Key("as"), "other");
      });
}

}  // namespace loom::core
