// SPDX-License-Identifier: Apache-2.0
// The zones of this process, each read once and kept, and their conversions.

#include "loom/time/zone.hpp"

#include <array>
#include <atomic>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <ostream>
#include <vector>

#include "loom/info/error.hpp"
#include "time/date_time_text.hpp"
#include "time/zone_file.hpp"
#include "time/zone_folder.hpp"
#include "time/zone_table.hpp"

namespace loom {
namespace {

using core::Millis;
using core::Piece;

constexpr Piece utc_piece{core::earliest_instant, core::latest_instant, 0, core::earliest_instant};

struct KnownZone {
  std::string name;
  core::ZoneFile file;
  core::ZoneTable table{
      name, file.pieces, {file.pieces.front().end, file.slices}, file.repeats_from};
  const KnownZone* next = nullptr;  // in its bucket
};

/// Zones are found without a lock, and are never forgotten: a Zone refers to its table for ever.
class KnownZones {
 public:
  const core::ZoneTable* find(std::string_view name) const {
    const auto* zone = bucket(name).load(std::memory_order_acquire);
    while (zone != nullptr && zone->name != name) zone = zone->next;
    return zone == nullptr ? nullptr : &zone->table;
  }
  const core::ZoneTable& add(std::string_view name, core::ZoneFile file) {
    const std::scoped_lock lock(adding_);
    if (const auto* found = find(name)) return *found;
    auto& head = bucket(name);
    auto* zone = new KnownZone{.name = std::string(name), .file = std::move(file)};
    zone->next = head.load(std::memory_order_relaxed);
    head.store(zone, std::memory_order_release);
    return zone->table;
  }

 private:
  using Bucket = std::atomic<const KnownZone*>;
  Bucket& bucket(std::string_view name) const {
    return buckets_[std::hash<std::string_view>{}(name) % buckets_.size()];
  }

  mutable std::array<Bucket, 256> buckets_{};
  std::mutex adding_;
};

constinit KnownZones known_zones;

std::string in_quotes(std::string_view name) { return '"' + std::string(name) + '"'; }

[[noreturn]] void throw_unknown(const std::filesystem::path& folder, std::string_view name) {
  std::string text = "There is no time zone ";
  text += core::is_zone_name(name) ? in_quotes(name) : "of this name";
  std::string separator = "; did you mean ";
  for (const auto& similar : core::similar_zone_names(folder, name)) {
    text += separator + in_quotes(similar);
    separator = " or ";
  }
  throw TimeZoneError(text + (separator == " or " ? "?" : ": names are like \"Europe/Paris\"."));
}

const core::ZoneTable& load(std::string_view name) {
  const auto folder = core::zone_folder();
  if (!core::is_zone_name(name)) throw_unknown(folder, name);
  const auto path = folder / name;
  std::error_code unreadable;
  if (!std::filesystem::is_regular_file(path, unreadable)) throw_unknown(folder, name);
  std::ifstream in(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  auto file = core::read_zone_file(bytes);
  if (!file)
    throw TimeZoneError(
        "The zone data of " + in_quotes(name) +
        " cannot be read, or is damaged, older than its format of 2005 or with leap seconds: "
        "install the package tzdata again.");
  return known_zones.add(name, std::move(*file));
}

/// A wall-clock time in a zone: the instants at which the clocks show it, in ascending order, or
/// the change that leaves it out.
struct Occurrences {
  std::vector<Time> instants;
  std::optional<Time> change;
};

Occurrences occurrences(const core::ZoneTable& table, LocalTime local) {
  const Time shown(Time::from_millis(local.local_time().time_since_epoch().count()));
  // No clock was ever more than two days away from UTC.
  const Time until = shown + std::chrono::days(2);
  Occurrences result;
  for (Time from = shown - std::chrono::days(2); from <= until;) {
    const Piece piece = table.at(from.since_epoch().count());
    const Millis instant = shown.since_epoch().count() - piece.offset;
    if (instant >= piece.begin && instant < piece.end)
      result.instants.push_back(Time::from_millis(instant));
    if (instant < piece.begin && result.instants.empty() && !result.change)
      result.change = Time::from_millis(piece.begin);
    from = Time::from_millis(piece.end);
  }
  return result;
}

}  // namespace

constinit const core::ZoneTable core::utc_table{"UTC", {&utc_piece, 1}, {}, core::latest_instant};

std::string_view Zone::name() const noexcept { return table_->name(); }

std::chrono::seconds Zone::offset_at(Time time) const noexcept {
  return std::chrono::seconds(table_->at(time.since_epoch().count()).offset / 1000);
}

LocalTime Zone::to_local(Time time) const {
  return std::chrono::local_time<std::chrono::milliseconds>((time + offset_at(time)).since_epoch());
}

Time Zone::to_time(LocalTime local) const {
  const auto [instants, change] = occurrences(*table_, local);
  if (instants.size() == 1) return instants.front();
  const std::string clocks = "The clocks of " + in_quotes(name());
  const std::string remedy =
      ": say which is meant, loom::Choose::earliest or loom::Choose::latest.";
  if (instants.empty())
    throw TimeZoneError(clocks + " never show this time, they skip it at " + change->str() +
                        remedy);
  throw TimeZoneError(clocks + " show this time twice, at " + instants.front().str() + " and at " +
                      instants.back().str() + remedy);
}

Time Zone::to_time(LocalTime local, Choose choose) const {
  const auto [instants, change] = occurrences(*table_, local);
  if (instants.empty()) return *change;
  return choose == Choose::earliest ? instants.front() : instants.back();
}

std::ostream& operator<<(std::ostream& out, Zone zone) { return out << zone.name(); }

Zone zone(std::string_view name) {
  if (name == utc.name()) return utc;
  if (const auto* known = known_zones.find(name)) return Zone(*known);
  return Zone(load(name));
}

std::string to_text(Time time, Zone zone) {
  return zone.to_local(time).str() + offset_text(zone.offset_at(time));
}

}  // namespace loom
