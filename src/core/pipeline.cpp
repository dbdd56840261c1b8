// SPDX-License-Identifier: Apache-2.0
// Sends pipelines.
#include "loom/core/pipeline.hpp"

#include "core/read_command.hpp"
#include "loom/bson/build.hpp"
#include "loom/bson/reader.hpp"
#include "loom/info/accumulator.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

}  // namespace

Pipeline Pipeline::with_number(Key name, std::int64_t n) const {
  Pipeline longer = *this;
  longer.stages.push_back(bson::build([&](bson::Writer& out) { out.int64(name, n); }));
  return longer;
}

Pipeline Pipeline::with_text(Key name, Key text) const {
  Pipeline longer = *this;
  longer.stages.push_back(bson::build([&](bson::Writer& out) { out.string(name, text); }));
  return longer;
}

Pipeline pipeline_of(const ModelInfo& model, const Query& query) {
  Pipeline pipeline{&model, {}, query.disk_use, query.batch_size};
  const auto add = [&](Key name, const Document& document) {
    pipeline.stages.push_back(
        bson::build([&](bson::Writer& out) { out.document(name, document.bytes()); }));
  };
  if (!query.filter.empty()) add("$match", query.filter);
  if (query.sample > 0)
    pipeline =
        pipeline.with("$sample", [&](bson::Writer& out) { out.int64(Key("size"), query.sample); });
  if (!query.sort.empty()) add("$sort", query.sort);
  if (query.skip > 0) pipeline = pipeline.with_number("$skip", query.skip);
  if (query.limit > 0) pipeline = pipeline.with_number("$limit", query.limit);
  return pipeline;
}

Cursor aggregate(const Pipeline& pipeline) {
  return Cursor({pipeline.model->database, read_command(pipeline).bytes(), Effect::read,
                 operation("aggregate", *pipeline.model), pipeline.model},
                pipeline.batch_size);
}

std::int64_t count_rows(const Pipeline& pipeline) {
  auto cursor = aggregate(pipeline.with_text("$count", "n"));
  const auto batch = cursor.next_batch();
  if (batch.empty()) return 0;
  auto rows = bson::open(batch);
  const auto row = bson::next(rows);
  return row ? bson::integer_of(bson::find(row->inside(), "n")) : 0;
}

Document windowed(const Document& accumulator, std::int64_t rows) {
  auto outer = bson::open(accumulator.bytes());
  const auto inner = bson::next(outer)->inside();
  auto elements = inner;
  const auto op = bson::next(elements);
  return bson::build([&](bson::Writer& out) {
    const auto whole = out.begin_document(Key(""));
    out.value(op->name, op->type, op->value);
    const auto window = out.begin_document(Key("window"));
    const auto documents = out.begin_array(Key("documents"));
    if (rows == 0)
      out.string(Key("0"), "unbounded");
    else
      out.int64(Key("0"), 1 - rows);
    out.string(Key("1"), "current");
    out.end(documents);
    out.end(window);
    out.end(whole);
  });
}

}  // namespace loom::core
