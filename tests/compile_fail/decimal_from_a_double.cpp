// SPDX-License-Identifier: Apache-2.0
// A double was rounded to binary before a Decimal128 could see it.
// error: a Decimal128 is not made from a floating-point number
#include "loom/bson/decimal128.hpp"

const loom::Decimal128 good("19.99");
#ifdef LOOM_COMPILE_FAIL
const loom::Decimal128 bad(19.99);
#endif
