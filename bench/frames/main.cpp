// SPDX-License-Identifier: Apache-2.0
// The day of random instants in one zone: Loom's frame beside Howard Hinnant's date, which finds
// where the local day begins, and with it the instant of that.

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

#include "loom/time/frame.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Instants = std::vector<std::int64_t>;

constexpr std::size_t how_many = 10'000'000;
constexpr const char* zone_name = "America/New_York";
constexpr double target = 5;

Instants random_instants() {
  std::mt19937_64 random(20261122);
  std::uniform_int_distribution<std::int64_t> anywhere(0, 2'114'380'800'000);  // 1970 to 2036
  Instants instants(how_many);
  for (auto& instant : instants) instant = anywhere(random);
  return instants;
}

struct Run {
  double nanoseconds;
  std::int64_t sum;  // of what was found: that both find the same
};

template <class Each>
Run run(const Instants& instants, Each each) {
  const auto start = Clock::now();
  std::int64_t sum = 0;
  for (const auto instant : instants) sum += each(instant);
  const std::chrono::duration<double, std::nano> taken = Clock::now() - start;
  return {taken.count() / static_cast<double>(instants.size()), sum};
}

date::sys_time<std::chrono::milliseconds> at(std::int64_t instant) {
  return date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(instant));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main() {
  const Instants instants = random_instants();
  const auto zone = loom::zone(zone_name);
  const auto* peer = date::locate_zone(zone_name);
  std::vector<double> loom_ns, local_ns, instant_ns;
  bool same = true;
  for (int round = 0; round < 5; ++round) {
    const auto loom = run(instants, [zone](std::int64_t instant) {
      const auto frame = loom::DailyFrame::containing(loom::Time::from_millis(instant), zone);
      return frame.floor().since_epoch().count();
    });
    const auto local = run(instants, [peer](std::int64_t instant) {
      const auto day = date::floor<date::days>(peer->to_local(at(instant)));
      return static_cast<std::int64_t>(day.time_since_epoch().count());
    });
    const auto whole = run(instants, [peer](std::int64_t instant) {
      const auto day = date::floor<date::days>(peer->to_local(at(instant)));
      const auto begin = peer->to_sys(day, date::choose::earliest);
      return std::int64_t{begin.time_since_epoch().count()} * 1000;
    });
    loom_ns.push_back(loom.nanoseconds);
    local_ns.push_back(local.nanoseconds);
    instant_ns.push_back(whole.nanoseconds);
    same &= loom.sum == whole.sum;
  }
  const double local_ratio = median(local_ns) / median(loom_ns);
  const double instant_ratio = median(instant_ns) / median(loom_ns);
  std::printf("%zu instants in %s, medians of 5 rounds\n", how_many, zone_name);
  std::printf("loom  DailyFrame::containing       %6.1f ns\n", median(loom_ns));
  std::printf("date  to_local, floor              %6.1f ns, x%.1f\n", median(local_ns),
              local_ratio);
  std::printf("date  to_local, floor, to_sys      %6.1f ns, x%.1f\n", median(instant_ns),
              instant_ratio);
  std::printf("the same days: %s\n", same ? "yes" : "NO");
  std::printf("at least %.0f times as fast: %s\n", target, local_ratio >= target ? "yes" : "NO");
  return same ? 0 : 1;
}
