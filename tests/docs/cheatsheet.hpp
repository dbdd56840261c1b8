#pragma once
// SPDX-License-Identifier: Apache-2.0
// What Loom makes of a line of the cheat sheet, as JSON.
#include <iostream>
#include <loom/loom.hpp>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cheatsheet {

using loom::Document;
using loom::bson::Writer;

// Everything stands in {"": …}, so that a stage list and an expression are documents too.
inline Document wrapped(const Document& document) {
  return loom::bson::build(
      [&](Writer& out) { out.document(std::string_view(), document.bytes()); });
}

template <class Model>
Document of(const loom::Filter<Model>& filter) {
  return wrapped(filter.document());
}
template <class Stages>
  requires requires(const Stages& stages) { stages.pipeline(); }
Document of(const Stages& stages) {
  const loom::core::Pipeline pipeline = stages.pipeline();
  return loom::bson::build([&](Writer& out) {
    const auto list = out.begin_array(std::string_view());
    std::size_t i = 0;
    for (const auto& stage : pipeline.stages)
      out.document(std::string_view(loom::bson::IndexKey(i++)), stage.bytes());
    out.end(list);
  });
}
template <class Expression>
  requires requires(const Expression& expression) { expression.holder; }
Document of(const Expression& expression) {
  return expression.holder;
}
template <class... Terms>
  requires(loom::is_an_update_term<Terms> && ...)
Document of(const Terms&... terms) {
  const auto all = loom::core::update_terms(terms...);
  return loom::bson::build([&](Writer& out) {
    const auto update = out.begin_document(std::string_view());
    for (const auto& term : all) out.document(term.op, term.fields.bytes());
    out.end(update);
  });
}

template <template <class, class...> class Computed, class T, class... Fields>
std::type_identity<T> result(const Computed<T, Fields...>&);

/// Prints what a line of the page becomes.
inline void line(int number, const Document& made) {
  std::cout << number << ' ' << made.to_relaxed_json() << '\n';
}

}  // namespace cheatsheet
