// SPDX-License-Identifier: Apache-2.0
// Which events of a change stream are wanted, in words about the documents that stand in them.

#include "core/change_filter.hpp"

#include <initializer_list>
#include <string>

#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

/// Writes the terms of a filter of documents as a filter of events that hold the document at
/// `path`.
class Rewriter {
 public:
  Rewriter(bson::Writer& out, std::string_view path, std::string_view operation)
      : out_(out), path_(std::string(path) + "."), operation_(operation) {}

  void write(bson::View filter) {
    auto terms = bson::open(filter);
    while (const auto term = bson::next(terms)) {
      if (term->name.starts_with('$'))
        write_combination(*term);
      else
        out_.value(Key(path_ + std::string(term->name)), term->type, term->value);
    }
  }

 private:
  void write_combination(const bson::Element& combination) {
    const auto name = combination.name;
    if ((name != "$and" && name != "$or" && name != "$nor") ||
        combination.type != bson::Type::array)
      throw ValidationError("", "filter",
                            std::string(operation_) + ": a watch cannot be filtered by " +
                                std::string(name) +
                                ", which speaks of a whole document: name fields instead");
    const auto array = out_.begin_array(name);
    auto parts = combination.inside();
    while (const auto part = bson::next(parts)) {
      const auto document = out_.begin_document(part->name);
      write(part->value);
      out_.end(document);
    }
    out_.end(array);
  }

  bson::Writer& out_;
  std::string path_;
  std::string_view operation_;
};

void write_types(bson::Writer& out, std::initializer_list<Key> types) {
  const auto type = out.begin_document(Key("operationType"));
  const auto in = out.begin_array(Key("$in"));
  std::size_t i = 0;
  for (const auto each : types) out.string(Key(bson::IndexKey(i++)), each);
  out.end(in);
  out.end(type);
}

/// Events of these types whose document at `path` the filter means, or that lack it.
void write_judged(bson::Writer& out, Key name, std::initializer_list<Key> types, Key path,
                  const Document& filter, Key operation) {
  const auto judged = out.begin_document(name);
  write_types(out, types);
  const auto either = out.begin_array(Key("$or"));
  const auto unknown = out.begin_document(Key("0"));
  out.null(path);
  out.end(unknown);
  const auto meant = out.begin_document(Key("1"));
  Rewriter(out, path, operation).write(filter.bytes());
  out.end(meant);
  out.end(either);
  out.end(judged);
}

void write_unjudged(bson::Writer& out, Key name, std::initializer_list<Key> types) {
  const auto unjudged = out.begin_document(name);
  write_types(out, types);
  out.end(unjudged);
}

}  // namespace

Document change_filter(const Document& filter, bool images, std::string_view operation) {
  bson::Writer out;
  const auto start = out.begin();
  if (filter.empty()) {
    write_types(out, {"insert", "update", "replace", "delete", "invalidate"});
  } else {
    const auto either = out.begin_array(Key("$or"));
    write_judged(out, "0", {"insert", "update", "replace"}, "fullDocument", filter, operation);
    if (images) {
      write_judged(out, "1", {"delete"}, "fullDocumentBeforeChange", filter, operation);
      write_unjudged(out, "2", {"invalidate"});
    } else {
      write_unjudged(out, "1", {"delete", "invalidate"});
    }
    out.end(either);
  }
  out.end(start);
  return Document::adopt({out.bytes().begin(), out.bytes().end()});
}

}  // namespace loom::core
