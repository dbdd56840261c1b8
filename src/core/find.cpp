// SPDX-License-Identifier: Apache-2.0
// Reads: find, count, exists.
#include "connect/connection.hpp"
#include "loom/bson/reader.hpp"
#include "loom/core/collection.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

// {"find": …, "filter": …, "sort": …, "skip": …}: everything but the limit.
void write_find(bson::Writer& body, const ModelInfo& model, const Query& query) {
  body.string(Key("find"), model.collection);
  body.document(Key("filter"), query.filter.bytes());
  if (!query.sort.empty()) body.document(Key("sort"), query.sort.bytes());
  if (query.skip > 0) body.int64(Key("skip"), query.skip);
}

struct Options {
  bool only_id = false;
  bool settled = false;  ///< waits until a majority has what is found
};

Found find_first(const ModelInfo& model, const Query& query, Options options) {
  bson::Writer body;
  const auto start = body.begin();
  write_find(body, model, query);
  body.int64(Key("limit"), 1);
  body.boolean(Key("singleBatch"), true);
  if (options.only_id) {
    const auto projection = body.begin_document(Key("projection"));
    body.int32(Key("_id"), 1);
    body.end(projection);
  }
  if (options.settled) {
    const auto concern = body.begin_document(Key("readConcern"));
    body.string(Key("level"), "linearizable");
    body.end(concern);
  }
  body.end(start);
  return Found(run({model.database, body.bytes(), Effect::read, operation("find", model)}));
}

template <class Write>
void write_stage(bson::Writer& body, int& stages, Key name, Write write) {
  const auto stage = body.begin_document(Key(bson::IndexKey(static_cast<std::size_t>(stages++))));
  write(name);
  body.end(stage);
}

}  // namespace

Found::Found(Reply reply) : reply_(std::move(reply)) {
  const auto cursor = bson::find(bson::open(reply_.bytes()), "cursor");
  auto batch = bson::inside_of(bson::find(bson::inside_of(cursor), "firstBatch"));
  if (const auto document = bson::next(batch); document && document->type == bson::Type::document)
    document_ = document->value;
}

Found find_one(const ModelInfo& model, const Query& query) { return find_first(model, query, {}); }

Found find_anew(const ModelInfo& model, const Query& query, const Tracking& tracking) {
  const auto* attempt = tracking.snapshot.attempt();
  const bool doubtful = tracking.standing == Standing::in_doubt ||
                        tracking.standing == Standing::insert_in_doubt ||
                        (attempt && attempt->state() == Attempt::State::in_doubt);
  // A standalone server has no majority to wait for; a transaction waits for it at its end.
  const bool settled =
      doubtful && !current_attempt &&
      current_connection(operation_deadline())->deployment() != Deployment::standalone;
  return find_first(model, query, {.settled = settled});
}

Cursor find(const ModelInfo& model, const Query& query) {
  bson::Writer body;
  const auto start = body.begin();
  write_find(body, model, query);
  if (query.limit > 0) body.int64(Key("limit"), query.limit);
  body.end(start);
  return Cursor({model.database, body.bytes(), Effect::read, operation("find", model)});
}

std::int64_t count(const ModelInfo& model, const Query& query) {
  bson::Writer body;
  const auto start = body.begin();
  body.string(Key("aggregate"), model.collection);
  const auto pipeline = body.begin_array(Key("pipeline"));
  int stages = 0;
  write_stage(body, stages, "$match", [&](Key name) { body.document(name, query.filter.bytes()); });
  if (query.skip > 0)
    write_stage(body, stages, "$skip", [&](Key name) { body.int64(name, query.skip); });
  if (query.limit > 0)
    write_stage(body, stages, "$limit", [&](Key name) { body.int64(name, query.limit); });
  write_stage(body, stages, "$count", [&](Key name) { body.string(name, "n"); });
  body.end(pipeline);
  body.end(body.begin_document(Key("cursor")));
  body.end(start);
  const Found found(run({model.database, body.bytes(), Effect::read, operation("count", model)}));
  if (found.document().empty()) return 0;
  return bson::integer_of(bson::find(bson::open(found.document()), "n"));
}

void find_by_ids(const ModelInfo& model, bson::View ids,
                 const std::function<void(bson::View)>& take) {
  // A command holds 16 MiB; the answers to one part of the ids are read before the next is asked.
  constexpr std::size_t part_size = 8 * 1024 * 1024;
  auto rest = bson::open(ids);
  while (rest.at != rest.end) {
    bson::Writer filter;
    const auto start = filter.begin();
    const auto by_id = filter.begin_document(Key("_id"));
    const auto in = filter.begin_array(Key("$in"));
    std::size_t i = 0;
    while (filter.size() < part_size) {
      const auto id = bson::next(rest);
      if (!id) break;
      filter.value(Key(bson::IndexKey(i++)), id->type, id->value);
    }
    filter.end(in);
    filter.end(by_id);
    filter.end(start);
    auto cursor =
        find(model, {Document::adopt({filter.bytes().begin(), filter.bytes().end()}), {}, 0, 0});
    for (auto bytes = cursor.next_batch(); !bytes.empty(); bytes = cursor.next_batch()) {
      auto batch = bson::open(bytes);
      while (const auto document = bson::next(batch)) take(document->value);
    }
  }
}

std::int64_t require_at_least(std::int64_t least, std::string_view what, std::int64_t n) {
  if (n < least)
    throw ValidationError("", std::string(what),
                          std::string(what) + " takes a number from " + std::to_string(least) +
                              ", and this is " + std::to_string(n));
  return n;
}

bool exists(const ModelInfo& model, const Query& query) {
  return !find_first(model, query, {.only_id = true}).document().empty();
}

}  // namespace loom::core
