// SPDX-License-Identifier: Apache-2.0
// Writes by a filter.
#include "loom/core/mass_write.hpp"

#include <algorithm>
#include <array>

#include "core/statement.hpp"
#include "loom/core/schema.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

// Every write touches the member that says when.
std::vector<UpdateTerm> with_time_updated(const ModelInfo& model, std::vector<UpdateTerm> terms) {
  for (const auto& member : model.members)
    if (member.kind == MemberKind::time_updated)
      terms.push_back({"$max", bson::build([&](bson::Writer& out) {
                         out.date(member.name, loom::now().since_epoch().count());
                       })});
  return terms;
}

FilterTerm where_structs_are(FilterTerm filter, const std::vector<UpdateTerm>& terms) {
  for (const auto& update : terms)
    if (!update.within.empty())
      filter = both(filter, term(update.within,
                                 [](bson::Writer& out) { out.string(Key("$type"), "object"); }));
  return filter;
}

// {"$set": {…}, "$inc": {…}}: the terms of one operator stand together.
Document update_document(const ModelInfo& model, std::vector<UpdateTerm> terms) {
  terms = with_time_updated(model, std::move(terms));
  std::ranges::stable_sort(terms, {}, &UpdateTerm::op);
  return bson::build([&](bson::Writer& out) {
    for (auto term = terms.begin(); term != terms.end();) {
      const auto op = term->op;
      const auto fields = out.begin_document(op);
      for (; term != terms.end() && term->op == op; ++term) {
        auto elements = bson::open(term->fields.bytes());
        while (const auto element = bson::next(elements))
          out.value(element->name, element->type, element->value);
      }
      out.end(fields);
    }
  });
}

// {verb: collection, <statements>: [{"q": filter, …}]}
template <class Put>
Reply run_statement(const ModelInfo& model, Key verb, Key statements, const FilterTerm& filter,
                    Put put) {
  const std::string doing = operation(verb, model);
  look_before_write(model);
  bson::Writer body;
  const auto start = body.begin();
  body.string(verb, model.collection);
  const auto array = body.begin_array(statements);
  const auto first = body.begin_document(Key("0"));
  body.document(Key("q"), filter.document.bytes());
  put(body);
  body.end(first);
  body.end(array);
  body.end(start);
  auto reply = run({model.database, body.bytes(), Effect::write, doing, &model});
  throw_write_error(reply, doing);
  return reply;
}

template <class Put>
Taken find_and_modify(const ModelInfo& model, const FilterTerm& filter, const Document& sort,
                      Put put) {
  const std::string doing = operation("findAndModify", model);
  look_before_write(model);
  bson::Writer body;
  const auto start = body.begin();
  body.string(Key("findAndModify"), model.collection);
  body.document(Key("query"), filter.document.bytes());
  if (!sort.empty()) body.document(Key("sort"), sort.bytes());
  put(body);
  body.end(start);
  return Taken(run({model.database, body.bytes(), Effect::write, doing, &model}));
}

std::int64_t number(const Reply& reply, Key name) {
  return bson::integer_of(bson::find(bson::open(reply.bytes()), name));
}

}  // namespace

UpdateResult update_many(const ModelInfo& model, const FilterTerm& filter,
                         const std::vector<UpdateTerm>& terms) {
  require_writable(filter, operation("update", model));
  const auto update = update_document(model, terms);
  const auto wanted = where_structs_are(filter, terms);
  const auto reply = run_statement(model, "update", "updates", wanted, [&](bson::Writer& body) {
    body.document(Key("u"), update.bytes());
    body.boolean(Key("multi"), true);
  });
  return {number(reply, "n"), number(reply, "nModified")};
}

std::int64_t erase_many(const ModelInfo& model, const FilterTerm& filter) {
  require_writable(filter, operation("delete", model));
  const auto reply = run_statement(model, "delete", "deletes", filter,
                                   [](bson::Writer& body) { body.int32(Key("limit"), 0); });
  return number(reply, "n");
}

Taken find_and_update(const ModelInfo& model, const FilterTerm& filter,
                      const std::vector<UpdateTerm>& terms, const Document& sort) {
  require_writable(filter, operation("findAndModify", model));
  const auto update = update_document(model, terms);
  const auto wanted = where_structs_are(filter, terms);
  return find_and_modify(model, wanted, sort, [&](bson::Writer& body) {
    body.document(Key("update"), update.bytes());
    body.boolean(Key("new"), true);
  });
}

Taken find_and_erase(const ModelInfo& model, const FilterTerm& filter, const Document& sort) {
  require_writable(filter, operation("findAndModify", model));
  return find_and_modify(model, filter, sort,
                         [](bson::Writer& body) { body.boolean(Key("remove"), true); });
}

Taken::Taken(Reply reply) : reply_(std::move(reply)) {
  const auto value = bson::find(bson::open(reply_.bytes()), "value");
  if (value && value->type == bson::Type::document) document_ = value->value;
}

}  // namespace loom::core
