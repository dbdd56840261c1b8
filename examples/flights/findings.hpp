#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the demo finds out by asking the database.

#include <cstdint>
#include <string>
#include <vector>

#include "models.hpp"

namespace flights {

struct BusyAirport {
  std::string code;
  std::string city;
  std::int64_t departures = 0;
};

struct Route {
  std::string origin;
  std::string destination;
  std::int64_t flights = 0;
  double mean_delay_minutes = 0;
};

struct Share {
  Punctuality punctuality = Punctuality::on_time;
  std::int64_t flights = 0;
};

/// A question in words, and how many flights answer it.
struct Answer {
  std::string question;
  std::int64_t flights = 0;
};

/// Two writers changed one airport's remarks: what the second one met, and what stands there now.
struct Conflict {
  std::string airport;
  std::string error;
  std::vector<std::string> fields;
  std::vector<std::string> remarks;
};

/// The flights of one local day at one airport, by the clocks of that airport.
struct Day {
  std::string date;
  std::int64_t flights = 0;
  double mean_delay_minutes = 0;
};
/// The flights that left in one hour of the day, each by the clocks of its own airport.
struct Hour {
  std::int32_t hour = 0;
  std::int64_t flights = 0;
  double mean_delay_minutes = 0;
};

struct Findings {
  std::int64_t airports = 0;
  std::int64_t flights = 0;
  std::int64_t departures_counted = 0;
  std::vector<std::string> miscounted_airports;
  std::vector<BusyAirport> busiest;
  std::vector<Share> punctuality;
  std::vector<Route> most_delayed;
  std::vector<Answer> answers;
  std::string airport_of_days;
  std::vector<Day> days;
  std::vector<Hour> hours;
  Conflict conflict;
};

/// Asks all questions.
Findings ask();

/// Lets two writers collide, and the second one solve it.
Conflict collide();

}  // namespace flights
