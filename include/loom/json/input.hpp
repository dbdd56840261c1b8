#pragma once
// SPDX-License-Identifier: Apache-2.0
// A JSON text on its way into an object: read by its shape into BSON, which the codec then takes.
// Everything that is wrong is collected on the way.

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loom/bson/codec.hpp"
#include "loom/json/shape.hpp"

namespace loom::json {

/// How strict a text is read.
struct Strictness {
  bool ignore_unknown = false;  // members that the struct does not have are stepped over
  bool trusted = false;         // members that Loom manages are taken
  bool patch = false;           // members may be missing; counters are refused
};

/// The longest text that is read at once, so that memory has a bound.
inline constexpr std::size_t longest_text = std::size_t{64} << 20;

struct Stop;

/// One text, read into a document whose only element, without a name, is the value.
class Input {
 public:
  /// `first_line` is where the text begins in what the user sent.
  Input(std::string_view text, const Shape& shape, Strictness strictness,
        std::size_t first_line = 1);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// Decodes what was read. What did not fit is null in it, and is not told again.
  template <class T>
  void decode_into(T& object) {
    if (!has_value()) return;
    bson::Mismatches mismatches(bson::Missing::told_already);
    auto in = value();
    const auto type = static_cast<bson::Type>(*in.at);
    in.at += 2;  // the type, and the name's final zero
    const bson::Path root{nullptr, ""};
    bson::read_or_report(type, in, object, root, mismatches);
    if (!mismatches.empty()) add(mismatches.take_problems());
  }
  /// Adds problems of places that have none yet.
  void add(std::vector<Problem> problems);
  bool has_problems() const noexcept { return !problems_.empty(); }
  std::vector<Problem> take_problems() { return std::move(problems_); }

 private:
  struct Machine;

  bool has_value() const noexcept { return has_value_; }
  bson::Cursor value() const;
  std::optional<Stop> read(const Shape& shape, Strictness strictness);

  std::unique_ptr<Machine> machine_;
  std::vector<Problem> problems_;
  bool has_value_ = false;
};

/// All of a stream, but no more than may be read at once and one byte.
std::string read_all(std::istream& in);

}  // namespace loom::json
