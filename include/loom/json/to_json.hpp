#pragma once
// SPDX-License-Identifier: Apache-2.0
// JSON made of objects.

#include <string>
#include <vector>

#include "loom/json/from_json.hpp"

namespace loom {

/// How JSON is written.
enum class Json {
  compact,  ///< on one line, without spaces
  pretty,   ///< indented by two spaces
  relaxed,  ///< MongoDB's relaxed extended JSON, for its own tools: {"$date": …}
};

namespace json {

/// The JSON of a document's only element. Throws: ValidationError, rule "finite".
std::string write(bson::View document, const Shape& shape, Json form);

}  // namespace json

/// Writes a model, a plain struct, or whatever else Loom stores, as JSON that `from_json` reads.
///
/// The own Id is called "id". Members that Loom manages are left out as long as they are not set;
/// empty optionals are left out as in documents.
///
/// Throws: ValidationError: a number is NaN or infinite (rule "finite"), or a member is not set.
///
///     std::cout << loom::to_json(booking, loom::Json::pretty);
template <class T>
  requires(!json::has_own_json<T>)
std::string to_json(const T& value, Json form = Json::compact) {
  if constexpr (json::assert_has_json<T>()) {
    bson::Writer out;
    const auto start = out.begin();
    const bool ok = bson::Codec<T>::write(out, bson::FixedKey<0>(""), value);
    out.end(start);
    if (!ok) {
      Problems problems;
      json::check_unset(value, problems);
      if (!problems.empty()) throw ValidationError(problems.take(), "the value");
    }
    return json::write(out.bytes(), json::shape_of<T>(), form);
  }
  return {};
}

}  // namespace loom
