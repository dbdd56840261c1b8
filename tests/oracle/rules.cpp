// SPDX-License-Identifier: Apache-2.0
// Values that keep rules; models.py has the same in Pydantic.

#include "oracle/judge.hpp"

namespace loom::oracle {

struct Even {  // a user's own rule
  static bool ok(const int& value) { return value % 2 == 0; }
  static std::string message() { return "must be even"; }
};

struct Age {
  Checked<int, ge<0>, le<150>> age;
};
struct Share {
  Checked<double, gt<0>, le<std::ratio<1, 2>{}>> share;
};
struct Step {
  Checked<int, multiple_of<5>, lt<1000>> step = 5;
};
struct Grade {
  Checked<double, ge<-2>, le<2>, multiple_of<std::ratio<1, 4>{}>> grade;
};
struct Name {
  Checked<std::string, min_length<2>, max_length<5>> name;
};
struct Plate {
  Checked<std::string, pattern<"[A-Z]{2}[0-9]{1,4}">> plate;
};
struct Currency {
  Checked<std::string, one_of<"EUR", "USD">> currency = "EUR";
  Checked<int, one_of<1, 2, 4>> weight = 1;
};
struct Contact {
  Email email;
};
struct Cents {
  Checked<Decimal128, gt<0>, multiple_of<std::ratio<1, 100>{}>> price;
};
struct Since {
  Checked<std::chrono::year_month_day, ge<utc_day(1900, 1, 1)>, lt<utc_day(2100, 1, 1)>> day;
  std::optional<Checked<Time, ge<utc_day(2020, 1, 1)>>> at;
};
struct Team {
  Checked<std::vector<std::string>, not_empty, max_length<4>, unique_items, each<min_length<1>>>
      members;
};
struct Shoes {
  Checked<int, Even> shoes;
};

const Models models_of_rules = {
    {"Age", judge<Age>},           {"Share", judge<Share>},     {"Step", judge<Step>},
    {"Grade", judge<Grade>},       {"Name", judge<Name>},       {"Plate", judge<Plate>},
    {"Currency", judge<Currency>}, {"Contact", judge<Contact>}, {"Cents", judge<Cents>},
    {"Since", judge<Since>},       {"Team", judge<Team>},       {"Shoes", judge<Shoes>},
};

}  // namespace loom::oracle
