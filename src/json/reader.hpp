#pragma once
// SPDX-License-Identifier: Apache-2.0
// Reads a JSON text by a shape into BSON. The one place that knows simdjson, whose tokens it
// checks all: what is stepped over is JSON too.

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

#include "loom/json/input.hpp"

namespace loom::json {

namespace ondemand = simdjson::ondemand;

/// The text goes no further as JSON, or is too much of it.
struct Stop {
  const char* at;
  std::string_view message;  // of a literal
  std::string_view rule = "json";
};

class Reader {
 public:
  Reader(bson::Writer& out, const Strictness& strictness, std::vector<Problem>& problems)
      : out_(out), strictness_(strictness), problems_(problems) {}

  /// Reads one value as the element without a name. Throws: Stop, simdjson::simdjson_error.
  void read(ondemand::value value, const Shape& shape);

 private:
  using Path = bson::Path;
  /// Where a value goes: the name of its element, and what its problems call it.
  struct Place {
    std::string_view key;
    const Path& path;
  };
  class Level;

  void take(ondemand::value& value, const Shape& shape, Place place, bool patch);
  void take_object(ondemand::value& value, const Shape& shape, Place place, bool patch);
  void take_array(ondemand::value& value, const Shape& shape, Place place);
  void take_members(ondemand::object& object, const Struct& type, const Shape& shape,
                    const Path& path, bool patch);
  void take_map(ondemand::object& object, const Shape& shape, const Path& path);
  void take_variant(ondemand::object& object, const Shape& shape, Place place);
  void take_document(ondemand::value& value, Place place);
  /// Bytes of another kind than the generic one, as extended JSON writes them.
  void take_binary(ondemand::value& value, const Shape& shape, Place place);
  void take_boolean(ondemand::value& value, const Shape& shape, Place place);
  void take_number(ondemand::value& value, const Shape& shape, Place place);
  void take_text(ondemand::value& value, const Shape& shape, Place place);
  /// False where the text is none of its form.
  bool put_text(std::string_view text, const Shape& shape, Place place);

  /// Steps over a value, checks that it is JSON without a key twice, and gives its text, a string's
  /// without its quotes.
  std::string_view skip(ondemand::value& value);
  /// Tells that a value is of another type, steps over it and leaves a null in its place.
  void refuse(ondemand::value& value, const Shape& shape, Place place, std::string_view found);
  void add_missing(const Struct& type, std::uint64_t missing, const Path& path);
  void add(const Path& path, std::string_view rule, std::string_view message,
           std::string_view value = {});

  bson::Writer& out_;
  const Strictness& strictness_;
  std::vector<Problem>& problems_;
  int depth_ = 0;
};

/// The text of a scalar, from its first to its last character.
std::string_view token_of(ondemand::value& value);
/// The text of a string or a key, unescaped. Throws: Stop.
std::string_view text_of(ondemand::value& value);
std::string_view key_of(ondemand::field& field);
/// Throws: Stop, where a number is written as none.
void require_number(ondemand::value& value);

}  // namespace loom::json
