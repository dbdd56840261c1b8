#pragma once
// SPDX-License-Identifier: Apache-2.0
// How many cursors the server keeps open on the collection of a model.

#include <string>

#include "loom/bson/reader.hpp"
#include "loom/core/command.hpp"
#include "support/raw.hpp"

namespace loom::test {

template <class Model>
std::int64_t open_cursors() {
  const std::string place = core::database_name(Model::persist_db.database) + "." +
                            std::string(Model::persist_db.collection);
  const auto reply =
      RawCollection({"admin", "none"})
          .run(
              R"({"aggregate": 1, "cursor": {}, "readConcern": {"level": "local"}, "pipeline": [
             {"$currentOp": {"idleCursors": true}},
             {"$match": {"ns": ")" +
                  place + R"(", "cursor": {"$exists": true}}}]})",
              core::Effect::read);
  const auto cursor = bson::find(bson::open(reply.bytes()), "cursor");
  auto batch = bson::inside_of(bson::find(bson::inside_of(cursor), "firstBatch"));
  std::int64_t open = 0;
  while (bson::next(batch)) ++open;
  return open;
}

}  // namespace loom::test
