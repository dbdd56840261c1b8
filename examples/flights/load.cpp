// SPDX-License-Identifier: Apache-2.0
// Fills the database: saves objects in bulk, and counts departures by many writers at once.

#include "load.hpp"

#include <algorithm>
#include <functional>
#include <future>
#include <string>
#include <unordered_map>
#include <vector>

#include "../shared/terminal.hpp"

namespace flights {
namespace {

using examples::Progress;

// A writer of its own: it knows nothing of the others, and its airports are its own copies.
void count_as_one_writer(std::span<const Flight> flights, Progress& progress) {
  constexpr std::size_t at_once = 250;
  std::unordered_map<std::string, Airport> airports;
  while (!flights.empty()) {
    const auto part = flights.first(std::min(at_once, flights.size()));
    for (const Flight& flight : part) {
      const auto& code = flight.origin.key();
      const auto [place, is_new] = airports.try_emplace(code);
      if (is_new) place->second = Airport::get(code);
      ++place->second.departures;
    }
    // Sends {"$inc": {"departures": 3}}, so the server adds and no other writer's count is lost.
    // Where nothing was counted, nothing is sent.
    for (auto& [code, airport] : airports) airport.persist();
    progress.advance(part.size());
    flights = flights.subspan(part.size());
  }
}

}  // namespace

void save(std::span<Airport> airports, std::span<Flight> flights) {
  Airport::persist_many(airports);

  constexpr std::size_t at_once = 1'000;  // small enough to show progress
  Progress progress("Saving flights", flights.size());
  for (std::size_t i = 0; i < flights.size(); i += at_once) {
    const auto part = flights.subspan(i, std::min(at_once, flights.size() - i));
    Flight::persist_many(part);
    progress.advance(part.size());
  }
}

void save_departures(std::span<const Airport> airports, std::span<const Flight> flights) {
  std::unordered_map<std::string, loom::Zone> zones;
  for (const Airport& airport : airports)
    zones.emplace(airport.code.key(), loom::zone(airport.time_zone));
  std::vector<Departure> departures;
  departures.reserve(flights.size());
  for (const Flight& flight : flights) {
    const auto& [date, time_of_day] = flight.departure;
    const loom::LocalTime local = std::chrono::local_days(date) + time_of_day;
    const auto& origin = flight.origin.key();
    departures.push_back({.at = zones.at(origin).to_time(local),
                          .origin = origin,
                          .delay_minutes = static_cast<std::int32_t>(flight.delay.count())});
  }
  Departure::persist_many(departures);
}

void count_departures(std::span<const Flight> flights, std::size_t writers) {
  Progress progress("Counting departures", flights.size());
  std::vector<std::future<void>> running;
  const auto share = flights.size() / writers + 1;
  for (std::size_t i = 0; i < flights.size(); i += share)
    running.push_back(std::async(std::launch::async, count_as_one_writer,
                                 flights.subspan(i, std::min(share, flights.size() - i)),
                                 std::ref(progress)));
  for (auto& writer : running) writer.get();
}

}  // namespace flights
