#pragma once
// SPDX-License-Identifier: Apache-2.0
// The two data files as objects. What does not fit is an error that names the file and the line.

#include <filesystem>
#include <vector>

#include "models.hpp"

namespace flights {

/// Reads `airports.csv`. Throws: std::runtime_error.
std::vector<Airport> read_airports(const std::filesystem::path& file);

/// Reads `flights.csv`. Throws: std::runtime_error, also for an airport that is not in `airports`.
std::vector<Flight> read_flights(const std::filesystem::path& file,
                                 const std::vector<Airport>& airports);

}  // namespace flights
