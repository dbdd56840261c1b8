// SPDX-License-Identifier: Apache-2.0
// Two enumerators of one name would be read as the first of them.
// error: two enumerators are stored under one name
#include "loom/bson/codec_aggregate.hpp"

enum class Good { one, two };
enum class Bad { one, two };
template <>
inline constexpr auto loom::enum_names<Good> =
    loom::enumerators(loom::enumerator(Good::two, "three").also_reads("zwei"));
template <>
inline constexpr auto loom::enum_names<Bad> =
    loom::enumerators(loom::enumerator(Bad::two, "three").also_reads("one"));
const auto good = loom::bson::Codec<Good>::type;
#ifdef LOOM_COMPILE_FAIL
const auto bad = loom::bson::Codec<Bad>::type;
#endif
