// SPDX-License-Identifier: Apache-2.0
// The options with which a collection was created, as the server lists them.

#include "core/collection_options.hpp"

#include "loom/bson/build.hpp"
#include "loom/core/collection.hpp"

namespace loom::core {
namespace {

Reply list(const ModelInfo& model) {
  using Key = std::string_view;
  const auto body = bson::build([&](bson::Writer& out) {
    out.int32(Key("listCollections"), 1);
    const auto filter = out.begin_document(Key("filter"));
    out.string(Key("name"), model.collection);
    out.end(filter);
  });
  const auto doing = operation("listCollections", model);
  return run({model.database, body.bytes(), Effect::read, doing});
}

}  // namespace

CollectionOptions::CollectionOptions(const ModelInfo& model) : reply_(list(model)) {
  const auto cursor = bson::inside_of(bson::find(bson::open(reply_.bytes()), "cursor"));
  auto batch = bson::inside_of(bson::find(cursor, "firstBatch"));
  const auto listed = bson::next(batch);
  exist_ = listed.has_value();
  options_ = bson::inside_of(bson::find(bson::inside_of(listed), "options"));
}

}  // namespace loom::core
