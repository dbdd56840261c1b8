// SPDX-License-Identifier: Apache-2.0
// The documents of a cursor's reply, and the commands that go on with a cursor or end it.

#include "core/batch.hpp"

#include <algorithm>
#include <optional>

#include "loom/bson/reader.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

/// The reply's batch; nothing where its shape is another.
std::optional<Batch> batch_of(bson::View reply) {
  auto cursor = bson::inside_of(bson::find(bson::open(reply), "cursor"));
  std::optional<bson::Element> id, collection, documents, token;
  while (auto element = bson::next(cursor)) {
    if (element->name == "id") id = element;
    if (element->name == "ns") collection = element;
    if (element->name == "firstBatch" || element->name == "nextBatch") documents = element;
    if (element->name == "postBatchResumeToken") token = element;
  }
  const auto name = bson::text_of(collection);
  const auto dot = name.find('.');
  if (!id || id->type != bson::Type::int64 || dot == name.npos || !documents ||
      documents->type != bson::Type::array)
    return std::nullopt;
  return Batch{{bson::integer_of(id), std::string(name.substr(dot + 1))},
               documents->value,
               token && token->type == bson::Type::document ? token->value : bson::View{}};
}

void write_get_more(bson::Writer& out, const CursorPlace& place, std::int32_t documents) {
  out.int64("getMore", place.id);
  out.string("collection", place.collection);
  out.int32("batchSize", documents);
}

}  // namespace

Batch read_batch(bson::View reply, std::string_view operation) {
  try {
    if (auto batch = batch_of(reply)) return *std::move(batch);
  } catch (const bson::Corrupt&) {
    // told below
  }
  throw ConnectionError(
      std::string(operation) + ": malformed reply; look at what stands between here and the server",
      {.operation = std::string(operation)});
}

bson::Writer get_more(const CursorPlace& place, std::int32_t documents) {
  bson::Writer out;
  const auto start = out.begin();
  write_get_more(out, place, documents);
  out.end(start);
  return out;
}

bson::Writer await_more(const CursorPlace& place, std::int32_t documents,
                        std::chrono::milliseconds wait) {
  bson::Writer out;
  const auto start = out.begin();
  write_get_more(out, place, documents);
  out.int64("maxTimeMS", std::max<std::int64_t>(wait.count(), 1));  // 0 would mean no limit at all
  out.end(start);
  return out;
}

bson::Writer kill_cursor(const CursorPlace& place) {
  bson::Writer out;
  const auto start = out.begin();
  out.string("killCursors", place.collection);
  const auto cursors = out.begin_array("cursors");
  out.int64("0", place.id);
  out.end(cursors);
  out.end(start);
  return out;
}

}  // namespace loom::core
