#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which fields an expression of a pipeline may name: those of its rows, each of one value.

#include <tuple>
#include <type_traits>

#include "loom/info/expression.hpp"
#include "loom/info/row.hpp"

namespace loom {
namespace detail {

// Whether each vector that a path leads through is one of the unwound ones.
template <class... Vectors>
struct UnwoundVectors {
  template <auto... Seen>
  static constexpr bool has = (std::is_same_v<Field<Seen...>, Vectors> || ...);
};
template <class Unwound, class Seen, auto... Rest>
struct PathIsSingle {
  static constexpr bool value = true;
};
template <class Unwound, auto... Seen, auto Next, auto... Rest>
struct PathIsSingle<Unwound, Field<Seen...>, Next, Rest...> {
  using Here = compared<reflect::TypeOf<Next>>;
  static constexpr bool is_vector = requires { typename ElementOf<Here>::type; };
  static constexpr bool passes =
      sizeof...(Rest) == 0 || !is_vector || Unwound::template has<Seen..., Next>;
  static constexpr bool value =
      passes && PathIsSingle<Unwound, Field<Seen..., Next>, Rest...>::value;
};
template <class Unwound, class F>
struct InPipeline;
template <class Unwound, auto... Path>
struct InPipeline<Unwound, Field<Path...>> {
  using Model = typename Field<Path...>::Model;
  static constexpr bool names_one_value = PathIsSingle<Unwound, Field<>, Path...>::value;
  static constexpr bool is_still_whole = !Unwound::template has<Path...>;
};
template <class Unwound, auto... Path>
struct InPipeline<Unwound, ElementIn<Field<Path...>>> : InPipeline<Unwound, Field<Path...>> {
  static constexpr bool names_one_value = Unwound::template has<Path...>;
  static constexpr bool is_still_whole = true;
};

}  // namespace detail

template <class Source, class Unwound, class Field>
inline constexpr bool field_is_of_the_source =
    std::is_same_v<typename detail::InPipeline<Unwound, Field>::Model, Source>;
template <class Source, class Unwound, class Field>
inline constexpr bool field_names_one_value = detail::InPipeline<Unwound, Field>::names_one_value;
template <class Source, class Unwound, class Field>
inline constexpr bool vector_is_still_whole = detail::InPipeline<Unwound, Field>::is_still_whole;
template <class Assignment>
inline constexpr bool is_no_window = !detail::is_windowed<detail::right_of<Assignment>>;
template <class Assignment>
inline constexpr bool is_no_accumulator = !detail::is_accumulator<detail::right_of<Assignment>>;

namespace detail {

template <class Source, class Unwound, class F>
consteval bool assert_field() {
  static_assert(field_is_of_the_source<Source, Unwound, F>,
                "this expression names a field of another model than the pipeline's rows");
  if constexpr (field_is_of_the_source<Source, Unwound, F>) {
    static_assert(
        field_names_one_value<Source, Unwound, F>,
        "this field stands in a vector and names many values: say .unwind(fld<&M::vector>) "
        "before, then it names one");
    static_assert(vector_is_still_whole<Source, Unwound, F>,
                  "this vector was unwound, so its field is one element now: say "
                  "loom::element(fld<&M::vector>)");
    return field_names_one_value<Source, Unwound, F> && vector_is_still_whole<Source, Unwound, F>;
  } else {
    return false;
  }
}
template <class Source, class Unwound, class Fields>
inline constexpr bool fields_are_there = false;
template <class Source, class Unwound, class... F>
inline constexpr bool fields_are_there<Source, Unwound, std::tuple<F...>> =
    (assert_field<Source, Unwound, F>() && ...);

}  // namespace detail
}  // namespace loom
