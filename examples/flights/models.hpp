#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the demo stores: airports, and flights between them.

#include <chrono>
#include <cstdint>
#include <loom/loom.hpp>
#include <string>
#include <vector>

namespace flights {

using loom::fld;

/// Degrees north and east.
struct Position {
  double latitude = 0;
  double longitude = 0;
};

struct Airport : loom::PersistableModel<Airport> {
  static constexpr auto persist_db = loom::declare_persist_db("flights", "airports");

  loom::Id<Airport, std::string> code;  // "ORD": a key of the program's choice, stored as _id
  std::string name;
  std::string city;
  std::string state;
  Position position;
  std::string time_zone;
  std::vector<std::string> remarks;
  loom::IntCounter departures;  // counted by many at once
  loom::TimeUpdated updated_at;

  static constexpr auto indexes = loom::indexes(loom::index(fld<&Airport::departures>.desc()));
};

/// A wall clock's date and time at the origin.
///
/// It is no instant without the zone of its airport: as a loom::Time it would claim to be UTC. So
/// it is kept as what it is, a day and the time since that day's midnight.
struct LocalDeparture {
  std::chrono::year_month_day date;
  std::chrono::minutes time_of_day{};
};

/// In the words of the US Department of Transportation: 15 minutes make a flight late.
enum class Punctuality { early, on_time, late, very_late };

struct Flight : loom::PersistableModel<Flight> {
  static constexpr auto persist_db = loom::declare_persist_db("flights", "flights");

  loom::Id<Flight> id;
  loom::Ref<Airport, std::string> origin;
  loom::Ref<Airport, std::string> destination;
  LocalDeparture departure;
  std::chrono::minutes delay{};  // less than zero: it left early
  Punctuality punctuality = Punctuality::on_time;
  std::int32_t distance_miles = 0;

  static constexpr auto indexes =
      loom::indexes(loom::index(fld<&Flight::origin>, fld<&Flight::delay>.desc()),
                    loom::index(fld<&Flight::delay>.desc()));
};

/// The same flights as events of a time series: here the airport's zone has made an instant of the
/// local departure.
struct Departure : loom::TimeSeriesLedgerModel<Departure> {
  static constexpr auto persist_db = loom::declare_persist_db("flights", "departures");

  loom::Id<Departure> id;
  loom::Time at;
  std::string origin;
  std::int32_t delay_minutes = 0;

  static constexpr auto timeseries = loom::declare_timeseries(fld<&Departure::at>)
                                         .metakey(fld<&Departure::origin>)
                                         .granularity(loom::Granularity::hours);
};

constexpr Punctuality punctuality_of(std::chrono::minutes delay) {
  using namespace std::chrono_literals;
  if (delay < 0min) return Punctuality::early;
  if (delay < 15min) return Punctuality::on_time;
  return delay < 60min ? Punctuality::late : Punctuality::very_late;
}

}  // namespace flights
