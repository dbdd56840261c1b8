#pragma once
// SPDX-License-Identifier: Apache-2.0
// Fills the database: saves objects in bulk, and counts departures by many writers at once.

#include <span>

#include "models.hpp"

namespace flights {

/// Saves all airports and flights.
void save(std::span<Airport> airports, std::span<Flight> flights);

/// Adds one to the counter of each flight's origin, by many writers at once.
void count_departures(std::span<const Flight> flights, std::size_t writers);

/// Saves each flight as an event: its instant is what the clocks of its airport showed.
///
/// Throws: loom::TimeZoneError, where they never showed it, or twice.
void save_departures(std::span<const Airport> airports, std::span<const Flight> flights);

}  // namespace flights
