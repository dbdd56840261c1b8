// SPDX-License-Identifier: Apache-2.0
// The demo: 20,000 real flights become typed objects in MongoDB, are counted by several writers at
// once, and are asked questions.

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "../shared/terminal.hpp"
#include "csv.hpp"
#include "load.hpp"
#include "report.hpp"

namespace {

// A write is acknowledged when it is on the disk, which takes a millisecond and more; the server
// syncs all that wait with one stroke. So many writers at once count faster than one.
constexpr std::size_t writers = 16;

struct Arguments {
  std::filesystem::path folder = "data";
  bool json = false;
};

Arguments read_arguments(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view value = values[i];
    if (value == "--json")
      arguments.json = true;
    else if (value.starts_with('-'))
      throw std::runtime_error("usage: flights [--json] [folder of airports.csv and flights.csv]");
    else
      arguments.folder = value;
  }
  return arguments;
}

int run(const Arguments& arguments) {
  const auto started = std::chrono::steady_clock::now();
  const auto say = [&](const std::string& text) {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started;
    if (!arguments.json) std::printf("%5.1f s  %s\n", passed.count(), text.c_str());
    std::fflush(stdout);
  };

  auto airports = flights::read_airports(arguments.folder / "airports.csv");
  auto all = flights::read_flights(arguments.folder / "flights.csv", airports);
  // Every run has databases of its own, and leaves none behind.
  loom::testing::Sandbox sandbox;
  say("read the data, and found a server");

  flights::save(airports, all);
  say("saved " + std::to_string(airports.size()) + " airports and " + std::to_string(all.size()) +
      " flights");

  flights::save_departures(airports, all);
  say("made instants of the departures, by the zones of the airports: a time series");

  flights::count_departures(all, writers);
  say(std::to_string(writers) + " writers counted the departures at once");

  auto findings = flights::ask();
  findings.conflict = flights::collide();
  const bool none_lost =
      findings.departures_counted == findings.flights && findings.miscounted_airports.empty();
  say(none_lost ? "compared the counters with the flights: none was lost"
                : "compared the counters with the flights: SOME WERE LOST");

  if (arguments.json)
    flights::print_json(findings);
  else
    flights::print_tables(findings);
  return none_lost ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run(read_arguments(count, values));
  } catch (const std::exception& error) {
    std::cerr << "flights: " << error.what() << '\n';
    return 2;
  }
}
