#pragma once
// SPDX-License-Identifier: Apache-2.0
// Time frames as JSON: a name means something in its zone only, so both are written.

#include <string>
#include <string_view>
#include <utility>

#include "loom/json/to_json.hpp"
#include "loom/time/frame.hpp"

namespace loom {

namespace json {

template <TimeFrame F>
inline constexpr bool has_own_json<F> = true;

/// What JSON says of a frame.
struct FrameText {
  std::string name;
  std::string zone;
};

}  // namespace json

/// Writes a frame: {"name":"2026-11-22","zone":"Europe/Paris"}.
template <TimeFrame F>
std::string to_json(const F& frame, Json form = Json::compact) {
  return to_json(json::FrameText{frame.name(), std::string(frame.zone().name())}, form);
}

/// Reads what `to_json` writes of a frame.
///
/// Throws: ValidationError, also where the zone is unknown or skips that frame.
///
///     auto day = loom::from_json<loom::DailyFrame>(R"({"name":"2026-11-22","zone":"UTC"})");
template <TimeFrame F, json::Word... Words>
F from_json(std::string_view text, Words... words) {
  const auto given = from_json<json::FrameText>(text, words...);
  const char* place = "zone";
  try {
    const Zone zone = loom::zone(given.zone);
    place = "name";
    return F::of(given.name, zone);
  } catch (const ValidationError& error) {
    const auto& why = error.problems().front();
    throw ValidationError(place, why.rule, why.message);
  } catch (const TimeZoneError& error) {
    throw ValidationError(place, "zone", error.what());
  }
}

}  // namespace loom
