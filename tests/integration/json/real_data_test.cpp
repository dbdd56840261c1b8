// SPDX-License-Identifier: Apache-2.0
// Real data by the road of JSON lines: what breaks a rule is counted exactly, what is left is
// stored.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Earthquake : PersistableModel<Earthquake> {
  enum class Status { automatic, reviewed };
  static constexpr auto persist_db = declare_persist_db("json", "earthquakes");
  Id<Earthquake> id;
  Time at;
  Checked<double, ge<0>> magnitude;
  Checked<std::string, one_of<"ml", "md", "mb", "mb_lg", "mw", "mwr", "mww">> magnitude_type;
  NonEmpty<std::string> place;
  Checked<double, ge<-180>, le<180>> longitude;
  Checked<double, ge<-90>, le<90>> latitude;
  Checked<double, ge<0>> depth_km;
  Status status;
  Checked<std::string, pattern<"[a-z]{2}">> network;
};

struct Flight : PersistableModel<Flight> {
  static constexpr auto persist_db = declare_persist_db("json", "flights");
  Id<Flight> id;
  Checked<std::string, pattern<"2001-0[1-3]-[0-9]{2}T[0-9]{2}:[0-9]{2}">> departure_local;
  Checked<std::string, pattern<"[A-Z]{3}">> origin, destination;
  Checked<int, ge<-30>, le<180>> delay_minutes;
  Checked<int, ge<50>> distance_miles;
};

using Row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else
      fields.back() += c;
  }
  return fields;
}

/// The rows of a file of data/, by the names in its first line.
std::vector<Row> rows_of(const std::string& file) {
  std::ifstream in("data/" + file);
  std::string line;
  if (!std::getline(in, line)) throw std::runtime_error("no " + file);
  const auto columns = split(line);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const auto fields = split(line);
    if (fields.size() != columns.size()) throw std::runtime_error(file + ": " + line);
    for (auto& row = rows.emplace_back(); const auto& column : columns)
      row[column] = fields[row.size()];
  }
  return rows;
}

/// A row as a line of JSON. The columns of `texts` are texts; every other one is a number, as it
/// stands in the file.
std::string json_of(const Row& row, const std::vector<std::string>& texts) {
  std::string line;
  for (const auto& [column, field] : row) {
    line += (line.empty() ? "{" : ",") + nlohmann::json(column).dump() + ":";
    const bool is_text = std::ranges::find(texts, column) != texts.end();
    line += is_text ? nlohmann::json(field).dump() : field;
  }
  return line + "}\n";
}

template <class M>
struct Read {
  std::vector<M> good;
  std::map<std::string, int> problems;  // by path and rule
  std::size_t bad = 0;
};

template <class M>
Read<M> read(const std::string& lines) {
  std::istringstream in(lines);
  Read<M> result;
  for (auto& line : json_lines<M>(in)) {
    if (line) {
      result.good.push_back(*line);
    } else {
      ++result.bad;
      for (const auto& problem : line.problems())
        ++result.problems[problem.path + " " + problem.rule];
    }
  }
  return result;
}

double number(const Row& row, const std::string& column) {
  return std::strtod(row.at(column).c_str(), nullptr);
}

int count(const std::vector<Row>& rows, const std::function<bool(const Row&)>& is) {
  return static_cast<int>(std::ranges::count_if(rows, is));
}

class RealData : public InSandbox {};

std::vector<Row> earthquakes() {
  auto rows = rows_of("earthquakes.csv");
  for (auto& row : rows) {
    row["at"] = Time::from_millis(std::strtoll(row["time_ms"].c_str(), nullptr, 10)).str();
    row.erase("time_ms");
    row.erase("updated_ms");
  }
  return rows;
}

TEST_F(RealData, earthquakes_above_the_ground_and_of_no_strength_are_told_from_the_others) {
  const auto rows = earthquakes();
  std::string lines;
  for (const auto& row : rows)
    lines += json_of(row, {"at", "magnitude_type", "place", "status", "network"});
  auto [good, problems, bad] = read<Earthquake>(lines);

  EXPECT_EQ(problems, (std::map<std::string, int>{{"depth_km ge", 43}, {"magnitude ge", 44}}));
  EXPECT_EQ(count(rows, [](auto& row) { return number(row, "depth_km") < 0; }), 43);
  EXPECT_EQ(count(rows, [](auto& row) { return number(row, "magnitude") < 0; }), 44);
  EXPECT_EQ(bad, 85U);  // two are both
  EXPECT_EQ(rows.size(), 1707U);
  ASSERT_EQ(good.size(), 1707U - 85U);

  Earthquake::persist_many(good);
  EXPECT_EQ(Earthquake::all().count(), 1622);
  EXPECT_EQ(Earthquake::filter(fld<&Earthquake::magnitude> >= 5).count(),
            count(rows, [](auto& row) { return number(row, "magnitude") >= 5; }));
  EXPECT_EQ(Earthquake::filter(fld<&Earthquake::status> == Earthquake::Status::automatic).count(),
            count(rows, [](auto& row) {
              return row.at("status") == "automatic" && number(row, "magnitude") >= 0 &&
                     number(row, "depth_km") >= 0;
            }));
}

TEST_F(RealData, what_is_stored_is_written_as_it_came) {
  const auto rows = earthquakes();
  const auto line = json_of(rows.front(), {"at", "magnitude_type", "place", "status", "network"});
  auto quake = from_json<Earthquake>(line);
  quake.persist();
  auto written = nlohmann::json::parse(to_json(Earthquake::get(quake.id)));
  EXPECT_EQ(written.at("id"), quake.id.key().str());
  written.erase("id");
  EXPECT_EQ(written, nlohmann::json::parse(line));
}

TEST_F(RealData, no_text_is_taken_for_a_number) {
  std::string lines;  // as a reader of CSV gives it that knows no types
  for (const auto& row : earthquakes())
    lines += json_of(row, {"at", "magnitude_type", "place", "status", "network", "magnitude",
                           "longitude", "latitude", "depth_km"});
  const auto [good, problems, bad] = read<Earthquake>(lines);
  EXPECT_TRUE(good.empty());
  EXPECT_EQ(problems, (std::map<std::string, int>{{"depth_km type", 1707},
                                                  {"latitude type", 1707},
                                                  {"longitude type", 1707},
                                                  {"magnitude type", 1707}}));
}

TEST_F(RealData, twenty_thousand_flights_are_checked_and_stored) {
  const auto rows = rows_of("flights.csv");
  std::string lines;
  for (const auto& row : rows) lines += json_of(row, {"departure_local", "origin", "destination"});
  auto [good, problems, bad] = read<Flight>(lines);

  EXPECT_EQ(problems,
            (std::map<std::string, int>{
                {"delay_minutes ge", 166}, {"delay_minutes le", 91}, {"distance_miles ge", 14}}));
  const auto is_good = [](const Row& row) {
    return number(row, "delay_minutes") >= -30 && number(row, "delay_minutes") <= 180 &&
           number(row, "distance_miles") >= 50;
  };
  EXPECT_EQ(static_cast<int>(good.size()), count(rows, is_good));
  EXPECT_EQ(good.size() + bad, 20'000U);

  Flight::persist_many(good);
  EXPECT_EQ(Flight::all().count(), count(rows, is_good));
  EXPECT_EQ(Flight::filter(fld<&Flight::origin> == "SFO").count(),
            count(rows, [&](auto& row) { return is_good(row) && row.at("origin") == "SFO"; }));
}

TEST_F(RealData, a_local_departure_is_no_instant) {
  struct Departure {
    Time departure_local;
  };
  std::string lines;
  for (const auto& row : rows_of("flights.csv"))
    lines += json_of({{"departure_local", row.at("departure_local")}}, {"departure_local"});
  const auto [good, problems, bad] = read<Departure>(lines);
  EXPECT_TRUE(good.empty());
  EXPECT_EQ(problems, (std::map<std::string, int>{{"departure_local type", 20'000}}));
}

}  // namespace
}  // namespace loom::test
