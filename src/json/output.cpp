// SPDX-License-Identifier: Apache-2.0
// Writes BSON as JSON, by the shape that it was made of.
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "info/quoted.hpp"
#include "json/base64.hpp"
#include "loom/json/to_json.hpp"

namespace loom::json {
namespace {

using bson::Cursor;
using bson::Element;
using bson::Path;
using bson::Type;

template <class T>
void append_number(std::string& out, T value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  const std::string_view digits(text, static_cast<std::size_t>(end - text));
  out += digits;
  // Readers of other languages tell by it that this is no whole number.
  if (std::is_floating_point_v<T> && digits.find_first_of(".e") == digits.npos) out += ".0";
}

class Output {
 public:
  explicit Output(Json form) : form_(form) {}

  std::string take() {
    if (!problems_.empty()) throw ValidationError(problems_.take(), "the value");
    return std::move(out_);
  }

  void value(const Shape& shape, const Element& element, const Path& path) {
    if (element.type == Type::null) {
      out_ += "null";
      return;
    }
    Cursor in{element.value.data(), element.value.data() + element.value.size()};
    switch (shape.form) {
      case Form::boolean:
        out_ += in.take<std::uint8_t>() ? "true" : "false";
        break;
      case Form::int32:
        append_number(out_, in.take<std::int32_t>());
        break;
      case Form::uint32:
      case Form::int64:
        append_number(out_, in.take<std::int64_t>());
        break;
      case Form::number:
        number(in.take<double>(), path);
        break;
      case Form::single:
        number(static_cast<float>(in.take<double>()), path);
        break;
      case Form::text:
        append_quoted(in.take_string());
        break;
      case Form::array:
        array(shape, element.inside(), path);
        break;
      case Form::map:
        members(element.inside(), path, [&](const Element& entry) -> Known {
          return {entry.name, &shape.element()};
        });
        break;
      case Form::object:
        object(shape.structs.front(), {}, element.inside(), path);
        break;
      case Form::variant: {
        const auto kind = bson::text_of(bson::find(element.inside(), shape.kind_field));
        object(*std::ranges::find(shape.structs, kind, &Struct::kind), shape.kind_field,
               element.inside(), path);
        break;
      }
      case Form::document:
        extended(element);
        break;
      default:
        if (form_ == Json::relaxed)
          extended(element);
        else
          named(shape.form, in, element, path);
    }
  }

 private:
  /// What an entry of an object is called, and how it stands; no shape where it is left out.
  struct Known {
    std::string_view name;
    const Shape* shape;
  };

  template <class Float>
  void number(Float value, const Path& path) {
    if (std::isfinite(value)) return append_number(out_, value);
    if (form_ == Json::relaxed)
      out_ += std::isnan(value) ? R"({"$numberDouble":"NaN"})"
              : value > 0       ? R"({"$numberDouble":"Infinity"})"
                                : R"({"$numberDouble":"-Infinity"})";
    else
      problems_.add(path, "finite", "is NaN or infinite, and JSON has no such number");
  }

  /// Values that JSON has only texts for.
  void named(Form form, Cursor in, const Element& element, const Path& path) {
    switch (form) {
      case Form::time:
        return append_plain(Time::from_millis(in.take<std::int64_t>()).str());
      case Form::object_id:
        return append_plain(decoded<ObjectId>(element).str());
      case Form::uuid:
        return append_plain(decoded<Uuid>(element).str());
      case Form::decimal: {
        const auto decimal = decoded<Decimal128>(element);
        if (decimal.is_nan() || decimal.is_infinite())
          problems_.add(path, "finite", "is NaN or infinite, and JSON has no such number");
        return append_plain(decimal.str());
      }
      default: {
        const auto bytes = decoded<Bytes>(element);
        if (bytes.subtype != 0) return extended(element);
        out_ += '"';
        append_base64(out_, bytes.data.data(), bytes.data.size());
        out_ += '"';
      }
    }
  }

  template <class T>
  static T decoded(const Element& element) {
    T value;
    bson::Mismatches none;
    Cursor in{element.value.data(), element.value.data() + element.value.size()};
    bson::Codec<T>::read(element.type, in, value, Path{}, none);
    return value;
  }

  void array(const Shape& shape, Cursor elements, const Path& path) {
    const Shape& inner = shape.element();
    std::size_t i = 0;
    open('[');
    while (const auto element = bson::next(elements)) {
      separate(i);
      value(inner, *element, Path{&path, {}, i++});
    }
    close(']', i != 0);
  }

  void object(const Struct& type, std::string_view kind_field, Cursor elements, const Path& path) {
    static constexpr Shape kind{Form::text, {}};
    std::size_t likely = 0;
    members(elements, path, [&](const Element& element) -> Known {
      for (std::size_t n = 0; n < type.members.size(); ++n) {
        const auto& member = type.members[(likely + n) % type.members.size()];
        if (member.stored != element.name) continue;
        likely += n + 1;
        const auto& shape = member.shape();
        const bool unset =
            member.managed && shape.form == Form::time && std::ranges::count(element.value, 0) == 8;
        return {member.json, unset ? nullptr : &shape};
      }
      return {kind_field, &kind};
    });
  }

  template <class Find>
  void members(Cursor elements, const Path& path, Find find) {
    std::size_t count = 0;
    open('{');
    while (const auto element = bson::next(elements)) {
      const Known known = find(*element);
      if (!known.shape) continue;
      separate(count++);
      append_quoted(known.name);
      out_ += form_ == Json::pretty ? ": " : ":";
      value(*known.shape, *element, Path{&path, known.name});
    }
    close('}', count != 0);
  }

  /// As the C driver writes it: what only MongoDB has types for.
  void extended(const Element& element) {
    bson::Writer writer;
    const auto start = writer.begin();
    writer.value(std::string_view(""), element.type, element.value);
    writer.end(start);
    const auto bytes = writer.bytes();
    std::string json = Document::adopt({bytes.begin(), bytes.end()}).to_relaxed_json();
    std::size_t size = 0;
    if (simdjson::minify(json.data(), json.size(), json.data(), size) != simdjson::SUCCESS)
      throw Error("the C driver wrote JSON that is none");
    constexpr std::string_view before = "{\"\":", after = "}";
    out_.append(json, before.size(), size - before.size() - after.size());
  }

  void append_plain(const std::string& text) { out_.append(1, '"').append(text).append(1, '"'); }
  void append_quoted(std::string_view text) {
    const bool is_plain = std::ranges::none_of(
        text, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
    if (is_plain)
      out_.append(1, '"').append(text).append(1, '"');
    else
      out_ += core::quoted(text);
  }

  void open(char bracket) {
    out_ += bracket;
    ++level_;
  }
  void separate(std::size_t before) {
    if (before != 0) out_ += ',';
    new_line();
  }
  void close(char bracket, bool held_something) {
    --level_;
    if (held_something) new_line();
    out_ += bracket;
  }
  void new_line() {
    if (form_ == Json::pretty) out_.append(1, '\n').append(2 * level_, ' ');
  }

  Json form_;
  std::string out_;
  std::size_t level_ = 0;
  Problems problems_;
};

}  // namespace

std::string write(bson::View document, const Shape& shape, Json form) {
  Output output(form);
  auto elements = bson::open(document);
  if (const auto element = bson::next(elements))
    output.value(shape, *element, Path{nullptr, ""});
  else
    return "null";  // an empty optional
  return output.take();
}

}  // namespace loom::json
