// SPDX-License-Identifier: Apache-2.0
// A third has no end, so somebody decides how it is rounded.
// error: a quotient of decimals seldom ends
#include "loom/bson/decimal128.hpp"

loom::Decimal128 good(const loom::Decimal128& a) {
  return a.divided_by(3, loom::Rounding::half_even);
}
#ifdef LOOM_COMPILE_FAIL
loom::Decimal128 bad(const loom::Decimal128& a) { return a / 3; }
#endif
