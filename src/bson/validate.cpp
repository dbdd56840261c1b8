// SPDX-License-Identifier: Apache-2.0
// The validator: one pass over the bytes, with a stack of its own that holds where each open
// document ends.

#include "loom/bson/validate.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "loom/bson/utf8.hpp"

namespace loom::bson {
namespace {

constexpr std::size_t object_id_size = 12;

class Validator {
 public:
  explicit Validator(View bytes) noexcept : bytes_(bytes) {}

  std::optional<Corruption> run() noexcept {
    if (enter(bytes_.size()) && at_end_of_document(0) != bytes_.size())
      fail(at_end_of_document(0), "bytes after the end of the document");
    while (!corruption_ && depth_ > 0) {
      if (at_ == ends_[depth_ - 1]) {
        ++at_;  // The final zero, which enter() saw.
        --depth_;
      } else {
        element();
      }
    }
    return corruption_;
  }
  std::size_t deepest() const noexcept { return deepest_; }

 private:
  std::size_t at_end_of_document(std::size_t level) const noexcept { return ends_[level] + 1; }

  bool fail(std::size_t offset, std::string_view what) noexcept {
    corruption_ = Corruption{offset, what};
    return false;
  }

  std::size_t room() const noexcept { return ends_[depth_ - 1] - at_; }

  /// Steps over a value of a fixed size.
  bool skip(std::size_t size) noexcept {
    if (size > room()) return fail(at_, "an element that ends after its document");
    at_ += size;
    return true;
  }

  std::int32_t length_at(std::size_t offset) const noexcept {
    std::int32_t length;
    std::memcpy(&length, bytes_.data() + offset, sizeof length);
    return length;
  }

  /// Reads a length, which stands in four bytes before what it measures.
  bool take_length(std::int32_t& length) noexcept {
    if (!skip(sizeof length)) return false;
    length = length_at(at_ - sizeof length);
    return true;
  }

  /// Begins a document, which must end at or before `limit`.
  bool enter(std::size_t limit) noexcept {
    constexpr std::int32_t smallest = 5;
    if (limit - at_ < smallest) return fail(at_, "a document that is cut off");
    const std::int32_t length = length_at(at_);
    if (length < smallest || static_cast<std::size_t>(length) > limit - at_)
      return fail(at_, "a document of a wrong length");
    const std::size_t end = at_ + static_cast<std::size_t>(length) - 1;
    if (bytes_[end] != 0) return fail(end, "a document without its final zero");
    if (depth_ == ends_.size()) return fail(at_, "more than 100 documents in each other");
    ends_[depth_++] = end;
    deepest_ = std::max(deepest_, depth_);
    at_ += sizeof length;
    return true;
  }

  /// A text that ends with its first zero: an element's name, the parts of a regular expression.
  bool cstring() noexcept {
    const auto* const text = bytes_.data() + at_;
    const void* const zero = std::memchr(text, 0, room());
    if (zero == nullptr) return fail(at_, "a name or pattern without its final zero");
    const auto size = static_cast<std::size_t>(static_cast<const std::uint8_t*>(zero) - text);
    return utf8(size) && skip(size + 1);
  }

  bool string() noexcept {
    const std::size_t start = at_;
    std::int32_t length = 0;
    if (!take_length(length)) return false;
    if (length < 1 || static_cast<std::size_t>(length) > room())
      return fail(start, "a string of a wrong length");
    const std::size_t size = static_cast<std::size_t>(length) - 1;
    if (bytes_[at_ + size] != 0) return fail(at_ + size, "a string without its final zero");
    return utf8(size) && skip(size + 1);
  }

  /// Looks at the `size` bytes from here on, which are known to be there.
  bool utf8(std::size_t size) noexcept {
    const std::string_view text(reinterpret_cast<const char*>(bytes_.data()) + at_, size);
    return is_utf8(text) || fail(at_, "a text that is not UTF-8");
  }

  bool binary() noexcept {
    const std::size_t start = at_;
    std::int32_t length = 0;
    if (!take_length(length) || !skip(1)) return false;
    if (length < 0 || static_cast<std::size_t>(length) > room())
      return fail(start, "binary data of a wrong length");
    if (bytes_[at_ - 1] == old_binary_subtype && (length < 4 || length_at(at_) != length - 4))
      return fail(at_, "binary data of subtype 2 whose two lengths do not agree");
    return skip(static_cast<std::size_t>(length));
  }

  bool boolean() noexcept {
    if (!skip(1)) return false;
    return bytes_[at_ - 1] <= 1 || fail(at_ - 1, "a boolean that is neither 0 nor 1");
  }

  /// Code, then the document of its variables, which must fill the length that stands before both.
  bool code_with_scope() noexcept {
    const std::size_t start = at_;
    std::int32_t length = 0;
    if (!take_length(length)) return false;
    const std::size_t available = ends_[depth_ - 1] - start;
    if (length < 0 || static_cast<std::size_t>(length) > available)
      return fail(start, "code with scope of a wrong length");
    const std::size_t end = start + static_cast<std::size_t>(length);
    if (!string()) return false;
    if (at_ > end) return fail(start, "code with scope of a wrong length");
    if (!enter(end)) return false;
    return at_end_of_document(depth_ - 1) == end ||
           fail(start, "code with scope of a wrong length");
  }

  bool element() noexcept {
    const std::size_t start = at_++;
    return cstring() && value(static_cast<Type>(bytes_[start]), start);
  }

  bool value(Type type, std::size_t start) noexcept {
    switch (type) {
      case Type::undefined:
      case Type::null:
      case Type::min_key:
      case Type::max_key:
        return true;
      case Type::int32:
        return skip(4);
      case Type::double_:
      case Type::date:
      case Type::timestamp:
      case Type::int64:
        return skip(8);
      case Type::object_id:
        return skip(object_id_size);
      case Type::decimal128:
        return skip(16);
      case Type::boolean:
        return boolean();
      case Type::string:
      case Type::code:
      case Type::symbol:
        return string();
      case Type::document:
      case Type::array:
        return enter(ends_[depth_ - 1]);
      case Type::binary:
        return binary();
      case Type::regex:
        return cstring() && cstring();
      case Type::db_pointer:
        return string() && skip(object_id_size);
      case Type::code_with_scope:
        return code_with_scope();
    }
    return fail(start, "an element of a type that BSON does not have");
  }

  View bytes_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t deepest_ = 0;
  std::array<std::size_t, max_depth> ends_;  // Where the final zero of each open document stands.
  std::optional<Corruption> corruption_;
};

}  // namespace

std::optional<Corruption> find_corruption(View bytes) noexcept { return Validator(bytes).run(); }

int depth_of(View document) noexcept {
  Validator validator(document);
  validator.run();
  return static_cast<int>(validator.deepest());
}

}  // namespace loom::bson
