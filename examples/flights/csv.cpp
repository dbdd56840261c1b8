// SPDX-License-Identifier: Apache-2.0
// The two data files as objects. What does not fit is an error that names the file and the line.

#include "csv.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "../shared/csv_lines.hpp"

namespace flights {
namespace {

using examples::Fields;
using examples::number;
using examples::read_lines;

// "2001-01-31T18:05"
LocalDeparture local_departure(std::string_view text) {
  if (text.size() != 16 || text[10] != 'T' || text[13] != ':')
    throw std::runtime_error("a departure is written 2001-01-31T18:05");
  const auto hour = number<unsigned>(text.substr(11, 2)),
             minute = number<unsigned>(text.substr(14));
  if (hour > 23 || minute > 59) throw std::runtime_error("a departure has an hour and a minute");
  return {loom::parse_date(text.substr(0, 10)),
          std::chrono::hours(hour) + std::chrono::minutes(minute)};
}

}  // namespace

std::vector<Airport> read_airports(const std::filesystem::path& file) {
  std::vector<Airport> airports;
  read_lines(file, "iata,name,city,state,latitude,longitude,time_zone", [&](const Fields& fields) {
    airports.push_back({.code = fields[0],
                        .name = fields[1],
                        .city = fields[2],
                        .state = fields[3],
                        .position = {number<double>(fields[4]), number<double>(fields[5])},
                        .time_zone = fields[6]});
  });
  return airports;
}

std::vector<Flight> read_flights(const std::filesystem::path& file,
                                 const std::vector<Airport>& airports) {
  std::unordered_map<std::string, loom::Ref<Airport, std::string>> refs;
  for (const Airport& airport : airports) refs.emplace(airport.code.key(), airport.code);
  const auto airport = [&](const std::string& code) {
    const auto found = refs.find(code);
    if (found == refs.end()) throw std::runtime_error("there is no airport " + code);
    return found->second;
  };
  std::vector<Flight> flights;
  read_lines(file, "departure_local,origin,destination,delay_minutes,distance_miles",
             [&](const Fields& fields) {
               const std::chrono::minutes delay(number<int>(fields[3]));
               flights.push_back({.origin = airport(fields[1]),
                                  .destination = airport(fields[2]),
                                  .departure = local_departure(fields[0]),
                                  .delay = delay,
                                  .punctuality = punctuality_of(delay),
                                  .distance_miles = number<std::int32_t>(fields[4])});
             });
  return flights;
}

}  // namespace flights
