// SPDX-License-Identifier: Apache-2.0
// Reads: find, count, exists.
#include "connect/connection.hpp"
#include "core/read_command.hpp"
#include "loom/bson/build.hpp"
#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

struct Options {
  bool only_id = false;
  bool settled = false;  ///< waits until a majority has what is found
};

Document first_command(const ModelInfo& model, Query query, Options options) {
  query.limit = 1;
  if (query.sample > 0) return read_command(model, query);
  return bson::build([&](bson::Writer& body) {
    write_find(body, model, query);
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
  });
}

Found find_first(const ModelInfo& model, const Query& query, Options options) {
  const auto body = first_command(model, query, options);
  return Found(run({model.database, body.bytes(), Effect::read, operation("find", model), &model}));
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
  return Cursor({model.database, read_command(model, query).bytes(), Effect::read,
                 operation("find", model), &model},
                query.batch_size);
}

std::int64_t count(const ModelInfo& model, const Query& query) {
  Query unsorted = query;
  unsorted.sort = {};
  const auto counted = pipeline_of(model, unsorted).with_text("$count", "n");
  const auto body = read_command(counted);
  const Found found(
      run({model.database, body.bytes(), Effect::read, operation("count", model), &model}));
  if (found.document().empty()) return 0;
  return bson::integer_of(bson::find(bson::open(found.document()), "n"));
}

Query newest_first(const ModelInfo& model, Query query) {
  query.sort = bson::build([&](bson::Writer& out) {
    for (const auto& member : model.members)
      if (member.kind == MemberKind::time_inserted) out.int32(member.name, -1);
    out.int32(Key("_id"), -1);
  });
  return query;
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
        find(model, {Document::adopt({filter.bytes().begin(), filter.bytes().end()}), {}});
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
