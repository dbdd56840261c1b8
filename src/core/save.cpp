// SPDX-License-Identifier: Apache-2.0
// Saves the changes of one object, where the stored values are still those that were loaded.
#include <algorithm>

#include "core/changes.hpp"
#include "core/patch.hpp"
#include "core/statement.hpp"
#include "core/stored_document.hpp"
#include "loom/core/schema.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

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
  Save(const ModelInfo& model, Tracking& tracking, std::vector<Change> changes, bson::View after,
       Time now, Overwrite overwrite)
      : model_(model),
        tracking_(tracking),
        changes_(std::move(changes)),
        after_(after),
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
    write_exact_collation(body_);
    body_.end(first);
    body_.end(updates);
    body_.end(start);
    require_room();
    return body_.bytes();
  }
  bson::View find_and_modify() {
    body_.clear();
    const auto start = body_.begin();
    body_.string(Key("findAndModify"), model_.collection);
    write_query("query");
    write_update("update");
    write_exact_collation(body_);
    body_.boolean(Key("new"), true);
    const auto fields = body_.begin_document(Key("fields"));
    write_managed(body_, model_.members, "");
    body_.end(fields);
    body_.end(start);
    require_room();
    return body_.bytes();
  }

  void require_room() const {
    if (!compare_) return require_size(model_, body_.size(), "a change");
    require_size(model_, body_.size(), "a change (with the values that it replaces)",
                 "split the document, or say persist(loom::unsafely::overwrite), which sends the "
                 "new values only");
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
      for (const auto& older : change.older) edits.push_back({older.path, std::nullopt});
      if (change.kind != Change::Kind::increment)
        edits.push_back({change.place.path, change.after});
    }
    if (!managed.empty()) add_managed(edits, model_.members, managed, "");
    bson::Writer patched;
    write_patched(patched, tracking_.snapshot.bytes(), std::move(edits));
    tracking_.snapshot = Snapshot(patched.bytes());
    tracking_.standing = Standing::stored;
  }
  void add_managed(std::vector<Edit>& edits, std::span<const MemberInfo> members,
                   bson::View managed, const std::string& prefix) {
    for (const auto& member : members) {
      const std::string path = prefix + std::string(member.name);
      if (member.kind == MemberKind::nested) {
        // One that another writer has added since is not known yet, nor are its counters.
        if (has_document(tracking_.snapshot.bytes(), path))
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
    if (attempt < max_attempts && (!compare_ || fields.empty())) {
      if (!compare_) widen(changes_, current.document(), after_);
      return;
    }
    if (fields.empty())
      for (const auto& change : changes_) fields.push_back(change.place.path);
    throw_conflict(model_, "update", std::move(fields));
  }

  const ModelInfo& model_;
  Tracking& tracking_;
  std::vector<Change> changes_;
  bson::View after_;
  Time now_;
  bool compare_;
  bson::Element id_;
  bson::Writer body_;
};

}  // namespace

bool save(const ModelInfo& model, Tracking& tracking, const Forms& forms, Time now,
          Overwrite overwrite) {
  require_known(model, tracking, "update");
  auto changes = changes_between(model, forms.upgraded, forms.before, forms.after);
  add_upgrade(changes, model, tracking.snapshot.bytes(), forms.upgraded, forms.after);
  if (changes.empty()) return false;
  require_size(model, forms.after.size(), "a document");
  look_before_write(model);
  Save save(model, tracking, std::move(changes), forms.after, now, overwrite);
  tracked(tracking, Standing::in_doubt, [&] { save.send(); });
  return true;
}

}  // namespace loom::core
