// SPDX-License-Identifier: Apache-2.0
// What a model declares of its collection, compared with what the server has.

#include "loom/core/schema.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/collection_options.hpp"
#include "core/index_spec.hpp"
#include "core/time_series.hpp"
#include "core/transaction.hpp"
#include "core/validator.hpp"
#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/collection.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

constexpr int no_such_collection = 26;
constexpr int collection_exists = 48;
constexpr int other_options = 85;  // of an index with the same key
constexpr int other_key = 86;      // of an index with the same name

/// What of a collection differs.
enum class Of { collection, options, images, validator, index };

struct Difference {
  Of of;
  std::string text;
  const IndexInfo* index = nullptr;
  bool in_the_way = false;  ///< the server has another index under this name or over this key
};
using Differences = std::vector<Difference>;

std::string full_name(const ModelInfo& model) {
  return std::string(model.database) + "." + std::string(model.collection);
}

std::string described(const IndexInfo& index) {
  return "index " + name_of(index) + " (" + options_of(index) + ")";
}

std::string call_of_prepare(const ModelInfo& model) {
  return "loom::prepare<" + std::string(model.type) + ">()";
}

/// The server's indexes of a collection; nothing where there is no collection.
std::optional<Reply> list_indexes(const ModelInfo& model) {
  bson::Writer body;
  const auto start = body.begin();
  body.string("listIndexes", model.collection);
  body.end(body.begin_document("cursor"));
  body.end(start);
  try {
    // A collection has at most 64 indexes: they come in the first batch.
    return run({model.database, body.bytes(), Effect::read, operation("listIndexes", model)});
  } catch (const ServerError& error) {
    if (error.code() != no_such_collection) throw;
    return std::nullopt;
  }
}

std::vector<bson::View> specs_of(const Reply& reply) {
  std::vector<bson::View> specs;
  const auto cursor = bson::inside_of(bson::find(bson::open(reply.bytes()), "cursor"));
  auto batch = bson::inside_of(bson::find(cursor, "firstBatch"));
  while (const auto spec = bson::next(batch))
    if (spec->type == bson::Type::document) specs.push_back(spec->value);
  return specs;
}

std::string_view text_in(bson::View spec, std::string_view field) {
  return bson::text_of(bson::find(bson::open(spec), field));
}

/// True where two indexes order text alike. What Loom creates has the collation of its collection,
/// and so has the index over the _id, which is the first.
bool same_collation(bson::View spec, bson::View other) {
  const auto one = bson::find(bson::open(spec), "collation");
  const auto two = bson::find(bson::open(other), "collation");
  return one && two ? one->same_value(*two) : !one && !two;
}

std::optional<Difference> compare(const ModelInfo& model, const IndexInfo& index,
                                  const std::vector<bson::View>& specs) {
  const auto options = options_of(index);
  std::optional<Difference> found;
  for (const auto spec : specs) {
    const auto name = text_in(spec, "name");
    const auto of_collection = " of " + full_name(model) + " is ";
    if (has_same_key(index, spec) && same_collation(spec, specs.front())) {
      if (options_of(spec) == options) return std::nullopt;
      found = {Of::index,
               "the index " + std::string(name) + of_collection + options_of(spec) + ", and " +
                   std::string(model.type) + " declares it as " + options,
               &index, true};
    } else if (!found && name == name_of(index)) {
      found = {Of::index,
               "the index " + std::string(name) + of_collection +
                   "over other fields, or with another collation, than " + std::string(model.type) +
                   " declares",
               &index, true};
    }
  }
  if (!found) found = {Of::index, full_name(model) + " has no " + described(index), &index};
  return found;
}

/// True where the collection keeps documents before and after changes, or does not exist yet.
bool keeps_images(const ModelInfo& model) {
  const CollectionOptions options(model);
  const auto images = bson::inside_of(options.find("changeStreamPreAndPostImages"));
  return !options.exist() || bson::truth_of(bson::find(images, "enabled"));
}

std::string lack_of_images(const ModelInfo& model) {
  return full_name(model) + " keeps no documents before and after changes, as " +
         std::string(model.type) + " declares by change_images";
}

/// Of a collection that exists.
bool has_declared_options(const ModelInfo& model) {
  return (!model.change_images || keeps_images(model)) &&
         (!model.time_series || difference_of_options(model).empty());
}

/// What a write needs to be as it is declared; all but the validator.
Differences compare(const ModelInfo& model) {
  const auto listed = list_indexes(model);
  const auto specs = listed ? specs_of(*listed) : std::vector<bson::View>{};
  Differences result;
  if (!listed) result.push_back({Of::collection, full_name(model) + " does not exist"});
  if (listed && model.time_series) {
    if (auto text = difference_of_options(model); !text.empty())
      result.push_back({Of::options, std::move(text)});
  }
  if (listed && model.change_images && !keeps_images(model))
    result.push_back({Of::images, lack_of_images(model)});
  for (const auto& index : model.indexes)
    if (auto difference = compare(model, index, specs)) result.push_back(*std::move(difference));
  return result;
}

Differences compare_all(const ModelInfo& model) {
  auto result = compare(model);
  if (auto text = difference_of_validator(model); !text.empty())
    result.push_back({Of::validator, std::move(text)});
  return result;
}

bool lacks_collection(const Differences& differences) {
  return !differences.empty() && differences.front().of == Of::collection;
}

void write_images(bson::Writer& body) {
  const auto images = body.begin_document("changeStreamPreAndPostImages");
  body.boolean("enabled", true);
  body.end(images);
}

void keep_images(const ModelInfo& model) {
  bson::Writer body;
  const auto start = body.begin();
  body.string("collMod", model.collection);
  write_images(body);
  body.end(start);
  run({model.database, body.bytes(), Effect::idempotent, operation("collMod", model)});
}

/// False where another process was faster.
bool create_collection(const ModelInfo& model) {
  bson::Writer body;
  const auto start = body.begin();
  body.string("create", model.collection);
  if (model.time_series) write_options(body, *model.time_series);
  if (model.change_images) write_images(body);
  write_validator(body, model);
  body.end(start);
  try {
    run({model.database, body.bytes(), Effect::idempotent, operation("create", model)});
    return true;
  } catch (const ServerError& error) {
    if (error.code() != collection_exists) throw;
    return false;
  }
}

void create_indexes(const ModelInfo& model, const std::vector<const IndexInfo*>& indexes) {
  bson::Writer body;
  const auto start = body.begin();
  body.string("createIndexes", model.collection);
  const auto array = body.begin_array("indexes");
  for (std::size_t i = 0; i < indexes.size(); ++i) write_spec(body, i, *indexes[i]);
  body.end(array);
  body.end(start);
  const auto command = operation("createIndexes", model);
  try {
    run({model.database, body.bytes(), Effect::idempotent, command});
  } catch (const DuplicateKeyError& error) {
    throw DuplicateKeyError(
        command + ": documents with equal values stand in the way of the unique index " +
            error.index() + "; no index was created: change or erase all but one of them, then " +
            "call " + call_of_prepare(model) + " again",
        {.operation = command, .code = error.code(), .labels = error.labels()}, error.index(),
        error.fields());
  }
}

/// Creates what is missing; createIndexes creates the collection, too, but without options. False
/// where another process was faster, with other ones: that is to be compared again.
bool create(const ModelInfo& model, const Differences& differences) {
  std::vector<const IndexInfo*> indexes;
  for (const auto& difference : differences) {
    if (difference.index) indexes.push_back(difference.index);
    if (difference.of == Of::images) keep_images(model);
  }
  if (lacks_collection(differences) &&
      (indexes.empty() || model.change_images || model.time_series || model.structure) &&
      !create_collection(model) && !has_declared_options(model))
    return false;
  if (!indexes.empty()) create_indexes(model, indexes);
  return true;
}

/// The same by the first write: false where another process has created the collection meanwhile,
/// with indexes of its own.
bool create_at_first_write(const ModelInfo& model, const Differences& differences) {
  try {
    return create(model, differences);
  } catch (const ServerError& error) {
    if (error.code() != other_options && error.code() != other_key) throw;
    return false;
  }
}

void refuse(const ModelInfo& model, const std::string& texts, const std::string& advice) {
  if (!texts.empty())
    throw SchemaError(texts + ": " + advice, {.operation = operation("listIndexes", model)});
}

template <class Is>
std::string texts_where(const Differences& differences, Is is) {
  std::string texts;
  for (const auto& difference : differences)
    if (is(difference)) texts += (texts.empty() ? "" : "; ") + difference.text;
  return texts;
}

/// The options of a collection stay what they are.
void refuse_other_options(const ModelInfo& model, const Differences& differences) {
  refuse(model,
         texts_where(differences, [](const Difference& each) { return each.of == Of::options; }),
         "declare the time series as the collection is, or name another collection");
}

void refuse_what_is_in_the_way(const ModelInfo& model, const Differences& differences) {
  refuse_other_options(model, differences);
  refuse(model, texts_where(differences, [](const Difference& each) { return each.in_the_way; }),
         "drop the index by hand, then call " + call_of_prepare(model) + " again");
}

/// Throws in a transaction: MongoDB creates a collection in some of them and refuses it in others.
void refuse_to_create_in_a_transaction(const ModelInfo& model) {
  if (!current_attempt) return;
  throw TransactionError(full_name(model) +
                             " does not exist, and a transaction creates no "
                             "collection: call " +
                             call_of_prepare(model) + " before it",
                         {.operation = operation("listIndexes", model)});
}

SchemaDifference change(const ModelInfo& model, const Difference& difference) {
  const auto name = full_name(model);
  if (difference.of == Of::images)
    return {name, "", name + " keeps documents before and after changes now"};
  if (difference.of == Of::validator)
    return {name, "",
            "the validator of " + name + " holds the rules of " + std::string(model.type) + " now"};
  if (difference.of == Of::collection) return {name, "", "created " + name};
  return {name, name_of(*difference.index),
          "created the " + described(*difference.index) + " of " + name};
}

}  // namespace

void look_at(const ModelInfo& model) {
  const auto now = epoch();
  const OutsideTransaction outside;
  // Where nothing is declared, the server makes the collection with the first document.
  if (!model.indexes.empty() || model.change_images || model.time_series || model.structure ||
      current_attempt) {
    auto differences = compare(model);
    if (lacks_collection(differences)) refuse_to_create_in_a_transaction(model);
    if (lacks_collection(differences))
      differences = create_at_first_write(model, differences) ? Differences{} : compare(model);
    refuse_other_options(model, differences);
    refuse(model,
           texts_where(differences,
                       [](const Difference& each) {
                         return each.of == Of::images ||
                                (each.index && (each.index->unique || each.index->ttl));
                       }),
           "call " + call_of_prepare(model) +
               " first, for a write never alters a collection that exists");
    model.seen_at.store(now, std::memory_order_relaxed);
  }
  model.looked_at.store(now, std::memory_order_relaxed);
}

void require_change_images(const ModelInfo& model) {
  if (!keeps_images(model))
    throw SchemaError(
        lack_of_images(model) + ": call " + call_of_prepare(model) + " before you watch it",
        {.operation = operation("listCollections", model)});
}

std::vector<SchemaDifference> prepare(std::span<const ModelInfo* const> models) {
  require_no_transaction("loom::prepare", "it creates collections and indexes; call it before");
  for (const auto* model : models) refuse_what_is_in_the_way(*model, compare(*model));
  std::vector<SchemaDifference> changes;
  for (const auto* model : models) {
    const auto differences = compare_all(*model);  // again: models may share a collection
    refuse_what_is_in_the_way(*model, differences);
    if (!create(*model, differences)) {
      const auto others = compare(*model);
      refuse_what_is_in_the_way(*model, others);
      create(*model, others);
    }
    // Also where another process was faster to create the collection, with other rules.
    if (!difference_of_validator(*model).empty()) install_validator(*model);
    for (const auto& difference : differences) changes.push_back(change(*model, difference));
  }
  return changes;
}

std::vector<SchemaDifference> check(std::span<const ModelInfo* const> models) {
  std::vector<SchemaDifference> result;
  for (const auto* model : models)
    for (const auto& each : compare_all(*model)) {
      SchemaDifference difference{full_name(*model), each.index ? name_of(*each.index) : "",
                                  each.text};
      if (std::ranges::find(result, difference) == result.end())
        result.push_back(std::move(difference));
    }
  return result;
}

}  // namespace loom::core
