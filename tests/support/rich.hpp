#pragma once
// SPDX-License-Identifier: Apache-2.0
// A struct with a member of every storable kind, and random ones of it.

#include <array>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "loom/bson/codec_variant.hpp"
#include "loom/info/checked.hpp"
#include "loom/info/field.hpp"
#include "loom/info/id.hpp"
#include "loom/info/managed.hpp"

namespace loom::test {

enum class Mood { calm, wild, lost = -7 };

struct Article {
  std::string sku;
  int quantity = 1;
  std::optional<std::string> note;
};

struct Ring {
  static constexpr auto kind = declare_kind("ring", "type");
  Checked<int, ge<1>, le<3>> turns = 1;
};
struct Chain {
  static constexpr auto kind = declare_kind("chain", "type");
  std::vector<std::variant<Ring, Chain>> links;
};

struct Place {
  std::string city;
  std::optional<std::string> zip;
  IntCounter visits;
  std::map<std::string, Article> stock;

  static constexpr auto names = loom::names(loom::name(fld<&Place::city>, "town"));
};

struct Rich : reflect::ModelBase {
  Id<Rich> id;
  bool flag = false;
  std::int32_t small = 0;
  std::int64_t large = 0;
  std::uint32_t count = 0;
  double ratio = 0;
  float tenth = 0;
  std::string text;
  StrLower email;
  Time at;
  std::chrono::seconds pause{0};
  std::chrono::year_month_day day{std::chrono::year(2026) / 1 / 1};
  Mood mood = Mood::calm;
  ObjectId key;
  Uuid uuid;
  Decimal128 price;
  Bytes data;
  std::optional<std::string> nick;
  Nullable<int> rank;
  std::vector<std::string> tags;
  std::vector<Article> parts;
  std::array<double, 2> point{};
  std::map<std::string, std::vector<Article>> groups;
  Place home;
  std::optional<Place> work;
  Document extra;
  std::variant<Ring, Chain> shape;
  Checked<std::string, max_length<45>, pattern<"[a-zï ]*">> title;
  IntCounter visits;
  TimeInserted created_at;
  TimeUpdated updated_time;
};

/// Makes random values, few of each kind, so that two of them are often equal.
class RichMaker {
 public:
  explicit RichMaker(std::mt19937& random) : random_(random) {}

  Rich make() {
    Rich rich{.id = Id<Rich>(ObjectId{})};
    for (int i = 0; i < 30; ++i) change(rich);
    return rich;
  }

  /// Changes one member, or a part of one.
  void change(Rich& r) {
    switch (roll(28)) {
      case 0:
        r.flag = !r.flag;
        break;
      case 1:
        r.small = number();
        break;
      case 2:
        r.large = std::int64_t{number()} << 40;
        break;
      case 3:
        r.count = roll(3);
        break;
      case 4:
        r.ratio = number() / 4.0;
        break;
      case 5:
        r.tenth = 0.1F * static_cast<float>(number());
        break;
      case 6:
        r.text = text();
        break;
      case 7:
        r.email = text();
        break;
      case 8:
        r.at = Time::from_millis(number());
        break;
      case 9:
        r.pause = std::chrono::seconds(number());
        break;
      case 10:
        r.day = std::chrono::year(2026) / 2 / std::chrono::day(1 + roll(28));
        break;
      case 11:
        r.mood = roll(2) ? Mood::wild : Mood::lost;
        break;
      case 12:
        r.key = ObjectId(octets<12>());
        break;
      case 13:
        r.uuid = Uuid(octets<16>());
        break;
      case 14:
        r.price = Decimal128(number());
        break;
      case 15:
        r.data = {std::vector<std::byte>(roll(5)), static_cast<std::uint8_t>(roll(6))};
        break;
      case 16:
        toggle(r.nick, text());
        break;
      case 17:
        toggle(r.rank, number());
        break;
      case 18:
        r.tags.resize(roll(4), text());
        break;
      case 19:
        r.parts.resize(roll(4), part());
        break;
      case 20:
        r.point[roll(2)] = number();
        break;
      case 21:
        r.groups["g" + text()].push_back(part());
        break;
      case 22:
        change(r.home);
        break;
      case 23:
        if (r.work && roll(3))
          change(*r.work);
        else
          toggle(r.work, place());
        break;
      case 24:
        r.extra = Document::from_json(R"({"a": [1, {"b": ")" + text() + R"("}]})");
        break;
      case 25:
        if (roll(2))
          r.shape = Chain{{Ring{1 + roll(3)}, Chain{}, Ring{}}};
        else
          r.shape = Ring{1 + roll(3)};
        break;
      case 26:
        r.title = text();
        break;
      default:
        r.visits += number();
    }
  }

  std::uint32_t roll(std::uint32_t sides) {
    return std::uniform_int_distribution<std::uint32_t>(0, sides - 1)(random_);
  }

 private:
  int number() { return static_cast<int>(roll(5)) - 2; }
  template <std::size_t Size>
  std::array<std::uint8_t, Size> octets() {
    std::array<std::uint8_t, Size> result{};
    result[roll(Size)] = static_cast<std::uint8_t>(roll(3));
    return result;
  }
  std::string text() {
    constexpr std::array texts{"", "a", "naïve", "longer than what a string holds in itself"};
    return texts[roll(4)] + std::string("x", roll(2));
  }
  Article part() {
    Article part{text(), number(), {}};
    toggle(part.note, text());
    return part;
  }
  Place place() {
    Place place;
    change(place);
    return place;
  }
  void change(Place& place) {
    switch (roll(4)) {
      case 0:
        place.city = text();
        break;
      case 1:
        toggle(place.zip, text());
        break;
      case 2:
        place.visits += number();
        break;
      default:
        place.stock["x" + text()] = part();
    }
  }
  template <class Optional, class Value>
  void toggle(Optional& optional, Value value) {
    if (roll(2))
      optional = std::move(value);
    else
      optional.reset();
  }

  std::mt19937& random_;
};

}  // namespace loom::test
