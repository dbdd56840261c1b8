// SPDX-License-Identifier: Apache-2.0
// Commands in MongoDB's own words.

#include "loom/info/raw_command.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/statement.hpp"

namespace loom::core {
namespace {

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::ranges::find(names, name) != names.end();
}

/// True where a pipeline ends in a collection.
bool writes_its_result(bson::Cursor command) {
  auto stages = bson::inside_of(bson::find(command, "pipeline"));
  while (const auto stage = bson::next(stages))
    if (bson::find(bson::inside_of(stage), "$out") || bson::find(bson::inside_of(stage), "$merge"))
      return true;
  return false;
}

Effect effect_of(std::string_view name, bson::Cursor command) {
  constexpr std::array<std::string_view, 10> reads{
      "find",      "aggregate", "count", "distinct",    "ping",
      "collStats", "dbStats",   "hello", "listIndexes", "listCollections"};
  constexpr std::array<std::string_view, 4> writes{"insert", "update", "delete", "findAndModify"};
  if (is_one_of(name, writes)) return Effect::write;
  return is_one_of(name, reads) && !writes_its_result(command) ? Effect::read : Effect::unknown;
}

}  // namespace

Document raw_command(std::string_view database, std::string_view json) {
  const auto body = Document::from_json(json);
  auto elements = bson::open(body.bytes());
  const auto first = bson::next(elements);
  if (!first)
    throw ValidationError("", "command",
                          "a command is empty: its first field says what is to be done, as in "
                          "{\"collStats\": \"orders\"}");
  auto doing = std::string(first->name) + " " + std::string(database);
  if (const auto collection = bson::text_of(first); !collection.empty())
    doing.append(1, '.').append(collection);
  const auto reply =
      run({database, body.bytes(), effect_of(first->name, bson::open(body.bytes())), doing});
  throw_write_error(reply, doing);
  return Document::from_bytes(reply.bytes());
}

}  // namespace loom::core
