// SPDX-License-Identifier: Apache-2.0
// Refuses queries that no index serves, for a Sandbox that requires indexes.
#include "core/index_guard.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <unordered_set>

#include "core/explanation.hpp"
#include "core/index_advice.hpp"
#include "core/shape.hpp"
#include "loom/bson/build.hpp"
#include "loom/bson/reader.hpp"
#include "loom/core/explain.hpp"
#include "loom/info/filter.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

/// What of a command finds documents.
struct Search {
  Document filter;
  Document sort;
};

Document copy_of(const std::optional<bson::Element>& element) {
  return element && element->type == bson::Type::document ? Document::from_bytes(element->value)
                                                          : Document();
}

// Only the first stages work on the collection itself; no index serves what follows.
Search search_of_pipeline(bson::Cursor stages) {
  Search search;
  while (const auto whole = bson::next(stages)) {
    auto inside = whole->inside();
    const auto stage = bson::next(inside);
    if (stage && stage->name == "$match") {
      search.filter = both({search.filter}, {copy_of(stage)}).document;
    } else {
      if (stage && stage->name == "$sort") search.sort = copy_of(stage);
      break;
    }
  }
  return search;
}

std::vector<Search> searches_of(bson::View command) {
  const auto name = command_name(command);
  const auto part = [&](Key key) { return bson::find(bson::open(command), key); };
  std::vector<Search> searches;
  if (name == "find") searches.push_back({copy_of(part("filter")), copy_of(part("sort"))});
  if (name == "count" || name == "distinct" || name == "findAndModify")
    searches.push_back({copy_of(part("query")), copy_of(part("sort"))});
  if (name == "aggregate")
    searches.push_back(search_of_pipeline(bson::inside_of(part("pipeline"))));
  if (name == "update" || name == "delete") {
    auto statements = bson::inside_of(part(name == "update" ? "updates" : "deletes"));
    while (const auto statement = bson::next(statements))
      searches.push_back({copy_of(bson::find(statement->inside(), "q")), {}});
  }
  return searches;
}

std::atomic<bool> indexes_required{false};

/// The queries that an index serves.
struct Served {
  std::mutex mutex;
  std::unordered_set<std::string> shapes;
};

Served& served() {
  static auto& instance = *new Served;
  return instance;
}

bool is_served(const std::string& shape) {
  const std::lock_guard lock(served().mutex);
  return served().shapes.contains(shape);
}

[[noreturn]] void refuse(const Command& command, const Search& search, bool scans) {
  auto advice =
      index_advice(search.filter, search.sort, command.model ? command.model->type : Key("M"));
  const std::string would =
      scans ? ": the server would look at every document, for no index serves this filter"
            : ": the server would sort in memory, for no index gives this order";
  const std::string what = advice.declaration.empty()
                               ? "; no index could: filter by fields of the model"
                               : "; declare " + advice.declaration + " among the model's indexes";
  throw MissingIndexError(std::string(command.operation) + would + what,
                          {.operation = std::string(command.operation)}, std::move(advice.fields),
                          std::move(advice.declaration));
}

void require_index_for(const Command& command, const Search& search) {
  // Who asks for all documents in no order means it: no index would help.
  if (search.filter.empty() && search.sort.empty()) return;
  const auto find = bson::build([&](bson::Writer& out) {
    out.string(Key("find"), collection_name(command.body));
    out.document(Key("filter"), search.filter.bytes());
    out.document(Key("sort"), search.sort.bytes());
  });
  const auto shape = std::string(command.database) + '.' + shape_of(find.bytes());
  if (is_served(shape)) return;
  const auto plan = plan_of(
      explanation(command.database, find.bytes(), Verbosity::plan, command.operation).bytes());
  const bool scans = plan.kind == PlanKind::collection_scan && !search.filter.empty();
  if (scans || plan.sorts_in_memory) refuse(command, search, scans);
  if (plan.kind == PlanKind::other) return;  // no collection yet: it says nothing of a later one
  const std::lock_guard lock(served().mutex);
  served().shapes.insert(shape);
}

}  // namespace

void set_indexes_required(bool required) {
  const std::lock_guard lock(served().mutex);
  served().shapes.clear();
  indexes_required = required;
}

void require_index(const Command& command) {
  if (!indexes_required.load(std::memory_order_relaxed) || collection_name(command.body).empty())
    return;
  for (const auto& search : searches_of(command.body)) require_index_for(command, search);
}

}  // namespace loom::core
