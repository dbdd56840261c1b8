// SPDX-License-Identifier: Apache-2.0
// Objects, arrays and what is stepped over.
#include "json/reader.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_set>

#include "loom/info/rule_info.hpp"

namespace loom::json {
namespace {

using Kind = ondemand::json_type;

const char* start_of(ondemand::value& value) { return value.raw_json_token().data(); }

Kind kind_of(ondemand::value& value) {
  Kind kind;
  if (value.type().get(kind) != simdjson::SUCCESS)
    throw Stop{start_of(value), "here should be a value"};
  return kind;
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::array:
      return "an array";
    case Kind::object:
      return "an object";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a string";
    case Kind::boolean:
      return "a bool";
    default:
      return "null";
  }
}

void require_literal(ondemand::value& value, std::initializer_list<std::string_view> literals) {
  const auto token = token_of(value);
  if (std::ranges::find(literals, token) == literals.end())
    throw Stop{token.data(), "here should be a value"};
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The field itself: copies of it stall, for they are read wider than they were written.
ondemand::field& field_in(simdjson::simdjson_result<ondemand::field>& next) {
  // Of the result's own `value` the result would be the field's.
  using Result = simdjson::SIMDJSON_BUILTIN_IMPLEMENTATION::implementation_simdjson_result_base<
      ondemand::field>;
  return static_cast<Result&>(next).value();
}

/// True where the key is a member's name, written without an escape.
bool is_key_of(ondemand::field& field, const Member& member) {
  const auto name = member.json;
  // A text may be read so far beyond its end.
  if (!member.plain || name.size() >= simdjson::SIMDJSON_PADDING) return false;
  const char* start = field.key().raw();
  return std::memcmp(start, name.data(), name.size()) == 0 && start[name.size()] == '"';
}

/// The member that JSON calls so, or called so once.
std::size_t find(std::span<const Member> members, std::string_view name) {
  const auto by_name = std::ranges::find(members, name, &Member::json);
  if (by_name != members.end()) return static_cast<std::size_t>(by_name - members.begin());
  const auto by_older = std::ranges::find_if(members, [&](const Member& member) {
    return !name.empty() && std::ranges::find(member.also, name) != member.also.end();
  });
  return static_cast<std::size_t>(by_older - members.begin());
}

}  // namespace

std::string_view token_of(ondemand::value& value) {
  auto token = value.raw_json_token();
  while (is_blank(token.back())) token.remove_suffix(1);
  return token;
}

std::string_view text_of(ondemand::value& value) {
  const auto token = token_of(value);
  // Without an escape it is its own text; the first pass has seen that all is UTF-8.
  if (token.back() == '"' && token.find('\\') == token.npos)
    return token.substr(1, token.size() - 2);
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS || !bson::is_utf8(text))
    throw Stop{token.data(), "a string with an escape that is none, or with half a surrogate pair"};
  return text;
}

std::string_view key_of(ondemand::field& field) {
  const char* start = field.key().raw();
  const char* end = start;
  while (*end != '"' && *end != '\\') ++end;
  if (*end == '"') return {start, end};
  std::string_view key;
  if (field.unescaped_key().get(key) != simdjson::SUCCESS || !bson::is_utf8(key))
    throw Stop{start - 1, "a key with an escape that is none, or with half a surrogate pair"};
  return key;
}

/// Counts what stands in each other: a text from outside must not exhaust the stack.
class Reader::Level {
 public:
  Level(Reader& reader, const char* at) : reader_(reader) {
    if (++reader_.depth_ > bson::max_depth)
      throw Stop{at, "more than 100 arrays and objects stand in each other", "depth"};
  }
  ~Level() { --reader_.depth_; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  Reader& reader_;
};

void Reader::read(ondemand::value value, const Shape& shape) {
  take(value, shape, {"", Path{nullptr, ""}}, strictness_.patch);
}

void Reader::take(ondemand::value& value, const Shape& shape, Place place, bool patch) {
  const Kind kind = kind_of(value);
  if (kind == Kind::null) {
    require_literal(value, {"null"});
    if (!shape.nullable) return refuse(value, shape, place, "null");
    return out_.null(place.key);
  }
  switch (shape.form) {
    case Form::object:
    case Form::variant:
    case Form::map:
      if (kind == Kind::object) return take_object(value, shape, place, patch && !shape.nullable);
      break;
    case Form::array:
      if (kind == Kind::array) return take_array(value, shape, place);
      break;
    case Form::document:
      if (kind == Kind::object) return take_document(value, place);
      break;
    case Form::boolean:
      if (kind == Kind::boolean) return take_boolean(value, shape, place);
      break;
    case Form::int32:
    case Form::uint32:
    case Form::int64:
    case Form::number:
    case Form::single:
      if (kind == Kind::number) return take_number(value, shape, place);
      break;
    default:
      if (kind == Kind::string) return take_text(value, shape, place);
      if (kind == Kind::object && shape.form == Form::bytes)
        return take_binary(value, shape, place);
  }
  refuse(value, shape, place, name_of(kind));
}

void Reader::take_boolean(ondemand::value& value, const Shape&, Place place) {
  require_literal(value, {"true", "false"});
  out_.boolean(place.key, token_of(value) == "true");
}

void Reader::take_array(ondemand::value& value, const Shape& shape, Place place) {
  const Level level(*this, start_of(value));
  const Shape& element_shape = shape.element();
  const auto start = out_.begin_array(place.key);
  std::size_t i = 0;
  ondemand::array array = value.get_array().value();  // which the loop would not keep alive
  for (auto next : array) {
    ondemand::value& element = next.value();
    const Path path{&place.path, {}, i};
    take(element, element_shape, {bson::IndexKey(i), path}, false);
    ++i;
  }
  out_.end(start);
}

void Reader::take_object(ondemand::value& value, const Shape& shape, Place place, bool patch) {
  const Level level(*this, start_of(value));
  auto object = value.get_object().value();
  if (shape.form == Form::variant) return take_variant(object, shape, place);
  const auto start = out_.begin_document(place.key);
  if (shape.form == Form::map)
    take_map(object, shape, place.path);
  else
    take_members(object, shape.structs.front(), shape, place.path, patch);
  out_.end(start);
}

void Reader::take_members(ondemand::object& object, const Struct& type, const Shape& shape,
                          const Path& path, bool patch) {
  std::uint64_t seen = 0;
  std::size_t likely = 0;
  std::optional<std::unordered_set<std::string_view>> others;  // made where there is one
  for (auto next : object) {
    ondemand::field& field = field_in(next);
    // Mostly it is the member after the last one.
    const bool is_next = likely < type.members.size() && is_key_of(field, type.members[likely]);
    const auto name = is_next ? type.members[likely].json : key_of(field);
    const std::size_t i = is_next ? likely : find(type.members, name);
    ondemand::value& value = field.second;
    const Path at{&path, name};
    if (i == type.members.size()) {
      const bool is_kind = !shape.kind_field.empty() && name == shape.kind_field;
      const bool is_known = is_kind || strictness_.ignore_unknown;
      if (is_known && !others) others.emplace();
      const bool again = is_known && !others->insert(name).second;
      const auto text = skip(value);
      if (again)
        add(at, "duplicate", "is given twice", text);
      else if (!is_known)
        add(at, "unknown", "is no member that is known here", text);
      continue;
    }
    const Member& member = type.members[i];
    const auto bit = std::uint64_t{1} << i;
    likely = i + 1;
    if (seen & bit) {
      add(at, "duplicate", "is given twice", skip(value));
    } else if (member.managed && !strictness_.trusted) {
      add(at, "managed", "is set by the program and not by who sends the text: leave it out",
          skip(value));
    } else if (member.counted && patch) {
      add(at, "counter", "is counted by differences, and not set: leave it out", skip(value));
    } else {
      take(value, member.shape(), {member.stored, at}, patch);
    }
    seen |= bit;
  }
  seen |= type.managed;
  if (seen != type.all && !patch)
    add_missing(type, type.all & ~(seen | type.may_be_missing()), path);
}

void Reader::add_missing(const Struct& type, std::uint64_t missing, const Path& path) {
  for (std::size_t i = 0; i < type.members.size(); ++i)
    if (missing >> i & 1) add({&path, type.members[i].json}, "missing", "is missing");
}

void Reader::take_map(ondemand::object& object, const Shape& shape, const Path& path) {
  const Shape& element_shape = shape.element();
  for (auto next : object) {
    ondemand::field& field = field_in(next);
    const auto key = key_of(field);
    ondemand::value& value = field.second;
    const Path at{&path, key};
    if (const auto problem = bson::problem_of_key(key); !problem.empty())
      add(at, "key", problem, skip(value));
    else
      take(value, element_shape, {key, at}, false);
  }
}

void Reader::take_variant(ondemand::object& object, const Shape& shape, Place place) {
  const Path kind_path{&place.path, shape.kind_field};
  std::string_view kind;
  bool found = false;
  // Keys are compared as they are written: a kind is no name that needs escapes.
  for (ondemand::field field : object) {
    if (field.key() != shape.kind_field) continue;
    ondemand::value value = field.value();
    found = kind_of(value) == Kind::string;
    if (found)
      kind = text_of(value);
    else
      add(kind_path, "type", "expected the name of a kind, found another value", token_of(value));
    break;
  }
  const auto known = std::ranges::find(shape.structs, kind, &Struct::kind);
  const auto start = out_.begin_document(place.key);
  object.reset().value();
  if (found && known != shape.structs.end()) {
    out_.string(shape.kind_field, kind);
    take_members(object, *known, shape, place.path, false);
    return out_.end(start);
  }
  std::string list;
  for (const auto& alternative : shape.structs)
    list.append(list.empty() ? "" : ", ").append(alternative.kind);
  bool given = false;
  for (ondemand::field field : object) {
    given |= key_of(field) == shape.kind_field;
    ondemand::value value = field.value();
    skip(value);
  }
  if (found)
    add(kind_path, "kind", "must be one of " + list, kind);
  else if (!given)
    add(kind_path, "missing", "is missing: one of " + list);
  out_.end(start);
}

void Reader::take_document(ondemand::value& value, Place place) {
  const auto text = skip(value);
  try {
    const auto document = Document::from_json(text);
    if (depth_ + bson::depth_of(document.bytes()) > bson::max_depth)
      throw Stop{text.data(), "more than 100 arrays and objects stand in each other", "depth"};
    out_.document(place.key, document.bytes());
  } catch (const ValidationError& error) {
    add(place.path, "document", error.problems().front().message, text);
    out_.null(place.key);
  }
}

void Reader::take_binary(ondemand::value& value, const Shape& shape, Place place) {
  const auto text = skip(value);
  try {
    const auto document = Document::from_json("{\"\":" + std::string(text) + "}");
    const auto element = bson::find(bson::open(document.bytes()), "");
    if (element && element->type == bson::Type::binary)
      return out_.value(place.key, element->type, element->value);
  } catch (const ValidationError&) {
    // It is none, as another object.
  }
  add(place.path, "type", std::string("expected ").append(shape.expected) + ", found an object",
      text);
  out_.null(place.key);
}

std::string_view Reader::skip(ondemand::value& value) {
  const char* start = start_of(value);
  const auto up_to_here = [&] {
    std::string_view text(start,
                          static_cast<std::size_t>(value.current_location().value() - start));
    return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  };
  switch (kind_of(value)) {
    case Kind::array: {
      const Level level(*this, start);
      ondemand::array array = value.get_array().value();
      for (ondemand::value element : array) skip(element);
      return up_to_here();
    }
    case Kind::object: {
      const Level level(*this, start);
      std::unordered_set<std::string_view> keys;
      ondemand::object object = value.get_object().value();
      for (ondemand::field field : object) {
        const char* at = field.key().raw() - 1;
        if (!keys.insert(key_of(field)).second)
          throw Stop{at, "a key that is given twice", "duplicate"};
        ondemand::value inner = field.value();
        skip(inner);
      }
      return up_to_here();
    }
    case Kind::string:
      return text_of(value);
    case Kind::number:
      require_number(value);
      break;
    case Kind::boolean:
      require_literal(value, {"true", "false"});
      break;
    default:
      require_literal(value, {"null"});
  }
  return token_of(value);
}

void Reader::refuse(ondemand::value& value, const Shape& shape, Place place,
                    std::string_view found) {
  const auto text = skip(value);
  add(place.path, "type",
      std::string("expected ").append(shape.expected).append(", found ").append(found), text);
  out_.null(place.key);
}

void Reader::add(const Path& path, std::string_view rule, std::string_view message,
                 std::string_view value) {
  if (problems_.size() == bson::most_problems)
    throw Stop{nullptr, "there are more problems than these 1000", "problems"};
  problems_.push_back(
      {path.text(), std::string(rule), std::string(message), detail::shown(value.substr(0, 300))});
}

}  // namespace loom::json
