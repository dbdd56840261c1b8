#pragma once
// SPDX-License-Identifier: Apache-2.0
// Typed pipelines: rows that the server makes out of documents, and what can go on from there.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "loom/core/explain.hpp"
#include "loom/core/pipeline.hpp"
#include "loom/info/pipeline_fields.hpp"
#include "loom/info/row.hpp"
#include "loom/info/saving.hpp"
#include "loom/info/sort.hpp"
#include "loom/info/time_expression.hpp"

namespace loom {

template <class Row>
class Aggregation;
template <class Row, class... Assignments>
class Grouped;
template <class Row>
class Stream;
template <class Source, class... Vectors>
class Unwound;

namespace detail {

template <class Source, class Unwound, class Row, class... Assignments>
consteval bool assert_outputs() {
  if constexpr ((assigns_a_member_of_the_row<Row, Assignments> && ...)) {
    if constexpr ((fields_are_there<Source, Unwound, typename AssignmentOf<Assignments>::Fields> &&
                   ...))
      return assert_row<Row, Assignments...>();
    else
      return false;
  } else {
    return assert_row<Row, Assignments...>();
  }
}

// A model's documents remember what they are, as loaded ones do.
template <class Row>
void take_row(bson::View document, Row& row) {
  if constexpr (std::is_base_of_v<reflect::ModelBase, Row>)
    core::take_loaded(document, row);
  else
    bson::decode(document, row);
}

// The assignment with its expression made: bson::build is not nested.
template <class A>
struct Output {
  std::string_view path;
  Document holder;
};
template <class F, class R>
Output<Assigned<F, R>> output_of(const Assigned<F, R>& assigned) {
  if constexpr (is_accumulator<R> || is_windowed<R>)
    return {F::path(), assigned.right.holder};
  else
    return {F::path(), as_expression(assigned.right).holder};
}

// The zone of the frame by which is grouped, if there is one.
template <class... Assignments>
Zone zone_among(const Assignments&... assignments) {
  Zone zone = utc;
  const auto look = [&](const auto& right) {
    if constexpr (is_framed<std::remove_cvref_t<decltype(right)>>) zone = right.zone;
  };
  (look(assignments.right), ...);
  return zone;
}

// A null and a missing value are read alike, so they are one key.
template <class A>
void put_key(bson::Writer& out, const Output<A>& output) {
  if constexpr (is_optional<typename AssignmentOf<A>::Type>) {
    const auto whole = out.begin_document(output.path);
    const auto list = out.begin_array(std::string_view("$ifNull"));
    put_expression(out, "0", output.holder);
    out.null(std::string_view("1"));
    out.end(list);
    out.end(whole);
  } else {
    put_expression(out, output.path, output.holder);
  }
}

}  // namespace detail

/// The stages that follow documents or rows of type `Source`, of which `Vectors` are unwound.
///
/// None of them is sent before its rows are loaded.
template <class Source, class Derived, class... Vectors>
class Stages {
  using UnwoundHere = detail::UnwoundVectors<Vectors...>;

 public:
  /// Rows of groups: plain right-hand sides are the key, accumulators are computed for each group.
  ///
  /// BSON:   {"$group": {"_id": {"city": "$city"}, "revenue": {"$sum": "$total"}}}, then a $project
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/
  ///
  /// Right after it stands `.fill_missing(from, to)`, where a member of the key is a time frame.
  ///
  ///     Order::all().group<Row>(fld<&Row::city> = fld<&Order::city>,
  ///                             fld<&Row::revenue> = loom::sum(fld<&Order::total>));
  template <class Row, class... Assignments>
  Grouped<Row, Assignments...> group(const Assignments&... assignments) const;

  /// A row for each document, of computed members.
  ///
  /// BSON:   {"$project": {"_id": 0, "with_tax": {"$multiply": ["$total", {"$literal": 1.2}]}}}
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/
  template <class Row, class... Assignments>
  Aggregation<Row> project(const Assignments&... assignments) const;

  /// A row for each document, with accumulators over those before it in an order.
  ///
  /// BSON:   {"$setWindowFields": {"sortBy": …, "output": …}}, then a $project
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/aggregation/setWindowFields/
  ///
  ///     Day::all().window<Row>(fld<&Day::date>.asc(), fld<&Row::date> = fld<&Day::date>,
  ///                            fld<&Row::week> = loom::moving(loom::avg(fld<&Day::delay>), 7));
  template <class Row, class Key, class... Assignments>
  Aggregation<Row> window(SortKey<Key> order, const Assignments&... assignments) const;

  /// A document for each element of a vector; one whose vector is empty or missing gives none.
  ///
  /// BSON:   {"$unwind": "$items"}
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/aggregation/unwind/
  template <class Vector>
  Unwound<Source, Vectors..., Vector> unwind(Vector vector) const;

 private:
  core::Pipeline begin() const { return static_cast<const Derived&>(*this).pipeline(); }
};

/// Documents of `Source` of which each vector of `Vectors` is one element.
template <class Source, class... Vectors>
class Unwound : public Stages<Source, Unwound<Source, Vectors...>, Vectors...> {
 public:
  explicit Unwound(core::Pipeline pipeline) : pipeline_(std::move(pipeline)) {}
  const core::Pipeline& pipeline() const noexcept { return pipeline_; }

 private:
  core::Pipeline pipeline_;
};

/// Rows that the server computes. It goes on as a query does, and with further stages.
template <class Row>
class Aggregation : public Stages<Row, Aggregation<Row>> {
 public:
  explicit Aggregation(core::Pipeline pipeline) : pipeline_(std::move(pipeline)) {}
  const core::Pipeline& pipeline() const noexcept { return pipeline_; }

  /// The rows that a filter means. BSON: {"$match": …}
  template <class Wanted>
  [[nodiscard]] Aggregation filter(const Filter<Wanted>& wanted) const {
    static_assert(filter_is_of_this_model<Row, Wanted>,
                  "this filter belongs to another model: name the fields of the model that is "
                  "filtered");
    return Aggregation(pipeline_.with("$match", [&](bson::Writer& out) {
      auto elements = bson::open(wanted.document().bytes());
      while (const auto element = bson::next(elements))
        out.value(element->name, element->type, element->value);
    }));
  }
  /// In the order of these keys. BSON: {"$sort": {"revenue": -1}}
  template <class... Keys>
  [[nodiscard]] Aggregation sort(Keys... keys) const {
    static_assert((sort_is_of_this_model<Row, Keys> && ...),
                  "a sort names fields of the model that is read, by asc() or desc()");
    if constexpr ((sort_is_of_this_model<Row, Keys> && ...))
      return Aggregation(pipeline_.with("$sort", [&](bson::Writer& out) {
        const auto put = [&](const SortOp<Row>& key) { out.int32(key.path(), key.direction()); };
        (put(keys), ...);
      }));
    else
      return *this;
  }
  /// Without the first `n`. Throws: ValidationError for a negative number.
  [[nodiscard]] Aggregation skip(std::int64_t n) const {
    return Aggregation(pipeline_.with_number("$skip", core::require_at_least(0, "skip", n)));
  }
  /// At most `n`, which is at least one. Throws: ValidationError for another number.
  [[nodiscard]] Aggregation limit(std::int64_t n) const {
    return Aggregation(pipeline_.with_number("$limit", core::require_at_least(1, "limit", n)));
  }

  /// The stages may use the server's disk where its memory (100 MiB for each) is not enough, which
  /// is slow. Without this word such a pipeline is a ServerError.
  ///
  /// BSON:   {"aggregate": …, "allowDiskUse": true}
  /// Source: https://www.mongodb.com/docs/manual/core/aggregation-pipeline-limits/
  [[nodiscard]] Aggregation allow_disk_use() const {
    core::Pipeline pipeline = pipeline_;
    pipeline.disk_use = true;
    return Aggregation(std::move(pipeline));
  }

  /// All rows.
  ///
  /// Throws: DecodeError, ServerError (a stage needs more memory than the server gives).
  [[nodiscard]] std::vector<Row> load_many() const {
    std::vector<Row> rows;
    auto cursor = core::aggregate(pipeline_);
    for (auto bytes = cursor.next_batch(); !bytes.empty(); bytes = cursor.next_batch()) {
      auto batch = bson::open(bytes);
      while (const auto row = bson::next(batch)) detail::take_row(row->value, rows.emplace_back());
    }
    return rows;
  }
  /// One row after the other, holding one batch of them.
  [[nodiscard]] Stream<Row> stream() const;
  /// The first row, or nothing.
  [[nodiscard]] std::optional<Row> load_one() const {
    auto rows = limit(1).load_many();
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
  /// How many rows there are.
  [[nodiscard]] std::int64_t count() const { return core::count_rows(pipeline_); }
  /// How the server runs this; as of a query.
  [[nodiscard]] std::string explain() const { return core::explain(pipeline_); }
  [[nodiscard]] Plan plan() const { return core::plan(pipeline_); }

 private:
  core::Pipeline pipeline_;
};

template <class Source, class Derived, class... Vectors>
template <class Row, class... Assignments>
Grouped<Row, Assignments...> Stages<Source, Derived, Vectors...>::group(
    const Assignments&... assignments) const {
  if constexpr (detail::assert_outputs<Source, UnwoundHere, Row, Assignments...>()) {
    static_assert(
        (is_no_window<Assignments> && ...),
        "running and moving belong to window<Row>(…): a group takes sum, avg and the like");
    const auto outputs = std::tuple(detail::output_of(assignments)...);
    const auto each = [&](auto f) {
      std::apply([&](const auto&... output) { (f(output), ...); }, outputs);
    };
    const auto is_key = []<class A>(const detail::Output<A>&) { return is_no_accumulator<A>; };
    auto pipeline = begin()
                        .with("$group",
                              [&](bson::Writer& out) {
                                const auto keys = out.begin_document(std::string_view("_id"));
                                each([&](const auto& output) {
                                  if (is_key(output)) detail::put_key(out, output);
                                });
                                out.end(keys);
                                each([&](const auto& output) {
                                  if (!is_key(output))
                                    detail::put_expression(out, output.path, output.holder);
                                });
                              })
                        .with("$project", [&](bson::Writer& out) {
                          out.int32(std::string_view("_id"), 0);
                          each([&](const auto& output) {
                            if (is_key(output))
                              out.string(output.path, "$_id." + std::string(output.path));
                            else
                              out.int32(output.path, 1);
                          });
                        });
    return {std::move(pipeline), detail::zone_among(assignments...)};
  } else {
    return {{}, utc};
  }
}

template <class Source, class Derived, class... Vectors>
template <class Row, class... Assignments>
Aggregation<Row> Stages<Source, Derived, Vectors...>::project(
    const Assignments&... assignments) const {
  if constexpr (detail::assert_outputs<Source, UnwoundHere, Row, Assignments...>()) {
    static_assert((is_no_accumulator<Assignments> && ...) && (is_no_window<Assignments> && ...),
                  "an accumulator needs many documents: say group<Row>(…) or window<Row>(…)");
    const auto outputs = std::tuple(detail::output_of(assignments)...);
    return Aggregation<Row>(begin().with("$project", [&](bson::Writer& out) {
      out.int32(std::string_view("_id"), 0);
      std::apply(
          [&](const auto&... output) {
            (detail::put_expression(out, output.path, output.holder), ...);
          },
          outputs);
    }));
  } else {
    return Aggregation<Row>({});
  }
}

template <class Source, class Derived, class... Vectors>
template <class Row, class Key, class... Assignments>
Aggregation<Row> Stages<Source, Derived, Vectors...>::window(
    SortKey<Key> order, const Assignments&... assignments) const {
  static_assert(sort_is_of_this_model<Source, SortKey<Key>>,
                "a sort names fields of the model that is read, by asc() or desc()");
  if constexpr (sort_is_of_this_model<Source, SortKey<Key>> &&
                detail::assert_outputs<Source, UnwoundHere, Row, Assignments...>()) {
    static_assert((is_no_accumulator<Assignments> && ...),
                  "an accumulator of a window says how far it looks back: loom::running(…) or "
                  "loom::moving(…, rows)");
    const SortOp<Source> sort(order);
    const auto outputs = std::tuple(detail::output_of(assignments)...);
    const auto each = [&](auto f) {
      std::apply([&](const auto&... output) { (f(output), ...); }, outputs);
    };
    const auto looks_back = []<class A>(const detail::Output<A>&) { return !is_no_window<A>; };
    const auto computed = [](std::string_view path) { return "__loom_" + std::string(path); };
    return Aggregation<Row>(
        begin()
            .with("$setWindowFields",
                  [&](bson::Writer& out) {
                    const auto by = out.begin_document(std::string_view("sortBy"));
                    out.int32(sort.path(), sort.direction());
                    out.end(by);
                    const auto output_start = out.begin_document(std::string_view("output"));
                    each([&](const auto& output) {
                      if (looks_back(output))
                        detail::put_expression(out, computed(output.path), output.holder);
                    });
                    out.end(output_start);
                  })
            .with("$project", [&](bson::Writer& out) {
              out.int32(std::string_view("_id"), 0);
              each([&](const auto& output) {
                if (looks_back(output))
                  out.string(output.path, "$" + computed(output.path));
                else
                  detail::put_expression(out, output.path, output.holder);
              });
            }));
  } else {
    return Aggregation<Row>({});
  }
}

template <class Source, class Derived, class... Vectors>
template <class Vector>
Unwound<Source, Vectors..., Vector> Stages<Source, Derived, Vectors...>::unwind(Vector) const {
  using Next = Unwound<Source, Vectors..., Vector>;
  static_assert(is_a_vector<Vector, typename Vector::Value>,
                "unwind takes a vector: this field is none");
  if constexpr (detail::assert_field<Source, UnwoundHere, Vector>())
    return Next(begin().with_text("$unwind", "$" + std::string(Vector::stored_path())));
  else
    return Next({});
}

}  // namespace loom

#include "loom/info/grouped.hpp"
