// SPDX-License-Identifier: Apache-2.0
// How the records of a ledger are asked for, on bytes: in the order of the time and the `_id`.

#include "loom/core/ledger.hpp"

#include "loom/core/command.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

Document order(std::string_view time, int direction, std::string_view key = {}) {
  return bson::build([&](bson::Writer& out) {
    if (!key.empty()) out.int32(key, direction);
    out.int32(time, direction);
    out.int32(Key("_id"), direction);
  });
}

FilterTerm until(std::string_view time, Time at) {
  return term(time, [&](bson::Writer& out) { out.date(Key("$lte"), at.since_epoch().count()); });
}

Query query_of(const FilterTerm& filter, Document sort) {
  Query query;
  query.filter = filter.document;
  query.sort = std::move(sort);
  return query;
}

void write_privilege(bson::Writer& out, std::size_t place, Key database, Key collection,
                     std::initializer_list<Key> actions) {
  const auto privilege = out.begin_document(Key(bson::IndexKey(place)));
  const auto resource = out.begin_document(Key("resource"));
  out.string(Key("db"), database);
  out.string(Key("collection"), collection);
  out.end(resource);
  const auto list = out.begin_array(Key("actions"));
  std::size_t i = 0;
  for (const Key action : actions) out.string(Key(bson::IndexKey(i++)), action);
  out.end(list);
  out.end(privilege);
}

}  // namespace

Query newest_first(const FilterTerm& filter, std::string_view time, std::optional<Time> at) {
  return query_of(at ? both(filter, until(time, *at)) : filter, order(time, -1));
}

Query oldest_first(const FilterTerm& filter, std::string_view time) {
  return query_of(filter, order(time, 1));
}

Pipeline last_of_each(const ModelInfo& model, std::string_view key, std::string_view time,
                      std::optional<Time> at) {
  Query sorted;
  sorted.sort = order(time, -1, key);
  // With bounds on the key, too, the server jumps from one key to the next over the index.
  if (at)
    sorted.filter = bson::build([&](bson::Writer& out) {
      const auto any = out.begin_document(key);
      out.value(Key("$gte"), bson::Type::min_key, {});
      out.end(any);
      const auto before = out.begin_document(time);
      out.date(Key("$lte"), at->since_epoch().count());
      out.end(before);
    });
  return pipeline_of(model, sorted)
      .with("$group",
            [&](bson::Writer& out) {
              out.string(Key("_id"), "$" + std::string(key));
              const auto record = out.begin_document(Key("record"));
              out.string(Key("$first"), "$$ROOT");
              out.end(record);
            })
      .with("$replaceRoot", [](bson::Writer& out) { out.string(Key("newRoot"), "$record"); });
}

Document ledger_role(std::string_view name, std::span<const ModelInfo* const> models) {
  std::vector<std::string> databases;
  for (const auto* model : models) databases.push_back(database_name(model->database));
  return bson::build([&](bson::Writer& out) {
    out.string(Key("createRole"), name);
    const auto privileges = out.begin_array(Key("privileges"));
    std::size_t n = 0;
    for (std::size_t i = 0; i < models.size(); ++i) {
      // Before its first write Loom looks at the indexes, and at the options of a time series.
      write_privilege(out, n++, databases[i], models[i]->collection,
                      {"find", "insert", "listIndexes"});
      if (models[i]->kind == ModelKind::time_series)
        write_privilege(out, n++, databases[i], "", {"listCollections"});
    }
    out.end(privileges);
    out.end(out.begin_array(Key("roles")));
  });
}

}  // namespace loom::core
