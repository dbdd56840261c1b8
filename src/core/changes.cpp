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

class Comparison {
 public:
  explicit Comparison(const ModelInfo& model) : model_(model) {}

  void compare(Members members, bson::Cursor loaded, bson::Cursor before, bson::Cursor after,
               const std::string& parent) {
    for (const auto& member : members) {
      if (member.kind == MemberKind::id || member.kind == MemberKind::time_inserted ||
          member.kind == MemberKind::time_updated)
        continue;
      const auto was = bson::find(before, member.name);
      const auto is = bson::find(after, member.name);
      if (was.has_value() == is.has_value() && (!is || is->same_value(*was))) continue;
      compare(member, find_loaded(member, loaded), was, is, parent);
    }
  }

  std::vector<Change> take() { return std::move(changes_); }

 private:
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

  void compare(const MemberInfo& member, const std::optional<Element>& loaded,
               const std::optional<Element>& was, const std::optional<Element>& is,
               const std::string& parent) {
    const std::string prefix = parent.empty() ? "" : parent + ".";
    Change change{is ? Change::Kind::set : Change::Kind::unset,
                  prefix + std::string(member.name),
                  is,
                  loaded,
                  {},
                  parent};
    const bool moved = loaded && loaded->name != member.name;
    if (moved) change.stored_at = prefix + std::string(loaded->name);
    if (member.kind == MemberKind::nested && !moved && is_document(loaded) && is_document(was) &&
        is_document(is)) {
      compare(member.members(), loaded->inside(), was->inside(), is->inside(), change.path);
      return;
    }
    // To a counter that is not stored yet the server adds from zero: it cannot begin elsewhere.
    const bool begins_at_zero = loaded || bson::integer_of(was) == 0;
    if (member.kind == MemberKind::counter && !moved && begins_at_zero) {
      change.kind = Change::Kind::increment;
      change.by = difference(is, was, change.path);
    } else if (loaded && was) {
      require_all_known(model_, member, *loaded, *was, change.path);
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

  void has_value(const std::string& path, const Element& value) {
    add([&] {
      out_.string(key("0"), "$" + path);
      const auto literal = out_.begin_document(key("1"));
      out_.value(key("$literal"), value.type, value.value);
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

void write_guard(bson::Writer& out, const std::vector<Change>& changes, bool compare_values) {
  const auto is_guarded = [&](const Change& change) {
    return !change.parent.empty() || (compare_values && change.kind != Change::Kind::increment);
  };
  if (std::ranges::none_of(changes, is_guarded)) return;
  const auto expression = out.begin_document(std::string_view("$expr"));
  const auto all = out.begin_array(std::string_view("$and"));
  Terms terms(out);
  for (const auto& change : changes) {
    // A leaf that is written into a document must find it: else half of one would be made.
    if (!change.parent.empty()) terms.has_type(change.parent, "object");
    if (!compare_values || change.kind == Change::Kind::increment) continue;
    if (!change.loaded || !change.stored_at.empty()) terms.has_type(change.path, "missing");
    if (change.loaded)
      terms.has_value(change.stored_at.empty() ? change.path : change.stored_at, *change.loaded);
  }
  out.end(all);
  out.end(expression);
}

void write_operators(bson::Writer& out, const std::vector<Change>& changes) {
  write_operator(out, "$set", changes, [&](const Change& change, auto begin) {
    if (change.kind != Change::Kind::set) return;
    begin();
    out.value(std::string_view(change.path), change.after->type, change.after->value);
  });
  write_operator(out, "$unset", changes, [&](const Change& change, auto begin) {
    if (change.kind != Change::Kind::unset && change.stored_at.empty()) return;
    begin();
    const auto& gone = change.stored_at.empty() ? change.path : change.stored_at;
    out.boolean(std::string_view(gone), true);
  });
  write_operator(out, "$inc", changes, [&](const Change& change, auto begin) {
    if (change.kind != Change::Kind::increment) return;
    begin();
    out.int64(std::string_view(change.path), change.by);
  });
}

std::vector<std::string> collisions(const std::vector<Change>& changes, bson::View current) {
  std::vector<std::string> paths;
  for (const auto& change : changes) {
    const auto now = find_path(current, change.stored_at.empty() ? change.path : change.stored_at);
    const bool parent_gone =
        !change.parent.empty() && !is_document(find_path(current, change.parent));
    const bool differs = now.has_value() != change.loaded.has_value() ||
                         (now && !now->same_value(*change.loaded)) ||
                         (!change.stored_at.empty() && find_path(current, change.path));
    if (parent_gone || (change.kind != Change::Kind::increment && differs))
      paths.push_back(change.path);
  }
  return paths;
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

}  // namespace loom::core
