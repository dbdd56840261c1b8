#pragma once
// SPDX-License-Identifier: Apache-2.0
// The named way out: a command in MongoDB's own words.

#include <string_view>

#include "loom/bson/document.hpp"
#include "loom/info/model_info.hpp"

namespace loom {

namespace core {

/// Sends the command that this extended JSON writes to a declared database.
Document raw_command(std::string_view database, std::string_view json);

}  // namespace core

namespace unsafely {

/// Sends a command in MongoDB's own words, as extended JSON, to the database of a model, and gives
/// the server's reply. Nothing of it is checked but its syntax; no rule of a model holds for what
/// it writes.
///
/// It has the deadline of every operation, takes part in a transaction, and goes to the temporary
/// database of a Sandbox. Reads and writes of single documents are sent again where an answer is
/// lost; another command is sent once. Of a cursor the reply has the first batch only.
///
/// Throws: ValidationError (it is no JSON), ServerError (the command, or a statement in it, was
///         refused), InDoubtError.
/// Source: https://www.mongodb.com/docs/manual/reference/command/
///
///     auto reply = loom::unsafely::raw_command(Order::persist_db, R"({"collStats": "orders"})");
///     std::cout << reply.to_relaxed_json();
inline Document raw_command(const PersistDb& where, std::string_view json) {
  return core::raw_command(where.database, json);
}

}  // namespace unsafely
}  // namespace loom
