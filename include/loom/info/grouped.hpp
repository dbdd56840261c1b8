#pragma once
// SPDX-License-Identifier: Apache-2.0
// The rows of a group, and of one by a time frame those of the frames in which nothing happened.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "loom/info/aggregation.hpp"

namespace loom {
namespace detail {

template <class Right>
struct FrameOf {
  using type = void;
};
template <class T, class F, class... Fields>
struct FrameOf<FrameExpression<T, F, Fields...>> {
  using type = F;
};
template <class... Types>
struct FirstFrame {
  using type = void;
};
template <class First, class... Rest>
struct FirstFrame<First, Rest...>
    : std::conditional_t<is_framed<First>, FrameOf<First>, FirstFrame<Rest...>> {};

}  // namespace detail

template <class Row, class... Assignments>
inline constexpr bool group_has_one_frame =
    (std::size_t{0} + ... + std::size_t{detail::is_framed<detail::right_of<Assignments>>}) == 1;
template <class Row, class Assignment>
inline constexpr bool member_may_be_empty =
    !detail::is_accumulator_of_some<detail::right_of<Assignment>> ||
    detail::is_optional<typename detail::left_of<Assignment>::Value>;

/// The rows of a group by a time frame, with a row for each frame that has no document.
template <class Row, class... Assignments>
class Filled {
 public:
  Filled(Aggregation<Row> rows, std::vector<Time> floors)
      : rows_(std::move(rows)), floors_(std::move(floors)) {}

  /// All rows, by frame, and those of one frame by the other members of the key.
  ///
  /// Throws: DecodeError, ServerError.
  [[nodiscard]] std::vector<Row> load_many() const {
    std::vector<Numbered> all;
    std::vector<Row> empty;  // for each other key a row without documents
    std::set<std::pair<std::size_t, Time>> there;
    std::map<std::string, std::size_t> numbers;
    for (auto& row : sorted_by_key().load_many()) {
      const auto [known, is_new] = numbers.emplace(key_of(row), empty.size());
      if (is_new) empty.push_back(without_documents(row));
      if (const auto frame = frame_of(row)) there.emplace(known->second, *frame);
      all.push_back({std::move(row), known->second});
    }
    if (!has_other_keys && empty.empty()) empty.push_back(without_documents(Row{}));
    for (const Time floor : floors_)
      for (std::size_t number = 0; number < empty.size(); ++number)
        if (!there.contains({number, floor})) {
          all.push_back({empty[number], number});
          for_each<IsFrame>([&](auto field) { member(all.back().row, field) = floor; });
        }
    std::ranges::stable_sort(
        all, {}, [](const Numbered& each) { return std::pair(frame_of(each.row), each.number); });
    std::vector<Row> rows;
    rows.reserve(all.size());
    for (auto& each : all) rows.push_back(std::move(each.row));
    return rows;
  }

 private:
  struct Numbered {
    Row row;
    std::size_t number;  ///< of the other members of its key
  };
  template <class A>
  struct IsFrame : std::bool_constant<detail::is_framed<detail::right_of<A>>> {};
  template <class A>
  struct IsOtherKey : std::bool_constant<is_no_accumulator<A> && !IsFrame<A>::value> {};
  template <class A>
  struct IsComputed : std::bool_constant<!is_no_accumulator<A>> {};
  static constexpr bool has_other_keys = (IsOtherKey<Assignments>::value || ...);

  // Calls `f` with the field of each assignment that `Is` holds for.
  template <template <class> class Is, class F>
  static void for_each(F f) {
    const auto visit = [&]<class A>(std::type_identity<A>) {
      if constexpr (Is<A>::value) f(detail::left_of<A>{});
    };
    (visit(std::type_identity<Assignments>{}), ...);
  }
  template <auto Pointer>
  static auto& member(Row& row, Field<Pointer>) {
    return row.*Pointer;
  }

  static std::optional<Time> frame_of(const Row& row) {
    std::optional<Time> frame;
    for_each<IsFrame>([&](auto field) { frame = field.get(row); });
    return frame;
  }
  static std::string key_of(const Row& row) {
    bson::Writer out;
    const auto start = out.begin();
    for_each<IsOtherKey>([&]<class Field>(Field field) {
      put_value<typename Field::Value>(out, Field::path(), field.get(row), Field::path());
    });
    out.end(start);
    return {reinterpret_cast<const char*>(out.bytes().data()), out.size()};
  }
  static Row without_documents(Row row) {
    for_each<IsComputed>(
        [&]<class Field>(Field field) { member(row, field) = typename Field::Value{}; });
    return row;
  }
  // So the other keys are numbered in their order.
  Aggregation<Row> sorted_by_key() const {
    return Aggregation<Row>(rows_.pipeline().with("$sort", [](bson::Writer& out) {
      for_each<IsOtherKey>([&]<class Field>(Field) { out.int32(Field::path(), 1); });
      for_each<IsFrame>([&]<class Field>(Field) { out.int32(Field::path(), 1); });
    }));
  }

  Aggregation<Row> rows_;
  std::vector<Time> floors_;
};

/// The rows of a group.
template <class Row, class... Assignments>
class Grouped : public Aggregation<Row> {
 public:
  Grouped(core::Pipeline pipeline, Zone zone)
      : Aggregation<Row>(std::move(pipeline)), zone_(zone) {}

  /// With a row for each frame that touches the time from `from` to before `to`, and for each
  /// combination of the key's other members that occurs, also where there is no document: a sum
  /// and a count are zero then, a list is empty, and what has no value is an empty optional.
  ///
  /// Rows of frames outside of this time stay. Throws: ValidationError, where `to` is before
  /// `from`.
  ///
  ///     Reading::all()
  ///         .group<Day>(fld<&Day::day> = loom::frame<loom::DailyFrame>(fld<&Reading::at>, zone),
  ///                     fld<&Day::readings> = loom::count())
  ///         .fill_missing(from, to)
  ///         .load_many();
  [[nodiscard]] Filled<Row, Assignments...> fill_missing(Time from, Time to) const {
    static_assert(group_has_one_frame<Row, Assignments...>,
                  "fill_missing fills time frames: assign loom::frame<…>(field, zone) to one "
                  "member of the row");
    static_assert((member_may_be_empty<Row, Assignments> && ...),
                  "a frame without documents has no mean, and no least, greatest, first or last "
                  "value: make this member of the row a std::optional");
    std::vector<Time> floors;
    if constexpr (group_has_one_frame<Row, Assignments...>) {
      using F = typename detail::FirstFrame<detail::right_of<Assignments>...>::type;
      for (const auto frame : frames<F>(from, to, zone_)) floors.push_back(frame.floor());
    }
    return {*this, std::move(floors)};
  }

 private:
  Zone zone_;
};

}  // namespace loom
