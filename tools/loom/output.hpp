#pragma once
// SPDX-License-Identifier: Apache-2.0
// How the command says things: in lines for people, in JSON for programs.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "loom/bson/writer.hpp"

namespace loom::command {

/// A text with its line breaks taken out, for an error.
std::string in_one_line(std::string_view text);

/// "1.5 MiB"
std::string in_bytes(std::uintmax_t size);

/// The two largest units: "2 h 3 min".
std::string in_time(std::chrono::seconds duration);

/// The object whose members `put` writes, as one line of JSON.
template <class Put>
std::string json_of(Put put);

/// The same for a document that was written.
std::string json_of(bson::View document);

/// A path or a name of the system, which may be no UTF-8: what is none is a question mark.
std::string as_text(std::string_view name);

template <class Put>
std::string json_of(Put put) {
  bson::Writer out;
  const auto start = out.begin();
  put(out);
  out.end(start);
  return json_of(out.bytes());
}

}  // namespace loom::command
