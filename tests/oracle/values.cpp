// SPDX-License-Identifier: Apache-2.0
// Members of each type; models.py has the same in Pydantic.

#include "oracle/judge.hpp"

namespace loom::oracle {

enum class Color { red, green, blue };

struct Switch {
  bool on;
  bool loud = true;
};
struct Count {
  std::int32_t n;
  std::uint32_t room = 1;
};
struct Big {
  std::int64_t n;
};
struct Ratio {
  double x;
};
struct Text {
  std::string s;
};
struct Note {
  std::optional<std::string> note;
  Nullable<int> size;
};
struct Cased {
  StrLower lower;
  StrUpper upper;
};
struct Key {
  Uuid id;
  std::optional<Uuid> parent;
};
struct Birthday {
  std::chrono::year_month_day day;
};
struct Moment {
  Time at;
};
struct Money {
  Decimal128 amount;
};
struct Paint {
  Color color;
  std::optional<Color> second;
};
struct Blob {
  Bytes data;
};
struct Tags {
  std::vector<std::string> tags;
};
struct Matrix {
  std::vector<std::vector<double>> rows;
};
struct Rgb {
  std::array<int, 3> rgb;
};
struct Rates {
  std::map<std::string, double> rates;
};
struct Palette {
  std::map<std::string, Color> by_name;
  std::vector<Color> order;
};
struct Shelves {
  std::map<std::string, std::vector<std::map<std::string, bool>>> shelves;
};

const Models models_of_values = {
    {"Switch", judge<Switch>},   {"Count", judge<Count>}, {"Big", judge<Big>},
    {"Ratio", judge<Ratio>},     {"Text", judge<Text>},   {"Note", judge<Note>},
    {"Cased", judge<Cased>},     {"Key", judge<Key>},     {"Birthday", judge<Birthday>},
    {"Moment", judge<Moment>},   {"Money", judge<Money>}, {"Paint", judge<Paint>},
    {"Blob", judge<Blob>},       {"Tags", judge<Tags>},   {"Matrix", judge<Matrix>},
    {"Rgb", judge<Rgb>},         {"Rates", judge<Rates>}, {"Palette", judge<Palette>},
    {"Shelves", judge<Shelves>},
};

}  // namespace loom::oracle
