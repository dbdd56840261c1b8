// SPDX-License-Identifier: Apache-2.0
// A million readings of a time series, inserted and grouped by day in a zone: by Loom and by
// libmongoc with code by hand, in turn on one server; prints how they compare.

#include <mongoc/mongoc.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "connect/local_server.hpp"
#include "reading.hpp"

namespace {

using namespace std::chrono_literals;
using bench::Means;
using bench::Reading;
using loom::fld;

struct DayMean {
  loom::Time day;
  double mean = 0;
};

class ByLoom final : public bench::Side {
 public:
  void insert(std::vector<Reading>& readings) override { Reading::persist_many(readings); }
  Means means_by_day() override {
    Means means;
    const auto zone = loom::zone(bench::zone_name);
    for (const auto& row :
         Reading::all()
             .group<DayMean>(
                 fld<& DayMean::day> = loom::frame<loom::DailyFrame>(fld<&Reading::at>, zone),
                       fld<& DayMean::mean> = loom::avg(fld<&Reading::celsius>))
             .load_many())
      means[row.day.since_epoch().count()] = row.mean;
    return means;
  }
};

// 100 sensors, a reading of each every ten minutes.
std::vector<Reading> make_readings(std::size_t n) {
  constexpr std::size_t sensors = 100;
  std::vector<Reading> readings(n);
  const auto from = loom::parse_time("2026-01-01T00:00:00Z");
  for (std::size_t i = 0; i < n; ++i) {
    readings[i].at = from + 10min * static_cast<std::int64_t>(i / sensors);
    readings[i].sensor = "sensor " + std::to_string(i % sensors);
    readings[i].celsius = 15 + 10 * std::sin(static_cast<double>(i) / 14'400);
    readings[i].battery = static_cast<std::int32_t>(100 - i % 100);
  }
  return readings;
}

struct Times {
  std::vector<double> insert, group;
};

template <class F>
double seconds_of(F f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void measure(bench::Side& side, std::size_t n, Times& times, Means& means) {
  auto readings = make_readings(n);
  times.insert.push_back(seconds_of([&] { side.insert(readings); }));
  readings = {};
  times.group.push_back(seconds_of([&] { means = side.means_by_day(); }));
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void print(const char* name, const std::vector<double>& loom, const std::vector<double>& by_hand) {
  std::printf("%-22s loom %6.2f s, by hand %6.2f s: %.2f times as fast\n", name, median(loom),
              median(by_hand), median(by_hand) / median(loom));
}

std::size_t number(const char* name, std::size_t fallback) {
  const char* set = std::getenv(name);
  return set ? std::strtoul(set, nullptr, 10) : fallback;
}

void compare() {
  const char* set = std::getenv("MONGODB_LOCAL_URI");
  const std::string uri = set && *set ? set : loom::core::local_server_uri();
  loom::connect(uri);
  const std::string promises = "w=majority&journal=true&readConcernLevel=majority";
  bench::ByHand by_hand(uri + (uri.find('?') == uri.npos ? "/?" : "&") + promises);
  const auto n = number("BENCH_N", 1'000'000);
  Times loom_times, hand_times;
  for (std::size_t round = 0; round < number("ROUNDS", 3); ++round) {
    Means loom_means, hand_means;
    const auto by_loom = [&] {
      loom::connect(uri);  // the collection is gone: Loom looks again
      ByLoom side;
      measure(side, n, loom_times, loom_means);
    };
    by_hand.drop_database();
    if (round % 2 == 0) by_loom();
    measure(by_hand, n, hand_times, hand_means);
    if (round % 2 != 0) by_loom();
    if (loom_means != hand_means) throw std::runtime_error("the two sides found other means");
  }
  by_hand.drop_database();
  std::printf("%zu readings\n", n);
  print("insert", loom_times.insert, hand_times.insert);
  print("mean of each day", loom_times.group, hand_times.group);
}

}  // namespace

int main() {
  mongoc_init();
  mongoc_log_set_handler(nullptr, nullptr);
  try {
    compare();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_readings: %s\n", error.what());
    return 1;
  }
}
