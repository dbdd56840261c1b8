// SPDX-License-Identifier: Apache-2.0
// The rules of a model as the server holds them: one term of the collection's validator.

#include "core/validator.hpp"

#include <algorithm>
#include <vector>

#include "core/server_schema.hpp"
#include "loom/bson/build.hpp"
#include "loom/bson/reader.hpp"
#include "loom/core/collection.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;
using Terms = std::vector<Document>;

constexpr std::string_view made_by_loom = "Made by Loom of the members of ";

std::string description(const ModelInfo& model) {
  return std::string(made_by_loom) + std::string(model.type) + ": loom::prepare writes it anew";
}

Document copy(bson::View document) { return Document::adopt({document.begin(), document.end()}); }

bson::Cursor schema_in(const Document& term) {
  return bson::inside_of(bson::find(bson::open(term.bytes()), "$jsonSchema"));
}

/// True where a term holds the rules of this model, as this program or another one had them.
bool is_of(const ModelInfo& model, const Document& term) {
  const auto schema = schema_in(term);
  return bson::text_of(bson::find(schema, "title")) == model.type &&
         bson::text_of(bson::find(schema, "description")).starts_with(made_by_loom);
}

/// The terms of a validator, all of which a document has to satisfy.
Terms terms_of(const CollectionOptions& options) {
  const auto validator = options.find("validator");
  if (!validator || validator->type != bson::Type::document) return {};
  auto elements = validator->inside();
  const auto first = bson::next(elements);
  if (!first) return {};
  if (first->name != "$and" || bson::next(elements)) return {copy(validator->value)};
  Terms terms;
  auto inside = first->inside();
  while (const auto term = bson::next(inside))
    if (term->type == bson::Type::document) terms.push_back(copy(term->value));
  return terms;
}

void write_terms(bson::Writer& out, const Terms& terms) {
  if (terms.size() == 1) {
    out.document(Key("validator"), terms.front().bytes());
    return;
  }
  const auto validator = out.begin_document(Key("validator"));
  const auto all = out.begin_array(Key("$and"));
  for (std::size_t i = 0; i < terms.size(); ++i)
    out.document(Key(bson::IndexKey(i)), terms[i].bytes());
  out.end(all);
  out.end(validator);
}

/// True where the server refuses what breaks the validator, and not only warns.
bool is_enforced(const CollectionOptions& options) {
  return bson::text_of(options.find("validationLevel")) != "off" &&
         bson::text_of(options.find("validationAction")) != "warn";
}

/// The members whose rules differ, for a reader.
std::string members_that_differ(const Document& term, const Document& declared) {
  const auto theirs = bson::inside_of(bson::find(schema_in(term), "properties"));
  const auto ours = bson::inside_of(bson::find(schema_in(declared), "properties"));
  std::string names;
  const auto add = [&](std::string_view name) {
    names.append(names.empty() ? "" : ", ").append(name);
  };
  auto left = ours;
  while (const auto property = bson::next(left)) {
    const auto other = bson::find(theirs, property->name);
    if (!other || !other->same_value(*property)) add(property->name);
  }
  left = theirs;
  while (const auto property = bson::next(left))
    if (!bson::find(ours, property->name)) add(property->name);
  return names.empty() ? "which members must be there" : names;
}

}  // namespace

Document validator_of(const ModelInfo& model) {
  if (!model.structure || model.kind == ModelKind::time_series) return {};
  return Document::from_json(
      "{\"$jsonSchema\":" + server_schema(model.structure(), description(model)) + "}");
}

void write_validator(bson::Writer& body, const ModelInfo& model) {
  const auto declared = validator_of(model);
  if (declared.empty()) return;
  write_terms(body, {declared});
  body.string(Key("validationLevel"), "moderate");
}

std::string difference_of_validator(const ModelInfo& model) {
  const auto declared = validator_of(model);
  if (declared.empty()) return {};
  const CollectionOptions options(model);
  if (!options.exist()) return {};
  const auto name =
      "the validator of " + std::string(model.database) + "." + std::string(model.collection);
  const auto terms = terms_of(options);
  const auto own = std::ranges::find_if(terms, [&](auto& term) { return is_of(model, term); });
  if (own == terms.end()) return name + " does not hold the rules of " + std::string(model.type);
  if (*own != declared)
    return name + " holds other rules than " + std::string(model.type) +
           " declares: " + members_that_differ(*own, declared);
  if (!is_enforced(options)) return name + " is not enforced: it is off, or only warns";
  return {};
}

void install_validator(const ModelInfo& model) {
  const auto declared = validator_of(model);
  const CollectionOptions options(model);
  auto terms = terms_of(options);
  std::erase_if(terms, [&](const Document& term) { return is_of(model, term); });
  // A level that somebody chose for other rules stays.
  const bool chosen = !terms.empty() && is_enforced(options);
  terms.push_back(declared);
  const auto body = bson::build([&](bson::Writer& out) {
    out.string(Key("collMod"), model.collection);
    write_terms(out, terms);
    if (chosen) return;
    out.string(Key("validationLevel"), "moderate");
    out.string(Key("validationAction"), "error");
  });
  run({model.database, body.bytes(), Effect::idempotent, operation("collMod", model)});
}

}  // namespace loom::core
