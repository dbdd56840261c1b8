// SPDX-License-Identifier: Apache-2.0
// Finds one stored document, and says how it differs from what an object knows.
#include "core/stored_document.hpp"

#include "core/changes.hpp"
#include "loom/core/command.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

}  // namespace

bson::Element id_of(bson::View document) {
  if (const auto id = bson::find(bson::open(document), "_id")) return *id;
  throw DecodeError("a stored document", {{"_id", "an _id", "nothing"}});
}

void write_id_equals(bson::Writer& out, const bson::Element& id) {
  const auto inner = out.begin_document(Key("_id"));
  out.value(Key("$eq"), id.type, id.value);
  out.end(inner);
}

void write_exact_collation(bson::Writer& out) {
  const auto collation = out.begin_document(Key("collation"));
  out.string(Key("locale"), "simple");
  out.end(collation);
}

Found find_newest(const ModelInfo& model, const bson::Element& id, std::string_view verb) {
  bson::Writer body;
  const auto start = body.begin();
  body.string(Key("find"), model.collection);
  const auto filter = body.begin_document(Key("filter"));
  write_id_equals(body, id);
  body.end(filter);
  body.int32(Key("limit"), 1);
  body.boolean(Key("singleBatch"), true);
  if (!current_attempt) {
    const auto concern = body.begin_document(Key("readConcern"));
    body.string(Key("level"), "local");
    body.end(concern);
  }
  body.end(start);
  return Found(run({model.database, body.bytes(), Effect::read, operation(verb, model)}));
}

void require_same_insert(const ModelInfo& model, const Tracking& tracking, bson::View document) {
  if (tracking.standing != Standing::inserted || !current_attempt ||
      !current_attempt->is_of_one_transaction_with(*tracking.snapshot.attempt()))
    return;
  const auto sent = tracking.snapshot.bytes();
  if (changes_between(model, sent, sent, document).empty()) return;
  throw TransactionError(
      "the transaction was begun again, and this " + std::string(model.type) +
          " still holds what its first attempt made of it, so that a change would be applied "
          "twice: make it in the callback, or persist() it before it is changed there",
      {.operation = operation("insert", model)});
}

void throw_conflict(const ModelInfo& model, std::string_view verb,
                    std::vector<std::string> fields) {
  std::string names;
  for (const auto& field : fields) names += (names.empty() ? "" : ", ") + field;
  throw ConflictError("another writer changed " + names + " of this " + std::string(model.type) +
                          " since it was loaded; nothing was written: reload() and apply the "
                          "change again, or use " +
                          std::string(model.type) + "::modify",
                      {operation(verb, model), 0, {}, true}, std::move(fields), false);
}

void throw_deleted(const ModelInfo& model, std::string_view verb) {
  throw ConflictError("another writer deleted this " + std::string(model.type) +
                          " since it was loaded; nothing was written, for a deleted document is "
                          "never revived: make a new object to store it again",
                      {operation(verb, model), 0, {}, false}, {}, true);
}

void require_size(const ModelInfo& model, std::size_t size, std::string_view what,
                  std::string_view advice) {
  if (size > bson::max_document_size)
    throw ValidationError(
        "", "size",
        std::string(what) + " of " + std::string(model.type) + " takes " + std::to_string(size) +
            " bytes, and MongoDB stores at most 16777216: " + std::string(advice));
}

}  // namespace loom::core
