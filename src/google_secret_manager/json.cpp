// SPDX-License-Identifier: Apache-2.0
// JSON that may hold secrets, read by simdjson.

#include "google_secret_manager/json.hpp"

#include <simdjson.h>

#include <charconv>
#include <cstring>

namespace loom::google {

using simdjson::ondemand::value;

struct Json::Reader {
  Secret padded;  // simdjson reads in words, also behind the end
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;

  explicit Reader(std::string_view text)
      : padded(Secret::filled_by(
            text.size() + simdjson::SIMDJSON_PADDING,
            [&](std::span<char> room) { return text.copy(room.data(), room.size()); })) {}

  /// The member at `path`; false where there is none.
  bool find(Path path, value& found) {
    // Begun anew each time: a document that was found to be broken cannot be rewound.
    const auto json = padded.reveal();
    const simdjson::padded_string_view view(json.data(), json.size(),
                                            json.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::object object;
    if (parser.iterate(view).get(document) || document.get_object().get(object)) return false;
    for (const auto* name = path.begin();; ++name) {
      if (object.find_field_unordered(*name).get(found)) return false;
      if (name + 1 == path.end()) return true;
      if (found.get_object().get(object)) return false;
    }
  }

  /// The text at `path`, in simdjson's own memory, which its reader wipes.
  std::optional<std::string_view> borrow(Path path) {
    value found;
    std::string_view text;
    if (!find(path, found) || found.get_string().get(text)) return std::nullopt;
    return text;
  }
};

namespace {

/// Overwrites what simdjson keeps of a text; that memory is its buffer, which nobody reads again.
void wipe(std::string_view text) { explicit_bzero(const_cast<char*>(text.data()), text.size()); }

}  // namespace

Json::Json(std::string_view text) : reader_(std::make_unique<Reader>(text)) {}
Json::~Json() = default;

bool Json::has(Path path) const {
  value found;
  return reader_->find(path, found);
}

std::optional<std::string> Json::text(Path path) const {
  const auto text = reader_->borrow(path);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

std::optional<Secret> Json::secret(Path path) const {
  const auto text = reader_->borrow(path);
  if (!text) return std::nullopt;
  auto secret = Secret::copy_of(*text);
  wipe(*text);
  return secret;
}

std::optional<std::int64_t> Json::number(Path path) const {
  std::int64_t number = 0;
  if (const auto text = reader_->borrow(path)) {
    const auto* const end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, number);
    return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
  }
  value found;
  if (!reader_->find(path, found) || found.get_int64().get(number)) return std::nullopt;
  return number;
}

}  // namespace loom::google
