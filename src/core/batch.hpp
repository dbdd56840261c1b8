#pragma once
// SPDX-License-Identifier: Apache-2.0
// The documents of a cursor's reply, and the commands that go on with a cursor or end it.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "loom/bson/writer.hpp"

namespace loom::core {

/// Where a cursor stands on the server.
struct CursorPlace {
  std::int64_t id = 0;     ///< 0: at its end
  std::string collection;  ///< without its database
};

/// What a reply to `find`, `aggregate` or `getMore` holds.
struct Batch {
  CursorPlace place;
  bson::View documents;  ///< a BSON array, within the reply
  bson::View token{};    ///< of a change stream: where to go on after the batch, within the reply
};

/// Throws: ConnectionError (the reply has another shape).
Batch read_batch(bson::View reply, std::string_view operation);

/// {getMore: …}: the next documents.
bson::Writer get_more(const CursorPlace& place, std::int32_t documents);

/// The same, of a change stream: where there are none, the server waits so long for some.
bson::Writer await_more(const CursorPlace& place, std::int32_t documents,
                        std::chrono::milliseconds wait);

/// {killCursors: …}
bson::Writer kill_cursor(const CursorPlace& place);

}  // namespace loom::core
