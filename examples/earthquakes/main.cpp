// SPDX-License-Identifier: Apache-2.0
// A week of earthquakes as a time series: how many there were on each day and how strong, also
// where the day is that of California.

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <loom/loom.hpp>
#include <numeric>

#include "../shared/csv_lines.hpp"
#include "../shared/terminal.hpp"

namespace {

using loom::fld;

struct Earthquake : loom::TimeSeriesLedgerModel<Earthquake> {
  static constexpr auto persist_db = loom::declare_persist_db("earth", "earthquakes");

  loom::Id<Earthquake> id;
  loom::Time at;
  std::string network;  // that has measured it
  std::string place;
  std::optional<double> magnitude;
  double depth_km = 0;

  static constexpr auto timeseries = loom::declare_timeseries(fld<&Earthquake::at>)
                                         .metakey(fld<&Earthquake::network>)
                                         .granularity(loom::Granularity::minutes);
};

std::vector<Earthquake> read_earthquakes(const std::filesystem::path& file) {
  using examples::number;
  std::vector<Earthquake> all;
  examples::read_lines(
      file,
      "time_ms,updated_ms,magnitude,magnitude_type,place,longitude,latitude,depth_km,status,"
      "network",
      [&](const examples::Fields& fields) {
        all.push_back({.at = loom::Time::from_millis(number<std::int64_t>(fields[0])),
                       .network = fields[9],
                       .place = fields[4]});
        if (!fields[2].empty()) all.back().magnitude = number<double>(fields[2]);
        if (!fields[7].empty()) all.back().depth_km = number<double>(fields[7]);
      });
  return all;
}

struct Period {
  loom::Time from, to;
};

std::string magnitude(std::optional<double> value) {
  char text[32] = "not measured";
  if (value) std::snprintf(text, sizeof text, "magnitude %.1f", *value);
  return text;
}

/// Prints the days of a zone, each of them, and gives how many earthquakes they hold.
std::int64_t print_days(const std::string& title, loom::Zone zone, Period period,
                        const loom::Filter<Earthquake>& wanted) {
  const auto counts = Earthquake::load_frames<loom::DailyFrame>(zone, period.from, period.to,
                                                                loom::count(), wanted);
  const auto greatest = Earthquake::load_frames<loom::DailyFrame>(
      zone, period.from, period.to, loom::max(fld<&Earthquake::magnitude>), wanted);
  std::vector<examples::Row> rows;
  for (std::size_t i = 0; i < counts.size(); ++i)
    rows.push_back({{counts[i].frame.name(), std::to_string(counts[i].value) + " quakes",
                     "up to " + magnitude(greatest[i].value)},
                    double(counts[i].value)});
  examples::print_table(title, rows);
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0},
                         [](std::int64_t sum, const auto& day) { return sum + day.value; });
}

void print_strongest() {
  std::vector<examples::Row> rows;
  for (const auto& each : Earthquake::filter(fld<&Earthquake::magnitude> >= 5.0)
                              .sort(fld<&Earthquake::magnitude>.desc())
                              .limit(8)
                              .load_many())
    rows.push_back({{each.place, to_text(each.at, loom::utc), magnitude(each.magnitude)},
                    each.magnitude.value_or(0)});
  examples::print_table("The strongest", rows);
}

int run(const std::filesystem::path& folder) {
  auto all = read_earthquakes(folder / "earthquakes.csv");
  loom::testing::Sandbox sandbox;  // databases of its own, dropped at its end
  Earthquake::persist_many(all);

  const auto [first, last] = std::ranges::minmax(all, {}, &Earthquake::at);
  const Period week{first.at, last.at + std::chrono::milliseconds(1)};
  const auto counted = print_days("Earthquakes by day, in UTC", loom::utc, week, loom::match_all);
  print_days("Those of California, by its own days", loom::zone("America/Los_Angeles"), week,
             fld<&Earthquake::network>.in({"ci", "nc"}));
  print_strongest();
  return counted == std::ssize(all) ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run(count > 1 ? values[1] : "data");
  } catch (const std::exception& error) {
    std::cerr << "earthquakes: " << error.what() << '\n';
    return 2;
  }
}
