#pragma once
// SPDX-License-Identifier: Apache-2.0
// Small documents that are made and kept: filters, sorts, stages.

#include "loom/bson/document.hpp"
#include "loom/bson/writer.hpp"

namespace loom::bson {

/// The document whose elements `put` writes. `put` itself must build no other document.
///
///     auto sort = bson::build([&](bson::Writer& out) { out.int32("age", -1); });
template <class Put>
Document build(Put put) {
  thread_local Writer out;  // one buffer for all of them: each costs one allocation, its own
  out.clear();
  const auto start = out.begin();
  put(out);
  out.end(start);
  return Document::adopt({out.bytes().begin(), out.bytes().end()});
}

}  // namespace loom::bson
