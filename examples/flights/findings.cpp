// SPDX-License-Identifier: Apache-2.0
// What the demo finds out by asking the database.

#include "findings.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace flights {
namespace {

using namespace std::chrono_literals;

std::vector<BusyAirport> busiest(int how_many) {
  std::vector<BusyAirport> rows;
  for (const Airport& airport :
       Airport::all().sort(fld<&Airport::departures>.desc()).limit(how_many).load_many())
    rows.push_back({airport.code.key(), airport.city, airport.departures});
  return rows;
}

std::vector<Share> punctuality() {
  std::vector<Share> rows;
  for (const auto kind :
       {Punctuality::early, Punctuality::on_time, Punctuality::late, Punctuality::very_late})
    rows.push_back({kind, Flight::filter(fld<&Flight::punctuality> == kind).count()});
  return rows;
}

std::vector<Answer> answers() {
  const auto hour_of_departure = fld<&Flight::departure, &LocalDeparture::time_of_day>;
  const auto date = fld<&Flight::departure, &LocalDeparture::date>;
  const auto delayed = fld<&Flight::punctuality>.in({Punctuality::late, Punctuality::very_late});
  const loom::Filter<Flight> at_night = hour_of_departure >= 22h || hour_of_departure < 5h;

  std::vector<loom::Ref<Airport, std::string>> northern;
  for (const Airport& airport :
       Airport::filter(fld<&Airport::position, &Position::latitude> > 45.0).load_many())
    northern.emplace_back(airport.code);

  const auto answer = [](std::string question, const loom::Filter<Flight>& wanted) {
    return Answer{std::move(question), Flight::filter(wanted).count()};
  };
  return {
      answer("left an hour late or later", fld<&Flight::delay> >= 60min),
      answer("left by night, from ten to five", at_night),
      answer("left by night, and late", at_night && delayed),
      answer("left late on St Valentine's Day", date == loom::parse_date("2001-02-14") && delayed),
      answer("went further than 2,500 miles, not late",
             fld<&Flight::distance_miles> > 2'500 && !delayed),
      answer(
          "left north of 45 degrees, very late",
          fld<&Flight::origin>.in(northern) && fld<&Flight::punctuality> == Punctuality::very_late),
  };
}

// Reads every flight once, holding one batch of them: what a group by the server will do later.
void stream_over_flights(Findings& findings) {
  std::map<std::pair<std::string, std::string>, Route> routes;
  std::map<std::string, std::int64_t> departures;
  for (const Flight& flight : Flight::all().stream()) {
    const auto& from = flight.origin.key();
    const auto& to = flight.destination.key();
    ++departures[from];
    Route& route = routes.try_emplace({from, to}, Route{from, to}).first->second;
    ++route.flights;
    route.mean_delay_minutes += double(flight.delay.count());
  }

  for (const Airport& airport : Airport::all().load_many()) {
    findings.departures_counted += airport.departures;
    if (airport.departures != departures[airport.code.key()])
      findings.miscounted_airports.push_back(airport.code.key());
  }

  constexpr std::int64_t enough_for_a_mean = 20;
  for (auto& [ends, route] : routes) {
    if (route.flights < enough_for_a_mean) continue;
    route.mean_delay_minutes /= double(route.flights);
    findings.most_delayed.push_back(route);
  }
  std::ranges::sort(findings.most_delayed, std::greater(), &Route::mean_delay_minutes);
  findings.most_delayed.resize(std::min<std::size_t>(findings.most_delayed.size(), 8));
}

// Two weeks at one airport: its days begin at its own midnight, and each of them is there.
std::vector<Day> days_at(const Airport& airport) {
  const auto zone = loom::zone(airport.time_zone);
  const auto from = loom::DailyFrame::of("2001-02-01", zone).floor();
  const auto to = loom::DailyFrame::of("2001-02-15", zone).floor();
  const auto here = fld<&Departure::origin> == airport.code.key();
  const auto flights =
      Departure::load_frames<loom::DailyFrame>(zone, from, to, loom::count(), here);
  const auto delays = Departure::load_frames<loom::DailyFrame>(
      zone, from, to, loom::avg(fld<&Departure::delay_minutes>), here);
  std::vector<Day> days;
  for (std::size_t i = 0; i < flights.size(); ++i)
    days.push_back({flights[i].frame.name(), flights[i].value, delays[i].value.value_or(0)});
  return days;
}

struct HourOfZone {
  std::int32_t hour = 0;
  std::int64_t flights = 0;
  std::int64_t delay_minutes = 0;
};

// What the clocks show depends on the zone, so the airports of each zone are asked for together.
std::vector<Hour> hours_of_the_day() {
  std::map<std::string, std::vector<std::string>> airports;
  for (const Airport& airport : Airport::all().load_many())
    airports[airport.time_zone].push_back(airport.code.key());
  std::map<std::int32_t, Hour> hours;
  for (const auto& [zone, codes] : airports)
    for (const auto& row :
         Departure::filter(fld<&Departure::origin>.in(codes))
             .group<HourOfZone>(
                 fld<& HourOfZone::hour> = loom::hour(fld<&Departure::at>, loom::zone(zone)),
                       fld<& HourOfZone::flights> = loom::count(),
                       fld<& HourOfZone::delay_minutes> = loom::sum(fld<&Departure::delay_minutes>))
             .load_many()) {
      auto& hour = hours.try_emplace(row.hour, Hour{row.hour}).first->second;
      hour.flights += row.flights;
      hour.mean_delay_minutes += double(row.delay_minutes);
    }
  std::vector<Hour> rows;
  for (auto& [number, hour] : hours) {
    hour.mean_delay_minutes /= double(hour.flights);
    rows.push_back(hour);
  }
  return rows;
}

}  // namespace

Findings ask() {
  Findings findings{.airports = Airport::all().count(),
                    .flights = Flight::all().count(),
                    .busiest = busiest(8),
                    .punctuality = punctuality(),
                    .answers = answers(),
                    .hours = hours_of_the_day()};
  const auto& airport = findings.busiest.front();
  findings.airport_of_days = airport.city;
  findings.days = days_at(Airport::get(airport.code));
  stream_over_flights(findings);
  return findings;
}

Conflict collide() {
  const loom::Id<Airport, std::string> code("ORD");
  Airport first = Airport::get(code);
  Airport second = Airport::get(code);
  first.remarks.push_back("snow");
  first.persist();

  Conflict conflict{.airport = code.key()};
  second.remarks.push_back("runway closed");
  try {
    second.persist();
  } catch (const loom::ConflictError& error) {
    // To write now would lose the snow. modify() loads what is there, and applies the change to it.
    conflict.error = error.what();
    conflict.fields = error.fields();
    second = Airport::modify(code, [](Airport& a) { a.remarks.push_back("runway closed"); });
  }
  conflict.remarks = second.remarks;
  return conflict;
}

}  // namespace flights
