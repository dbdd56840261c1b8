// SPDX-License-Identifier: Apache-2.0
// Temporary databases: mapped while a Sandbox lives, dropped at its end, or by the next one.

#include "loom/testing/sandbox.hpp"

#include <chrono>
#include <exception>
#include <string_view>
#include <vector>

#include "connect/connection.hpp"
#include "core/deadline.hpp"
#include "core/index_guard.hpp"
#include "core/namespace.hpp"
#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "testing/sandbox_name.hpp"

namespace loom::testing {
namespace {

// A server that is gone shall not hold up the end of a program.
constexpr std::chrono::seconds longest_end{5};

/// The databases of all Sandboxes on the server.
std::vector<std::string> sandbox_databases() {
  bson::Writer body;
  const auto start = body.begin();
  body.int32("listDatabases", 1);
  body.boolean("nameOnly", true);
  const auto filter = body.begin_document("filter");
  const auto name = body.begin_document("name");
  body.string("$regex", "^" + std::string(sandbox_mark));
  body.end(name);
  body.end(filter);
  body.end(start);
  const auto reply = core::run(
      {.database = "admin", .body = body.bytes(), .operation = "listDatabases for a Sandbox"});

  std::vector<std::string> names;
  auto databases = bson::inside_of(bson::find(bson::open(reply.bytes()), "databases"));
  while (const auto database = bson::next(databases))
    names.emplace_back(bson::text_of(bson::find(database->inside(), "name")));
  return names;
}

/// Drops a database, which is named as it is declared now.
void drop(std::string_view declared) {
  bson::Writer body;
  const auto start = body.begin();
  body.int32("dropDatabase", 1);
  body.end(start);
  core::run({.database = declared,
             .body = body.bytes(),
             .effect = core::Effect::idempotent,
             .operation = "dropDatabase of a Sandbox"});
}

}  // namespace

struct Sandbox::Inside {
  core::OnlyLocal local{core::operation_deadline()};
};

Sandbox::Sandbox() : inside_(std::make_unique<Inside>()) {
  for (const auto& name : sandbox_databases())
    if (is_left_over(name)) drop(name);
  prefix_ = new_sandbox_prefix();
  core::map_databases(prefix_);
}

Sandbox::Sandbox(RequireIndexes) : Sandbox() { core::set_indexes_required(true); }

Sandbox::~Sandbox() {
  core::set_indexes_required(false);
  const core::DeadlineScope limited(longest_end);
  // Still mapped: an operation that another thread begins late must not meet the user's own
  // database.
  try {
    for (const std::string_view name : sandbox_databases())
      if (name.starts_with(prefix_)) drop(name.substr(prefix_.size()));
  } catch (const std::exception&) {
    // They bear the mark of this process: a later Sandbox drops them.
  }
  core::unmap_databases();
}

}  // namespace loom::testing
