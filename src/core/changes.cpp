// SPDX-License-Identifier: Apache-2.0
// Compares documents leaf by leaf.
#include "core/changes.hpp"

#include <algorithm>

#include "core/unknown_fields.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using bson::Element;
using bson::Type;
using Members = std::span<const MemberInfo>;

bool is_document(const std::optional<Element>& element) {
  return element && element->type == Type::document;
}

bool is_number(Type type) {
  return type == Type::int32 || type == Type::int64 || type == Type::double_ ||
         type == Type::decimal128;
}

class Comparison {
 public:
  explicit Comparison(const ModelInfo& model) : model_(model) {}

  void compare(Members members, bson::Cursor loaded, bson::Cursor before, bson::Cursor after,
               const std::string& parent) {
    bson::Cursor next_before = before, next_after = after;
    for (const auto& member : members) {
      if (member.kind == MemberKind::id || member.kind == MemberKind::time_inserted ||
          member.kind == MemberKind::time_updated)
        continue;
      const auto was = bson::find(before, next_before, member.name);
      const auto is = bson::find(after, next_after, member.name);
      if (was.has_value() == is.has_value() && (!is || is->same_value(*was))) continue;
      compare(member, loaded, was, is, parent);
    }
  }

  std::vector<Change> take() { return std::move(changes_); }

 private:
  // The places of the member's older names, whose values are read where its own is missing.
  static std::vector<Place> older_places(const MemberInfo& member, bson::Cursor loaded,
                                         const std::string& prefix) {
    std::vector<Place> places;
    for (const auto& older : member.also)
      if (!older.empty())
        places.push_back({prefix + std::string(older), bson::find(loaded, older)});
    return places;
  }

  // The element that filled the member when the document was read.
  static std::optional<Element> find_loaded(const MemberInfo& member, bson::Cursor loaded) {
    if (auto element = bson::find(loaded, member.name)) return element;
    while (auto element = bson::next(loaded))
      if (member.is_called(element->name)) return element;
    return std::nullopt;
  }

  static std::int64_t difference(const std::optional<Element>& is,
                                 const std::optional<Element>& was, const std::string& path) {
    std::int64_t by;
    if (__builtin_sub_overflow(bson::integer_of(is), bson::integer_of(was), &by))
      throw ValidationError(path, "counter", "is counted by more than 64 bits at once");
    return by;
  }

  void compare(const MemberInfo& member, bson::Cursor loaded, const std::optional<Element>& was,
               const std::optional<Element>& is, const std::string& parent) {
    const std::string prefix = parent.empty() ? "" : parent + ".";
    Change change{is ? Change::Kind::set : Change::Kind::unset,
                  {prefix + std::string(member.name), bson::find(loaded, member.name)},
                  older_places(member, loaded, prefix),
                  parent,
                  is};
    const auto& own = change.place.loaded;
    if (member.kind == MemberKind::nested && is_document(own) && is_document(was) &&
        is_document(is)) {
      compare(member.members(), own->inside(), was->inside(), is->inside(), change.place.path);
      return;
    }
    const auto filled_by = find_loaded(member, loaded);
    // To a counter that is not stored yet the server adds from zero: it cannot begin elsewhere.
    if (member.kind == MemberKind::counter && (own || (!filled_by && bson::integer_of(was) == 0))) {
      change.kind = Change::Kind::increment;
      change.by = difference(is, was, change.place.path);
      if (own) change.older.clear();  // hidden by it, and perhaps still counted by an older program
    } else if (filled_by && was) {
      require_all_known(model_, member, *filled_by, *was, change.place.path);
    }
    changes_.push_back(std::move(change));
  }

  const ModelInfo& model_;
  std::vector<Change> changes_;
};

// {"$eq": [left, {"$literal": right}]} and the like, numbered as the terms of an `$and`.
class Terms {
 public:
  explicit Terms(bson::Writer& out) : out_(out) {}

  void stands_at(const Place& place) {
    if (!place.loaded) {
      has_type(place.path, "missing");
      return;
    }
    // MongoDB takes numbers of different types for equal.
    if (is_number(place.loaded->type)) has_type(place.path, bson::name_of(place.loaded->type));
    add([&] {
      out_.string(key("0"), "$" + place.path);
      const auto literal = out_.begin_document(key("1"));
      out_.value(key("$literal"), place.loaded->type, place.loaded->value);
      out_.end(literal);
    });
  }
  void has_type(const std::string& path, std::string_view type) {
    add([&] {
      const auto of = out_.begin_document(key("0"));
      out_.string(key("$type"), "$" + path);
      out_.end(of);
      out_.string(key("1"), type);
    });
  }

 private:
  static std::string_view key(std::string_view text) { return text; }

  template <class Operands>
  void add(Operands operands) {
    const auto term = out_.begin_document(std::string_view(bson::IndexKey(count_++)));
    const auto equal = out_.begin_array(key("$eq"));
    operands();
    out_.end(equal);
    out_.end(term);
  }

  bson::Writer& out_;
  std::size_t count_ = 0;
};

template <class Write>
void write_operator(bson::Writer& out, std::string_view name, const std::vector<Change>& changes,
                    Write write) {
  std::size_t start = 0;
  for (const auto& change : changes) {
    // An operator without a field is refused by the server, so it begins with the first one.
    write(change, [&] {
      if (start == 0) start = out.begin_document(name);
    });
  }
  if (start != 0) out.end(start);
}

}  // namespace

std::vector<Change> changes_between(const ModelInfo& model, bson::View loaded, bson::View before,
                                    bson::View after) {
  Comparison comparison(model);
  comparison.compare(model.members, bson::open(loaded), bson::open(before), bson::open(after), {});
  return comparison.take();
}

void add_upgrade(std::vector<Change>& changes, const ModelInfo& model, bson::View loaded,
                 bson::View upgraded, bson::View after) {
  if (std::ranges::equal(loaded, upgraded)) return;
  const auto from = bson::open(loaded), to = bson::open(upgraded);
  const auto rewrite = [&](std::string_view name) {
    const auto member = std::ranges::find(model.members, name, &MemberInfo::name);
    const bool is_member = member != model.members.end();
    if (is_member && member->kind == MemberKind::time_updated) return;  // every write touches it
    std::erase_if(changes, [&](const Change& change) {
      return change.place.path == name || change.place.path.starts_with(std::string(name) + ".");
    });
    auto is = is_member ? bson::find(bson::open(after), name) : bson::find(to, name);
    changes.push_back({is ? Change::Kind::set : Change::Kind::unset,
                       {std::string(name), bson::find(from, name)},
                       {},
                       {},
                       is});
  };
  auto left = from;
  while (const auto field = bson::next(left)) {
    const auto other = bson::find(to, field->name);
    if (!other || !other->same_value(*field)) rewrite(field->name);
  }
  left = to;
  while (const auto field = bson::next(left))
    if (!bson::find(from, field->name)) rewrite(field->name);
}

void write_guard(bson::Writer& out, const std::vector<Change>& changes, bool compare_values) {
  const auto is_guarded = [&](const Change& change) {
    return !change.parent.empty() ||
           (compare_values && (change.kind != Change::Kind::increment || !change.older.empty()));
  };
  if (std::ranges::none_of(changes, is_guarded)) return;
  const auto expression = out.begin_document(std::string_view("$expr"));
  const auto all = out.begin_array(std::string_view("$and"));
  Terms terms(out);
  for (const auto& change : changes) {
    // A leaf that is written into a document must find it: else half of one would be made.
    if (!change.parent.empty()) terms.has_type(change.parent, "object");
    if (!compare_values) continue;
    if (change.kind != Change::Kind::increment) terms.stands_at(change.place);
    for (const auto& older : change.older) terms.stands_at(older);
  }
  out.end(all);
  out.end(expression);
}

void write_operators(bson::Writer& out, const std::vector<Change>& changes) {
  write_operator(out, "$set", changes, [&](const Change& change, auto begin) {
    if (change.kind != Change::Kind::set) return;
    begin();
    out.value(std::string_view(change.place.path), change.after->type, change.after->value);
  });
  write_operator(out, "$unset", changes, [&](const Change& change, auto begin) {
    const auto unset = [&](const Place& place) {
      begin();
      out.boolean(std::string_view(place.path), true);
    };
    if (change.kind == Change::Kind::unset) unset(change.place);
    for (const auto& older : change.older) unset(older);
  });
  write_operator(out, "$inc", changes, [&](const Change& change, auto begin) {
    if (change.kind != Change::Kind::increment) return;
    begin();
    out.int64(std::string_view(change.place.path), change.by);
  });
}

std::vector<std::string> collisions(const std::vector<Change>& changes, bson::View current) {
  const auto differs = [&](const Place& place) {
    const auto now = find_path(current, place.path);
    return now.has_value() != place.loaded.has_value() || (now && !now->same_value(*place.loaded));
  };
  std::vector<std::string> paths;
  for (const auto& change : changes) {
    const bool parent_gone = !change.parent.empty() && !has_document(current, change.parent);
    const bool changed = (change.kind != Change::Kind::increment && differs(change.place)) ||
                         std::ranges::any_of(change.older, differs);
    if (parent_gone || changed) paths.push_back(change.place.path);
  }
  return paths;
}

void widen(std::vector<Change>& changes, bson::View current, bson::View after) {
  std::vector<Change> widened;
  for (auto& change : changes) {
    const std::string& path = change.place.path;
    auto dot = path.find('.');
    while (dot != path.npos && has_document(current, path.substr(0, dot)))
      dot = path.find('.', dot + 1);
    const auto gone = path.substr(0, dot);
    if (dot == path.npos) {
      widened.push_back(std::move(change));
    } else if (widened.empty() || widened.back().place.path != gone) {
      const auto above = gone.rfind('.');
      widened.push_back({Change::Kind::set,
                         {gone, std::nullopt},
                         {},
                         above == gone.npos ? "" : gone.substr(0, above),
                         find_path(after, gone)});
    }
  }
  changes = std::move(widened);
}

std::optional<Element> find_path(bson::View document, std::string_view path) {
  bson::Cursor inside = bson::open(document);
  while (true) {
    const auto dot = path.find('.');
    auto element = bson::find(inside, path.substr(0, dot));
    if (!element || dot == std::string_view::npos) return element;
    if (element->type != Type::document) return std::nullopt;
    inside = element->inside();
    path.remove_prefix(dot + 1);
  }
}

bool has_document(bson::View document, std::string_view path) {
  return is_document(find_path(document, path));
}

}  // namespace loom::core
