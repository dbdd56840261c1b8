#pragma once
// SPDX-License-Identifier: Apache-2.0
// A model with members of every kind, and random objects of it: small values, so that they meet.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "loom/loom.hpp"

namespace loom::test {

enum class Phase { raw, cut, done };

struct Origin {
  std::string country;
  std::optional<int> year;
  friend bool operator==(const Origin&, const Origin&) = default;
};
struct Part {
  std::string name;
  int size = 0;
  std::optional<double> weight;
};

struct Sample : PersistableModel<Sample> {
  static constexpr auto persist_db = declare_persist_db("lab", "samples");
  Id<Sample, std::int64_t> id;
  int whole = 0;
  std::int64_t large = 0;
  double real = 0;
  bool flag = false;
  std::string text;
  Phase phase = Phase::raw;
  Time at;
  Origin origin;
  std::optional<int> maybe_whole;
  std::optional<double> maybe_real;
  std::optional<std::string> maybe_text;
  std::optional<Phase> maybe_phase;
  std::optional<Time> maybe_at;
  std::optional<Origin> maybe_origin;
  std::vector<int> numbers;
  std::vector<double> reals;
  std::vector<std::string> words;
  std::vector<Part> parts;
  std::map<std::string, int> shelf;
  IntCounter uses;

  static constexpr auto names = loom::names(loom::name(fld<&Sample::text>, "note"));
};

// NaN equals NaN, as the server says.
template <class T>
bool same(const T& a, const T& b) {
  return a == b;
}
inline bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }
inline bool same(const Part& a, const Part& b) {
  return a.name == b.name && a.size == b.size && a.weight.has_value() == b.weight.has_value() &&
         (!a.weight || same(*a.weight, *b.weight));
}
template <class T>
bool same(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() == b.has_value() && (!a || same(*a, *b));
}
template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const T& x, const T& y) { return same(x, y); });
}
template <class T>
bool has(const std::vector<T>& all, const T& wanted) {
  return std::any_of(all.begin(), all.end(), [&](const T& one) { return same(one, wanted); });
}

/// Random values of small ranges.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  int below(int n) { return std::uniform_int_distribution(0, n - 1)(engine_); }
  bool one_in(int n) { return below(n) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }

  template <class F>
  auto maybe(F value) {
    return one_in(3) ? std::optional<decltype(value())>() : std::optional(value());
  }
  template <class F>
  auto some(F value) {
    std::vector<decltype(value())> values;
    for (int n = below(4); n > 0; --n) values.push_back(value());
    return values;
  }

  int whole() { return below(7) - 3; }
  std::int64_t large() { return (std::int64_t{1} << 40) * (below(5) - 2) + below(2); }
  double real() {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return std::array{
        0.0, -0.0, 0.5, 1.0, 1.5, -2.0, nan, infinity}[static_cast<std::size_t>(below(8))];
  }
  std::string text() {
    static const std::vector<std::string> all{"",    "a",  "ab", "abc", "Ab",
                                              "a.*", "$a", "é",  "b",   "{\"$ne\": null}"};
    return one_of(all);
  }
  Phase phase() { return static_cast<Phase>(below(3)); }
  Time time() { return Time::from_millis(1'772'323'200'000 + 60'000 * below(5) - 120'000); }
  Origin origin() {
    return {text(), maybe([this] { return whole(); })};
  }
  Part part() {
    return {text(), whole(), maybe([this] { return real(); })};
  }
  std::string key() { return std::array{"a", "b", "c"}[static_cast<std::size_t>(below(3))]; }

  Sample sample(std::int64_t id) {
    Sample sample{.id = id,
                  .whole = whole(),
                  .large = large(),
                  .real = real(),
                  .flag = one_in(2),
                  .text = text(),
                  .phase = phase(),
                  .at = time(),
                  .origin = origin(),
                  .maybe_whole = maybe([this] { return whole(); }),
                  .maybe_real = maybe([this] { return real(); }),
                  .maybe_text = maybe([this] { return text(); }),
                  .maybe_phase = maybe([this] { return phase(); }),
                  .maybe_at = maybe([this] { return time(); }),
                  .maybe_origin = maybe([this] { return origin(); }),
                  .numbers = some([this] { return whole(); }),
                  .reals = some([this] { return real(); }),
                  .words = some([this] { return text(); }),
                  .parts = some([this] { return part(); })};
    for (int n = below(3); n > 0; --n) sample.shelf[key()] = whole();
    sample.uses += below(3);
    return sample;
  }

 private:
  std::mt19937 engine_;
};

}  // namespace loom::test
