// SPDX-License-Identifier: Apache-2.0
// Fills the database: saves objects in bulk, and counts departures by many writers at once.

#include "load.hpp"

#include <algorithm>
#include <future>
#include <unordered_map>

#include "terminal.hpp"

namespace flights {
namespace {

// A writer of its own: it knows nothing of the others, and its airports are its own copies.
void count_as_one_writer(std::span<const Flight> flights, std::size_t first, std::size_t step,
                         Progress& progress) {
  std::unordered_map<std::string, Airport> airports;
  for (std::size_t i = first; i < flights.size(); i += step) {
    const auto& origin = flights[i].origin;
    auto [place, is_new] = airports.try_emplace(origin.key());
    Airport& airport = place->second;
    if (is_new) airport = Airport::get(origin.key());
    ++airport.departures;
    airport.persist();  // sends {"$inc": {"departures": 1}}: the server adds, so none is lost
    progress.advance();
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

void count_departures(std::span<const Flight> flights, std::size_t writers) {
  Progress progress("Counting departures", flights.size());
  std::vector<std::future<void>> running;
  for (std::size_t i = 0; i < writers; ++i)
    running.push_back(std::async(std::launch::async,
                                 [&, i] { count_as_one_writer(flights, i, writers, progress); }));
  for (auto& writer : running) writer.get();
}

}  // namespace flights
