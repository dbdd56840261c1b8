// SPDX-License-Identifier: Apache-2.0
// Inserts and erases single documents.
#include "loom/core/collection.hpp"

#include <algorithm>

#include "core/statement.hpp"
#include "core/stored_document.hpp"
#include "loom/core/schema.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

// True where the stored document is the one that was sent, or one that nobody else can have made.
bool meets_itself(const ModelInfo& model, const Tracking& tracking, bson::View document) {
  if (tracking.key_generated) return true;
  const auto stored = find_newest(model, id_of(document), "insert");
  return std::ranges::equal(stored.document(), document);
}

bson::View write_delete(bson::Writer& body, const ModelInfo& model, bson::View loaded,
                        Overwrite overwrite) {
  body.clear();
  const auto start = body.begin();
  body.string(Key("delete"), model.collection);
  const auto deletes = body.begin_array(Key("deletes"));
  const auto first = body.begin_document(Key("0"));
  const auto query = body.begin_document(Key("q"));
  write_id_equals(body, id_of(loaded));
  if (overwrite == Overwrite::no) {
    const auto expression = body.begin_document(Key("$expr"));
    const auto equal = body.begin_array(Key("$eq"));
    body.string(Key("0"), "$$ROOT");
    const auto literal = body.begin_document(Key("1"));
    body.document(Key("$literal"), loaded);
    body.end(literal);
    body.end(equal);
    body.end(expression);
  }
  body.end(query);
  write_exact_collation(body);
  body.int32(Key("limit"), 1);
  body.end(first);
  body.end(deletes);
  body.end(start);
  return body.bytes();
}

// The names of the fields in which two documents differ, in whatever order they stand.
std::vector<std::string> differing_fields(bson::View loaded, bson::View current) {
  std::vector<std::string> names;
  auto fields = bson::open(loaded);
  while (const auto field = bson::next(fields)) {
    const auto other = bson::find(bson::open(current), field->name);
    if (!other || !other->same_value(*field)) names.emplace_back(field->name);
  }
  auto others = bson::open(current);
  while (const auto other = bson::next(others))
    if (!bson::find(bson::open(loaded), other->name)) names.emplace_back(other->name);
  return names;
}

}  // namespace

std::string operation(std::string_view verb, const ModelInfo& model) {
  std::string text(verb);
  text += ' ';
  text += model.database;
  text += '.';
  text += model.collection;
  return text;
}

void require_part(const ModelInfo& model, const Tracking& tracking, std::string_view verb) {
  const auto* attempt = tracking.snapshot.attempt();
  if (attempt == current_attempt || tracking.standing == Standing::fresh) return;
  const std::string object = "this " + std::string(model.type);
  const ErrorFacts facts{.operation = operation(verb, model)};
  switch (attempt ? attempt->state() : Attempt::State::committed) {
    case Attempt::State::committed:
      if (!current_attempt) return;
      throw TransactionError(object +
                                 " was loaded or saved before the transaction, whose changes may "
                                 "be made more than once: load() or reload() it in the transaction",
                             facts);
    case Attempt::State::aborted:
      throw TransactionError(object +
                                 " was loaded or saved in a transaction that was undone: load it "
                                 "again, or reload() it",
                             facts);
    case Attempt::State::in_doubt:
      throw InDoubtError(object +
                             " was loaded or saved in a transaction whose commit is in doubt, so "
                             "what is stored is unknown: reload() it first",
                         facts);
    case Attempt::State::running:
      throw TransactionError(object +
                                 " belongs to a transaction of another thread, which has not "
                                 "ended: load it again here",
                             facts);
  }
}

void require_known(const ModelInfo& model, const Tracking& tracking, std::string_view verb) {
  if (tracking.standing != Standing::fresh && !tracking.snapshot)
    throw Error("this " + std::string(model.type) +
                    " was moved into another object: use that one, or reload() this one",
                {operation(verb, model), 0, {}, false});
  require_part(model, tracking, verb);
  if (tracking.standing == Standing::in_doubt)
    throw InDoubtError("the answer to an earlier write of this " + std::string(model.type) +
                           " was lost, so what is stored is unknown: reload() it first",
                       {operation(verb, model), 0, {}, false});
  if (tracking.standing == Standing::insert_in_doubt)
    throw InDoubtError("the answer to the insert of this " + std::string(model.type) +
                           " was lost, so whether it is stored is unknown: persist() it again, or "
                           "reload() it first",
                       {operation(verb, model), 0, {}, false});
  if (tracking.standing == Standing::erased)
    throw ConflictError("this " + std::string(model.type) +
                            " was erased, and an erased document is never revived: make a new "
                            "object to store it again",
                        {operation(verb, model), 0, {}, false}, {}, true);
}

void insert(const ModelInfo& model, bson::View document, Tracking& tracking) {
  require_size(model, document.size(), "a document");
  look_before_write(model);
  const std::string doing = operation("insert", model);
  const bool repeated = tracking.standing == Standing::insert_in_doubt;
  if (repeated) require_part(model, tracking, "insert");
  require_same_insert(model, tracking, document);
  bson::Writer body;
  const auto start = body.begin();
  body.string(Key("insert"), model.collection);
  const auto documents = body.begin_array(Key("documents"));
  body.document(Key("0"), document);
  body.end(documents);
  body.end(start);
  if (!repeated) tracking.snapshot = Snapshot(document);
  try {
    const auto reply = tracked(tracking, Standing::insert_in_doubt, [&] {
      return run({model.database, body.bytes(), Effect::write, doing});
    });
    throw_write_error(reply, doing);
  } catch (const DuplicateKeyError& duplicate) {
    const bool itself =
        repeated && duplicate.index() == "_id_" && meets_itself(model, tracking, document);
    if (!itself) {
      tracking.standing = Standing::fresh;
      throw;
    }
  }
  tracking.standing = saved_standing();
}

void erase(const ModelInfo& model, Tracking& tracking, Overwrite overwrite) {
  require_known(model, tracking, "delete");
  if (tracking.standing == Standing::fresh)
    throw NotFoundError("this " + std::string(model.type) +
                            " was never saved, so there is nothing "
                            "to erase: erase() an object that was loaded or persisted",
                        {operation("delete", model), 0, {}, false});
  look_before_write(model);
  const std::string doing = operation("delete", model);
  const auto loaded = tracking.snapshot.bytes();
  Snapshot expected = tracking.snapshot;
  bson::Writer body;
  for (int attempt = 1;; ++attempt) {
    const auto reply = tracked(tracking, Standing::in_doubt, [&] {
      return run({model.database, write_delete(body, model, expected.bytes(), overwrite),
                  Effect::write, doing});
    });
    throw_write_error(reply, doing);
    if (bson::integer_of(bson::find(bson::open(reply.bytes()), "n")) != 0) break;
    const auto current = find_newest(model, id_of(loaded), "delete");
    if (current.document().empty()) throw_deleted(model, "delete");
    auto fields = differing_fields(loaded, current.document());
    if (!fields.empty() || attempt == max_attempts)
      throw_conflict(model, "delete", std::move(fields));
    expected = Snapshot(current.document());  // the same fields in another order
  }
  tracking.standing = Standing::erased;
}

}  // namespace loom::core
