// SPDX-License-Identifier: Apache-2.0
// Reads TZif (RFC 8536) within its bounds, and goes on with the rule at its end.

#include "time/zone_file.hpp"

#include <algorithm>
#include <chrono>

namespace loom::core {
namespace {

/// Big-endian numbers from the front of a text. Reading beyond its end gives zeros and is noted.
class Input {
 public:
  explicit Input(std::string_view rest) : rest_(rest) {}

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      return {};
    }
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::int64_t integer(std::size_t size) {
    const auto bytes = take(size);
    std::uint64_t value = bytes.empty() || bytes[0] >= 0 ? 0 : ~std::uint64_t{0};
    for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
  }
  bool good() const { return good_; }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

struct Header {
  char version = 0;
  std::size_t is_utc, is_standard, leap_seconds, times, types, characters;

  std::size_t size_of_body(std::size_t size_of_time) const {
    return times * (size_of_time + 1) + types * 6 + characters + leap_seconds * (size_of_time + 4) +
           is_standard + is_utc;
  }
};

std::optional<Header> header(Input& in) {
  Header result;
  if (in.take(4) != "TZif") return std::nullopt;
  const auto version = in.take(1);
  in.take(15);
  for (std::size_t* count : {&result.is_utc, &result.is_standard, &result.leap_seconds,
                             &result.times, &result.types, &result.characters})
    *count = static_cast<std::uint32_t>(in.integer(4));
  if (!in.good() || version < "2") return std::nullopt;
  return result;
}

// Farther than a calendar reaches; some files begin with a change at the beginning of the world.
constexpr std::int64_t farthest_second = INT64_C(1) << 37U;

/// The changes that the file lists; the first is the offset before all of them.
std::optional<std::vector<OffsetChange>> listed_changes(Input& in, const Header& header) {
  const auto size = header.size_of_body(8);
  if (size > in.rest().size() || header.types == 0 || header.leap_seconds != 0) return std::nullopt;
  Input times(in.take(header.times * 8));
  const auto indexes = in.take(header.times);
  std::vector<std::int64_t> offsets;
  for (std::size_t i = 0; i < header.types; ++i) {
    offsets.push_back(in.integer(4));
    in.take(2);
    if (!is_zone_offset(offsets.back())) return std::nullopt;
  }
  in.take(header.characters + header.is_standard + header.is_utc);
  std::vector<OffsetChange> changes{{INT64_MIN, offsets[0]}};
  for (const char index : indexes) {
    const auto type = static_cast<unsigned char>(index);
    const auto at = times.integer(8);
    if (type >= offsets.size() || at > farthest_second ||
        (changes.size() > 1 && at <= changes.back().at))
      return std::nullopt;
    changes.push_back({at, offsets[type]});
  }
  return changes;
}

int year_of(std::int64_t seconds) {
  using namespace std::chrono;
  return static_cast<int>(
      year_month_day(floor<days>(sys_seconds(std::chrono::seconds(seconds)))).year());
}

std::int64_t start_of_year(int year) {
  return std::chrono::sys_seconds(std::chrono::sys_days(std::chrono::year(year) / 1 / 1))
      .time_since_epoch()
      .count();
}

/// Adds what the rule says after the last change, for as long as ZoneTable needs; gives the instant
/// from which on it repeats itself.
std::int64_t continue_by(const ZoneRule& rule, std::vector<OffsetChange>& changes) {
  const std::int64_t last = changes.size() > 1 ? changes.back().at : 0;
  const int first_year = year_of(last);
  // A year after `first_year` the rule is all there is; a cycle of 400 years later it repeats.
  const int repeats_from = first_year + 402;
  for (int year = first_year; year <= repeats_from + 1; ++year)
    for (const OffsetChange& change : rule.in_year(year))
      if (change.at > last) changes.push_back(change);
  // A change may be written as one of days before or after its year.
  std::ranges::stable_sort(changes, {}, &OffsetChange::at);
  return start_of_year(repeats_from);
}

std::vector<Piece> pieces_of(const std::vector<OffsetChange>& changes) {
  std::vector<Piece> pieces{
      {earliest_instant, latest_instant, changes[0].offset * 1000, earliest_instant}};
  for (const OffsetChange& change : changes) {
    const Millis offset = change.offset * 1000;
    Piece& last = pieces.back();
    if (change.at < -farthest_second || change.at * 1000 == last.begin) {
      last.offset = offset;
      if (pieces.size() > 1 && pieces.end()[-2].offset == offset) {
        pieces.pop_back();
        pieces.back().end = latest_instant;
      }
    } else if (offset != last.offset) {
      last.end = change.at * 1000;
      pieces.push_back(
          {last.end, latest_instant, offset, std::max(last.reached, last.local(last.end))});
    }
  }
  return pieces;
}

std::vector<std::uint16_t> slices_of(const std::vector<Piece>& pieces) {
  std::vector<std::uint16_t> slices;
  Millis begin = pieces.front().end;
  for (std::size_t i = 1; i < pieces.size();) {
    if (pieces[i].end <= begin) {
      ++i;
      continue;
    }
    slices.push_back(static_cast<std::uint16_t>(i));
    if (pieces[i].end == latest_instant) break;
    begin += Millis{1} << Slices::width;
  }
  return slices;
}

}  // namespace

std::optional<ZoneFile> read_zone_file(std::string_view bytes) {
  Input in(bytes);
  const auto first = header(in);  // Of a block of 32-bit times, which the second one replaces.
  if (!first) return std::nullopt;
  in.take(first->size_of_body(4));
  const auto second = header(in);
  if (!second) return std::nullopt;
  auto changes = listed_changes(in, *second);
  if (!changes) return std::nullopt;

  in.take(1);
  const auto text = in.rest().substr(0, in.rest().find('\n'));
  ZoneFile file;
  if (!text.empty()) {
    const auto rule = ZoneRule::parse(text);
    if (!rule) return std::nullopt;
    if (rule->changes()) file.repeats_from = continue_by(*rule, *changes) * 1000;
  }
  file.pieces = pieces_of(*changes);
  if (file.pieces.size() > UINT16_MAX) return std::nullopt;
  file.slices = slices_of(file.pieces);
  return file;
}

}  // namespace loom::core
