// SPDX-License-Identifier: Apache-2.0
// Inserts, saves and erases single documents.
#include "loom/core/collection.hpp"

#include <algorithm>

#include "core/changes.hpp"
#include "core/patch.hpp"
#include "core/server_error.hpp"
#include "core/statement.hpp"
#include "loom/core/schema.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

// How often a change is tried again whose guard failed although nothing collides: another writer
// changed a leaf and changed it back.
constexpr int max_attempts = 5;

bson::Element id_of(bson::View document) {
  if (const auto id = bson::find(bson::open(document), "_id")) return *id;
  throw DecodeError("a stored document", {{"_id", "an _id", "nothing"}});
}

void write_id_equals(bson::Writer& out, const bson::Element& id) {
  const auto inner = out.begin_document(Key("_id"));
  out.value(Key("$eq"), id.type, id.value);
  out.end(inner);
}

// Runs `write`, and marks the object where its answer was lost.
template <class Write>
auto tracked(Tracking& tracking, Standing in_doubt, Write write) {
  try {
    return write();
  } catch (const InDoubtError&) {
    tracking.standing = in_doubt;
    throw;
  }
}

// The document as it is on the primary now, which may not be on a majority yet: a guard sees it,
// too.
Found find_newest(const ModelInfo& model, const bson::Element& id, std::string_view verb) {
  bson::Writer body;
  const auto start = body.begin();
  body.string(Key("find"), model.collection);
  const auto filter = body.begin_document(Key("filter"));
  write_id_equals(body, id);
  body.end(filter);
  body.int32(Key("limit"), 1);
  body.boolean(Key("singleBatch"), true);
  const auto concern = body.begin_document(Key("readConcern"));
  body.string(Key("level"), "local");
  body.end(concern);
  body.end(start);
  return Found(run({model.database, body.bytes(), Effect::read, operation(verb, model)}));
}

[[noreturn]] void throw_conflict(const ModelInfo& model, std::string_view verb,
                                 std::vector<std::string> fields) {
  std::string names;
  for (const auto& field : fields) names += (names.empty() ? "" : ", ") + field;
  throw ConflictError("another writer changed " + names + " of this " + std::string(model.type) +
                          " since it was loaded; nothing was written: reload() and apply the "
                          "change again, or use " +
                          std::string(model.type) + "::modify",
                      {operation(verb, model), 0, {}, true}, std::move(fields), false);
}

[[noreturn]] void throw_deleted(const ModelInfo& model, std::string_view verb) {
  throw ConflictError("another writer deleted this " + std::string(model.type) +
                          " since it was loaded; nothing was written, for a deleted document is "
                          "never revived: make a new object to store it again",
                      {operation(verb, model), 0, {}, false}, {}, true);
}

void require_size(const ModelInfo& model, std::size_t size, std::string_view what) {
  if (size > bson::max_document_size)
    throw ValidationError("", "size",
                          std::string(what) + " of " + std::string(model.type) + " takes " +
                              std::to_string(size) +
                              " bytes, and MongoDB stores at most 16777216: split the document");
}

// True where the stored document is the one that was sent, or one that nobody else can have made.
bool meets_itself(const ModelInfo& model, const Tracking& tracking, bson::View document) {
  if (tracking.key_generated) return true;
  const auto stored = find_newest(model, id_of(document), "insert");
  return std::ranges::equal(stored.document(), document);
}

// The members whose stored values the server decides: counters, and times that never run backwards.
void write_managed(bson::Writer& out, std::span<const MemberInfo> members,
                   const std::string& prefix) {
  for (const auto& member : members) {
    const std::string path = prefix + std::string(member.name);
    if (member.kind == MemberKind::counter || member.kind == MemberKind::time_updated)
      out.int32(Key(path), 1);
    else if (member.kind == MemberKind::nested)
      write_managed(out, member.members(), path + ".");
  }
}
bool is_managed(std::span<const MemberInfo> members) {
  return std::ranges::any_of(members, [](const MemberInfo& member) {
    return member.kind == MemberKind::counter || member.kind == MemberKind::time_updated ||
           (member.kind == MemberKind::nested && is_managed(member.members()));
  });
}

const MemberInfo* time_updated(const ModelInfo& model) {
  const auto found = std::ranges::find(model.members, MemberKind::time_updated, &MemberInfo::kind);
  return found == model.members.end() ? nullptr : &*found;
}

class Save {
 public:
  Save(const ModelInfo& model, Tracking& tracking, std::vector<Change> changes, Time now,
       Overwrite overwrite)
      : model_(model),
        tracking_(tracking),
        changes_(std::move(changes)),
        now_(now),
        compare_(overwrite == Overwrite::no),
        id_(id_of(tracking.snapshot.bytes())) {}

  void send() {
    const bool returns = is_managed(model_.members);
    for (int attempt = 1;; ++attempt) {
      const auto reply = run({model_.database, returns ? find_and_modify() : update(),
                              Effect::write, operation("update", model_)});
      if (returns ? take_returned(reply) : take_count(reply)) return;
      require_no_collision(attempt);
    }
  }

 private:
  void write_query(Key key) {
    const auto query = body_.begin_document(key);
    write_id_equals(body_, id_);
    write_guard(body_, changes_, compare_);
    body_.end(query);
  }
  void write_update(Key key) {
    const auto update = body_.begin_document(key);
    write_operators(body_, changes_);
    if (const auto* member = time_updated(model_)) {
      const auto max = body_.begin_document(Key("$max"));
      body_.date(member->name, now_.since_epoch().count());
      body_.end(max);
    }
    body_.end(update);
  }
  bson::View update() {
    body_.clear();
    const auto start = body_.begin();
    body_.string(Key("update"), model_.collection);
    const auto updates = body_.begin_array(Key("updates"));
    const auto first = body_.begin_document(Key("0"));
    write_query("q");
    write_update("u");
    body_.end(first);
    body_.end(updates);
    body_.end(start);
    require_size(model_, body_.size(), "a change (with the values that it replaces)");
    return body_.bytes();
  }
  bson::View find_and_modify() {
    body_.clear();
    const auto start = body_.begin();
    body_.string(Key("findAndModify"), model_.collection);
    write_query("query");
    write_update("update");
    body_.boolean(Key("new"), true);
    const auto fields = body_.begin_document(Key("fields"));
    write_managed(body_, model_.members, "");
    body_.end(fields);
    body_.end(start);
    require_size(model_, body_.size(), "a change (with the values that it replaces)");
    return body_.bytes();
  }

  bool take_count(const Reply& reply) {
    throw_write_error(reply, operation("update", model_));
    if (bson::integer_of(bson::find(bson::open(reply.bytes()), "n")) == 0) return false;
    keep_snapshot({});
    return true;
  }
  bool take_returned(const Reply& reply) {
    const auto value = bson::find(bson::open(reply.bytes()), "value");
    if (!value || value->type != bson::Type::document) return false;
    keep_snapshot(value->value);
    return true;
  }

  // What is stored now, as far as this object knows: what was loaded, its own changes, and what the
  // server decided. What others changed stays as it was loaded, so that a later save notices.
  void keep_snapshot(bson::View managed) {
    std::vector<Edit> edits;
    for (const auto& change : changes_) {
      if (!change.stored_at.empty()) edits.push_back({change.stored_at, std::nullopt});
      if (change.kind != Change::Kind::increment) edits.push_back({change.path, change.after});
    }
    if (!managed.empty()) add_managed(edits, model_.members, managed, "");
    bson::Writer patched;
    write_patched(patched, tracking_.snapshot.bytes(), std::move(edits));
    tracking_.snapshot = Snapshot(patched.bytes());
  }
  void add_managed(std::vector<Edit>& edits, std::span<const MemberInfo> members,
                   bson::View managed, const std::string& prefix) {
    for (const auto& member : members) {
      const std::string path = prefix + std::string(member.name);
      if (member.kind == MemberKind::nested) {
        add_managed(edits, member.members(), managed, path + ".");
      } else if (member.kind == MemberKind::counter || member.kind == MemberKind::time_updated) {
        const bool covered = std::ranges::any_of(edits, [&](const Edit& edit) {
          return path == edit.path || path.starts_with(edit.path + ".");
        });
        if (const auto value = find_path(managed, path); value && !covered)
          edits.push_back({path, value});
      }
    }
  }

  void require_no_collision(int attempt) {
    const auto current = find_newest(model_, id_, "update");
    if (current.document().empty()) throw_deleted(model_, "update");
    auto fields = collisions(changes_, current.document());
    if (fields.empty() && attempt < max_attempts) return;
    if (fields.empty())
      for (const auto& change : changes_) fields.push_back(change.path);
    throw_conflict(model_, "update", std::move(fields));
  }

  const ModelInfo& model_;
  Tracking& tracking_;
  std::vector<Change> changes_;
  Time now_;
  bool compare_;
  bson::Element id_;
  bson::Writer body_;
};

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

void require_known(const ModelInfo& model, const Tracking& tracking, std::string_view verb) {
  if (tracking.standing == Standing::in_doubt)
    throw InDoubtError("the answer to an earlier write of this " + std::string(model.type) +
                           " was lost, so what is stored is unknown: reload() it first",
                       {operation(verb, model), 0, {}, false});
  if (tracking.standing == Standing::insert_in_doubt)
    throw InDoubtError("the answer to the insert of this " + std::string(model.type) +
                           " was lost, so whether it is stored is unknown: persist() it again, or "
                           "reload() it first",
                       {operation(verb, model), 0, {}, false});
  if (tracking.standing == Standing::erased) throw_deleted(model, verb);
}

void insert(const ModelInfo& model, bson::View document, Tracking& tracking) {
  require_size(model, document.size(), "a document");
  look_before_write(model);
  const std::string doing = operation("insert", model);
  const bool repeated = tracking.standing == Standing::insert_in_doubt;
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
  tracking.standing = Standing::stored;
}

bool save(const ModelInfo& model, Tracking& tracking, bson::View before, bson::View after, Time now,
          Overwrite overwrite) {
  require_known(model, tracking, "update");
  auto changes = changes_between(model, tracking.snapshot.bytes(), before, after);
  if (changes.empty()) return false;
  require_size(model, after.size(), "a document");
  look_before_write(model);
  Save save(model, tracking, std::move(changes), now, overwrite);
  tracked(tracking, Standing::in_doubt, [&] { save.send(); });
  return true;
}

void erase(const ModelInfo& model, Tracking& tracking, Overwrite overwrite) {
  require_known(model, tracking, "delete");
  if (!tracking.snapshot || tracking.standing != Standing::stored)
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
