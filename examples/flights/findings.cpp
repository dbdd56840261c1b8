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

}  // namespace

Findings ask() {
  Findings findings{.airports = Airport::all().count(),
                    .flights = Flight::all().count(),
                    .busiest = busiest(8),
                    .punctuality = punctuality(),
                    .answers = answers()};
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
