// SPDX-License-Identifier: Apache-2.0
// Runs the reader over one text, and says where a text stops to be JSON.
#include "loom/json/input.hpp"

#include <algorithm>
#include <istream>
#include <unordered_set>

#include "json/reader.hpp"

namespace loom::json {

/// What is kept from one text to the next.
struct Input::Machine {
  ondemand::parser parser;
  std::string text;  // in brackets, so that a number alone is as an array's element
  bson::Writer out;

  void take(std::string_view given) {
    text.clear();
    text.reserve(given.size() + 2 + simdjson::SIMDJSON_PADDING);
    text.append(1, '[').append(given).append(1, ']');
    out.clear();
  }

  // A user's codec may read JSON itself while one is in use.
  static std::unique_ptr<Machine>& spare() {
    thread_local std::unique_ptr<Machine> spare;
    return spare;
  }
};

namespace {

// More than that is given back after use.
constexpr std::size_t most_kept = std::size_t{1} << 20;

std::string_view meaning_of(simdjson::error_code code) {
  switch (code) {
    case simdjson::UTF8_ERROR:
      return "bytes that are no UTF-8";
    case simdjson::UNESCAPED_CHARS:
      return "a control character in a string, which is written as \\u0009 is";
    case simdjson::UNCLOSED_STRING:
      return "a string without an end";
    default:
      return "here should be a comma, a colon, a key or a bracket";
  }
}

/// Where the first pass over a text found what no token can hold.
const char* find_unreadable(std::string_view text, simdjson::error_code code) {
  const auto* begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* end = begin + text.size();
  const auto* string_start = begin;
  bool in_string = false;
  for (const auto* at = begin; at < end;) {
    const std::size_t size = bson::detail::code_point_size(at, end);
    if (size == 0) return reinterpret_cast<const char*>(at);
    if (*at == '"') {
      in_string = !in_string;
      string_start = at;
    } else if (in_string && *at < 0x20 && code == simdjson::UNESCAPED_CHARS) {
      return reinterpret_cast<const char*>(at);
    } else if (in_string && *at == '\\' && at + 1 < end) {
      ++at;
      continue;
    }
    at += size;
  }
  return reinterpret_cast<const char*>(string_start);
}

constexpr std::string_view goes_on = "it goes on after its value";
constexpr std::string_view ends_early = "it ends too early";

Problem problem_at(std::string_view text, std::size_t offset, const Stop& stop,
                   std::size_t first_line) {
  const auto before = text.substr(0, offset);
  const auto line_start = before.rfind('\n') + 1;  // 0 after npos
  const auto is_a_start = [](char c) { return (c & 0xC0) != 0x80; };
  Problem problem{{}, std::string(stop.rule), {}, {}};
  problem.line = first_line + static_cast<std::size_t>(std::ranges::count(before, '\n'));
  problem.column =
      1 + static_cast<std::size_t>(std::ranges::count_if(before.substr(line_start), is_a_start));
  problem.message = "the text cannot be read as JSON at line " + std::to_string(problem.line) +
                    ", column " + std::to_string(problem.column) + ": " + std::string(stop.message);
  return problem;
}

}  // namespace

Input::Input(std::string_view text, const Shape& shape, Strictness strictness,
             std::size_t first_line) {
  if (text.size() > longest_text) {
    problems_.push_back(
        {{},
         "size",
         "the text is longer than the 64 MiB that are read at once: send one object "
         "a line, and read them by loom::json_lines",
         {}});
    return;
  }
  auto& spare = Machine::spare();
  machine_ = spare ? std::move(spare) : std::make_unique<Machine>();
  machine_->take(text);
  const auto stop = read(shape, strictness);
  has_value_ = !stop;
  if (!stop) return;
  // A text that is no JSON has no members whose problems would help.
  if (stop->at) problems_.clear();
  const auto offset = stop->at ? static_cast<std::size_t>(stop->at - machine_->text.data()) - 1 : 0;
  problems_.push_back(stop->at ? problem_at(text, offset, *stop, first_line)
                               : Problem{{}, std::string(stop->rule), std::string(stop->message)});
}

std::optional<Stop> Input::read(const Shape& shape, Strictness strictness) {
  ondemand::document document;
  bool iterates = false;
  const std::string_view text = machine_->text;
  const char* const end = text.data() + text.size() - 1;  // the bracket that was added
  try {
    document = machine_->parser.iterate(text.data(), text.size(), machine_->text.capacity());
    iterates = true;
    const auto start = machine_->out.begin();
    Reader reader(machine_->out, strictness, problems_);
    std::size_t count = 0;
    ondemand::array values = document.get_array().value();
    for (ondemand::value value : values) {
      if (count++ != 0) return Stop{value.raw_json_token().data(), goes_on};
      reader.read(value, shape);
    }
    machine_->out.end(start);
    if (count == 0) return Stop{text.data() + 1, "it is empty"};
    const char* next = nullptr;
    if (document.current_location().get(next) != simdjson::SUCCESS) return std::nullopt;
    // The bracket that ended the array is one of the text's own.
    return Stop{std::find(std::make_reverse_iterator(next), text.rend(), ']').base() - 1, goes_on};
  } catch (const Stop& stop) {
    return stop.at == end ? Stop{end, ends_early} : stop;
  } catch (const simdjson::simdjson_error& error) {
    if (!iterates) return Stop{find_unreadable(text, error.error()), meaning_of(error.error())};
    const char* next = nullptr;
    if (document.current_location().get(next) != simdjson::SUCCESS || next >= end)
      return Stop{end, ends_early};
    return Stop{next, meaning_of(error.error())};
  }
}

Input::~Input() {
  if (machine_ && machine_->text.capacity() <= most_kept && machine_->out.size() <= most_kept)
    Machine::spare() = std::move(machine_);
}

bson::Cursor Input::value() const { return bson::open(machine_->out.bytes()); }

void Input::add(std::vector<Problem> problems) {
  std::unordered_set<std::string> told;
  for (const auto& problem : problems_) told.insert(problem.path);
  for (auto& problem : problems)
    if (!told.contains(problem.path)) problems_.push_back(std::move(problem));
}

std::string read_all(std::istream& in) {
  std::string text;
  constexpr std::size_t step = std::size_t{1} << 16;
  while (in && text.size() <= longest_text) {
    const auto size = text.size();
    text.resize(size + step);
    in.read(text.data() + size, static_cast<std::streamsize>(step));
    text.resize(size + static_cast<std::size_t>(in.gcount()));
  }
  return text;
}

}  // namespace loom::json
