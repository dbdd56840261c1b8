#pragma once
// SPDX-License-Identifier: Apache-2.0
// The documents of a cursor's reply, and the commands that go on with a cursor or end it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "loom/bson/writer.hpp"
#include "loom/core/command.hpp"

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

/// Documents beside each other.
struct Part {
  bson::Cursor documents;
  SharedBytes bytes;  ///< that hold them, where objects keep them; else they are in the reply
};

/// The documents of a batch, for who makes objects of them.
struct Parts {
  std::vector<Part> parts;
  std::size_t documents = 0;
};

/// Takes a batch apart, and copies it where objects keep it: an object that outlives the others
/// keeps the documents beside its own, but not the whole batch.
///
/// Throws: ConnectionError (one of them is no document).
Parts parts_of(bson::View documents, Keep keep, std::string_view operation);

/// {getMore: …}: the next documents.
bson::Writer get_more(const CursorPlace& place, std::int32_t documents);

/// The same, of a change stream: where there are none, the server waits so long for some.
bson::Writer await_more(const CursorPlace& place, std::int32_t documents,
                        std::chrono::milliseconds wait);

/// {killCursors: …}
bson::Writer kill_cursor(const CursorPlace& place);

}  // namespace loom::core
