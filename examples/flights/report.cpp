// SPDX-License-Identifier: Apache-2.0
// Shows the findings: as tables for people, or as JSON for programs.

#include "report.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <loom/bson/codec_aggregate.hpp>

#include "../shared/terminal.hpp"

namespace flights {
namespace {

using examples::print_table;
using examples::Row;

// 20000 is easier to read as 20,000.
std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = std::ssize(text) - 3; at > 0; at -= 3) text.insert(std::size_t(at), ",");
  return text;
}

std::string minutes(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f min", number);
  return text;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string in_words(Punctuality punctuality) {
  switch (punctuality) {
    case Punctuality::early:
      return "early";
    case Punctuality::on_time:
      return "on time";
    case Punctuality::late:
      return "late by 15 minutes or more";
    case Punctuality::very_late:
      return "late by an hour or more";
  }
  return {};
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

}  // namespace

void print_tables(const Findings& findings) {
  std::vector<Row> rows;
  for (const auto& airport : findings.busiest)
    rows.push_back({{airport.code + " " + airport.city, grouped(airport.departures)},
                    double(airport.departures)});
  print_table("The busiest airports, by departures", rows);

  rows.clear();
  for (const auto& share : findings.punctuality)
    rows.push_back({{in_words(share.punctuality), grouped(share.flights)}, double(share.flights)});
  print_table("How punctual the flights were", rows);

  rows.clear();
  for (const auto& route : findings.most_delayed)
    rows.push_back({{route.origin + " to " + route.destination, minutes(route.mean_delay_minutes),
                     grouped(route.flights) + " flights"},
                    route.mean_delay_minutes});
  print_table("The most delayed routes, by the mean of 20 flights or more", rows);

  rows.clear();
  for (const auto& day : findings.days)
    rows.push_back({{day.date, grouped(day.flights) + " flights", minutes(day.mean_delay_minutes)},
                    std::max(0.0, day.mean_delay_minutes)});
  print_table("The mean delay of each day in " + findings.airport_of_days, rows);

  rows.clear();
  for (const auto& hour : findings.hours)
    rows.push_back({{two_digits(hour.hour) + ":00", grouped(hour.flights) + " flights",
                     minutes(hour.mean_delay_minutes)},
                    std::max(0.0, hour.mean_delay_minutes)});
  print_table("The mean delay of each hour of the day, by the clocks of each airport", rows);

  rows.clear();
  for (const auto& answer : findings.answers)
    rows.push_back({{answer.question, grouped(answer.flights)}, double(answer.flights)});
  print_table("How many flights …", rows);

  const auto& conflict = findings.conflict;
  std::cout << "\nTwo writers changed the remarks of " << conflict.airport
            << " at once. The second one was told:\n  ConflictError: " << conflict.error
            << "\n  and after modify() the remarks are: " << joined(conflict.remarks) << '\n';
}

void print_json(const Findings& findings) {
  loom::bson::Writer out;
  loom::bson::encode(out, findings);
  std::cout << loom::Document::from_bytes(out.bytes()).to_relaxed_json() << '\n';
}

}  // namespace flights
