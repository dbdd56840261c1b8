// SPDX-License-Identifier: Apache-2.0
// A codec stands over a type that Loom stores.
// error: to_bson of a loom::codec gives a type that Loom itself stores
#include "loom/bson/codec_aggregate.hpp"

struct Good {
  int n;
};
struct Bad {
  int n;
};
template <>
struct loom::codec<Good> {
  static std::int64_t to_bson(const Good& value) { return value.n; }
  static Good from_bson(std::int64_t n) { return {static_cast<int>(n)}; }
};
template <>
struct loom::codec<Bad> {
  static std::uint64_t to_bson(const Bad& value) { return static_cast<std::uint64_t>(value.n); }
  static Bad from_bson(std::uint64_t n) { return {static_cast<int>(n)}; }
};
const auto good = loom::bson::Codec<Good>::type;
#ifdef LOOM_COMPILE_FAIL
const auto bad = loom::bson::Codec<Bad>::type;
#endif
