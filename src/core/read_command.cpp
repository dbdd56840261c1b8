// SPDX-License-Identifier: Apache-2.0
// The commands that read: what a query or a pipeline is on its way to the server.
#include "core/read_command.hpp"

#include "loom/bson/build.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

}  // namespace

void write_find(bson::Writer& body, const ModelInfo& model, const Query& query) {
  body.string(Key("find"), model.collection);
  body.document(Key("filter"), query.filter.bytes());
  if (!query.sort.empty()) {
    body.document(Key("sort"), query.sort.bytes());
    body.boolean(Key("allowDiskUse"), query.disk_use);
  }
  if (query.skip > 0) body.int64(Key("skip"), query.skip);
  if (query.limit > 0) body.int64(Key("limit"), query.limit);
  if (query.batch_size > 0) body.int32(Key("batchSize"), query.batch_size);
}

Document read_command(const ModelInfo& model, const Query& query) {
  if (query.sample > 0) return read_command(pipeline_of(model, query));
  return bson::build([&](bson::Writer& body) { write_find(body, model, query); });
}

Document read_command(const Pipeline& pipeline) {
  return bson::build([&](bson::Writer& body) {
    body.string(Key("aggregate"), pipeline.model->collection);
    const auto stages = body.begin_array(Key("pipeline"));
    std::size_t i = 0;
    for (const auto& stage : pipeline.stages)
      body.document(Key(bson::IndexKey(i++)), stage.bytes());
    body.end(stages);
    const auto cursor = body.begin_document(Key("cursor"));
    if (pipeline.batch_size > 0) body.int32(Key("batchSize"), pipeline.batch_size);
    body.end(cursor);
    body.boolean(Key("allowDiskUse"), pipeline.disk_use);
  });
}

}  // namespace loom::core
