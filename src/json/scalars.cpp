// SPDX-License-Identifier: Apache-2.0
// Numbers and texts: each is taken as it is written, and none as something else.
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "json/base64.hpp"
#include "json/reader.hpp"

namespace loom::json {
namespace {

/// Steps over digits; false where there is none.
bool step_over_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  text.remove_prefix(count);
  return count != 0;
}

/// What a number looks like. Source: https://www.rfc-editor.org/rfc/rfc8259#section-6
enum class Look { whole, fraction, none };
Look look_of(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('0'))
    text.remove_prefix(1);
  else if (!step_over_digits(text))
    return Look::none;
  if (text.empty()) return Look::whole;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!step_over_digits(text)) return Look::none;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!step_over_digits(text)) return Look::none;
  }
  return text.empty() ? Look::fraction : Look::none;
}

Look checked_look_of(std::string_view token) {
  const Look look = look_of(token);
  if (look == Look::none) throw Stop{token.data(), "a number that is written as none"};
  return look;
}

/// The number, where one of this type holds it.
template <class T>
bool parse(std::string_view token, T& value) {
  return std::from_chars(token.data(), token.data() + token.size(), value).ec == std::errc();
}

/// The digits of a number from its first to its last that is none of the zeros at its end.
std::string significant_digits(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, text.find('e')))
    if (c >= '0' && c <= '9') digits += c;
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

/// Whether a whole number is `value` exactly, or its shortest text, which other programs write of
/// large numbers: JavaScript has 590295810358705700000 for 2^69.
template <class T>
bool stands_for(std::string_view token, T value) {
  char text[std::numeric_limits<T>::max_exponent10 + 3];
  const auto written = [&](std::chars_format format) {
    return std::string_view(text, std::to_chars(text, std::end(text), value, format).ptr);
  };
  return written(std::chars_format::fixed) == token ||
         significant_digits(written(std::chars_format::scientific)) == significant_digits(token);
}

/// True where a number that its type does not hold is below 1, so that it is too small for it and
/// not too large: where its first digit that is no zero stands after the point.
bool is_below_one(std::string_view token) {
  if (token.starts_with('-')) token.remove_prefix(1);
  const auto mantissa = token.substr(0, token.find_first_of("eE"));
  std::int64_t exponent = 0;
  if (mantissa.size() < token.size()) {
    auto digits = token.substr(mantissa.size() + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    if (!parse(digits, exponent)) return digits.starts_with('-');
  }
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first = static_cast<std::int64_t>(mantissa.find_first_not_of("0."));
  return (first < point ? point - first - 1 : point - first) + exponent < 0;
}

// A whole number is meant exactly, a fraction to the nearest that there is.
template <class T>
bool parse_floating(std::string_view token, Look look, double& number) {
  T value;
  if (!parse(token, value)) {
    // Too small to be told from zero is zero; too large is no number.
    if (!is_below_one(token)) return false;
    value = token.starts_with('-') ? -T(0) : T(0);
  }
  number = static_cast<double>(value);
  if (look == Look::fraction) return true;
  std::int64_t whole;
  if (parse(token, whole) && std::abs(number) < 0x1p63 &&
      static_cast<std::int64_t>(number) == whole)
    return true;
  return stands_for(token, value);
}

bool fits(std::int64_t whole, Form form) {
  return form == Form::int32    ? std::in_range<std::int32_t>(whole)
         : form == Form::uint32 ? std::in_range<std::uint32_t>(whole)
                                : true;
}

}  // namespace

void require_number(ondemand::value& value) { checked_look_of(token_of(value)); }

void Reader::take_number(ondemand::value& value, const Shape& shape, Place place) {
  const auto token = token_of(value);
  const Look look = checked_look_of(token);
  if (shape.form == Form::number || shape.form == Form::single) {
    double number = 0;
    const bool held = shape.form == Form::number ? parse_floating<double>(token, look, number)
                                                 : parse_floating<float>(token, look, number);
    if (!held) return refuse(value, shape, place, "a number that it does not hold");
    out_.open(bson::Type::double_, place.key, 8);
    return out_.put(number);
  }
  std::int64_t whole = 0;
  if (look == Look::fraction)
    return refuse(value, shape, place, "a number with a fraction or an exponent");
  if (!parse(token, whole) || !fits(whole, shape.form))
    return refuse(value, shape, place, "a number out of its range");
  if (whole % shape.unit != 0) return refuse(value, shape, place, "a part of one");
  if (shape.form == Form::int32)
    out_.int32(place.key, static_cast<std::int32_t>(whole));
  else
    out_.int64(place.key, whole);
}

void Reader::take_text(ondemand::value& value, const Shape& shape, Place place) {
  const auto text = text_of(value);
  if (put_text(text, shape, place)) return;
  add(place.path, "type",
      std::string("expected ").append(shape.expected) + ", found another string", text);
  out_.null(place.key);
}

bool Reader::put_text(std::string_view text, const Shape& shape, Place place) {
  if (shape.form == Form::text) return out_.string(place.key, text), true;
  try {
    switch (shape.form) {
      case Form::time:
        out_.date(place.key, parse_time(text).since_epoch().count());
        return true;
      case Form::object_id:
        bson::Codec<ObjectId>::write(out_, place.key, ObjectId::from_string(text));
        return true;
      case Form::uuid:
        bson::Codec<Uuid>::write(out_, place.key, Uuid::from_string(text));
        return true;
      case Form::decimal: {
        const Decimal128 number(text);
        if (number.is_nan() || number.is_infinite()) return false;
        bson::Codec<Decimal128>::write(out_, place.key, number);
        return true;
      }
      default: {
        Bytes bytes;
        if (!from_base64(text, bytes.data)) return false;
        bson::Codec<Bytes>::write(out_, place.key, bytes);
        return true;
      }
    }
  } catch (const ValidationError&) {
    return false;
  }
}

}  // namespace loom::json
