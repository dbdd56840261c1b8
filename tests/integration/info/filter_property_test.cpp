// SPDX-License-Identifier: Apache-2.0
// Random filters over a random collection give what the same predicate gives in C++ on the loaded
// objects: with what is missing or null, NaN, nested structs, vectors, enums and times.

#include <gtest/gtest.h>

#include <algorithm>

#include "support/query_json.hpp"
#include "support/random_filter.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

constexpr std::uint32_t seed = 20261122;
constexpr int cases = 10'000;
constexpr std::int64_t samples = 48;

template <auto Pointer>
auto member() {
  return [](const Sample& sample) { return std::optional(sample.*Pointer); };
}
template <auto Pointer>
auto optional_member() {
  return [](const Sample& sample) { return sample.*Pointer; };
}
template <auto Pointer>
auto vector_member() {
  return [](const Sample& sample) -> const auto& { return sample.*Pointer; };
}
std::optional<std::string> country(const Sample& sample) {
  if (!sample.maybe_origin) return std::nullopt;
  return sample.maybe_origin->country;
}
std::optional<int> year(const Sample& sample) {
  return sample.maybe_origin ? sample.maybe_origin->year : std::nullopt;
}
std::optional<int> on_shelf_a(const Sample& sample) {
  const auto entry = sample.shelf.find("a");
  return entry == sample.shelf.end() ? std::nullopt : std::optional(entry->second);
}

RandomFilter<Part> random_part_filter() {
  RandomFilter<Part> filters;
  filters.add_text(fld<&Part::name>, [](const Part& part) { return std::optional(part.name); });
  filters.add_ordered(
      fld<&Part::size>, [](const Part& part) { return std::optional(part.size); },
      [](Random& random) { return random.whole(); });
  filters.add_ordered(
      fld<&Part::weight>, [](const Part& part) { return part.weight; },
      [](Random& random) { return random.real(); });
  return filters;
}

// exists, missing and is_null ask how a member is stored.
template <class Field, class Get>
void add_presence(RandomFilter<Sample>& filters, Field field, Get get, const Nulls& nulls) {
  const auto is_null = [&nulls](const Sample& sample) {
    const auto found = nulls.find(sample.id.key());
    return found != nulls.end() && found->second.contains(Field::path());
  };
  filters.add([=](Random& random) -> Term<Sample> {
    switch (random.below(3)) {
      case 0:
        return {field.exists(), [=](const Sample& s) { return get(s) || is_null(s); }};
      case 1:
        return {field.missing(), [=](const Sample& s) { return !get(s) && !is_null(s); }};
      default:
        return {field.is_null(), is_null};
    }
  });
}

RandomFilter<Sample> random_filter(const Nulls& nulls) {
  const auto whole = [](Random& random) { return random.whole(); };
  const auto real = [](Random& random) { return random.real(); };
  const auto phase = [](Random& random) { return random.phase(); };
  const auto time = [](Random& random) { return random.time(); };
  RandomFilter<Sample> filters;
  filters.add_ordered(fld<&Sample::whole>, member<&Sample::whole>(), whole);
  filters.add_ordered(fld<&Sample::large>, member<&Sample::large>(),
                      [](Random& random) { return random.large(); });
  filters.add_ordered(fld<&Sample::real>, member<&Sample::real>(), real);
  filters.add_equality(fld<&Sample::flag>, member<&Sample::flag>(),
                       [](Random& random) { return random.one_in(2); });
  filters.add_text(fld<&Sample::text>, member<&Sample::text>());
  filters.add_equality(fld<&Sample::phase>, member<&Sample::phase>(), phase);
  filters.add_ordered(fld<&Sample::at>, member<&Sample::at>(), time);
  filters.add_ordered(fld<&Sample::maybe_whole>, optional_member<&Sample::maybe_whole>(), whole);
  filters.add_ordered(fld<&Sample::maybe_real>, optional_member<&Sample::maybe_real>(), real);
  filters.add_text(fld<&Sample::maybe_text>, optional_member<&Sample::maybe_text>());
  filters.add_equality(fld<&Sample::maybe_phase>, optional_member<&Sample::maybe_phase>(), phase);
  filters.add_ordered(fld<&Sample::maybe_at>, optional_member<&Sample::maybe_at>(), time);
  filters.add_equality(fld<&Sample::maybe_origin>, optional_member<&Sample::maybe_origin>(),
                       [](Random& random) { return random.origin(); });
  filters.add_text(fld<&Sample::origin, &Origin::country>,
                   [](const Sample& sample) { return std::optional(sample.origin.country); });
  filters.add_ordered(
      fld<&Sample::origin, &Origin::year>, [](const Sample& sample) { return sample.origin.year; },
      whole);
  filters.add_text(fld<&Sample::maybe_origin, &Origin::country>, country);
  filters.add_ordered(fld<&Sample::maybe_origin, &Origin::year>, year, whole);
  filters.add_ordered(fld<&Sample::shelf>.key("a"), on_shelf_a, whole);
  filters.add_vector(fld<&Sample::numbers>, vector_member<&Sample::numbers>(), whole);
  filters.add_vector(fld<&Sample::reals>, vector_member<&Sample::reals>(), real);
  filters.add_vector(fld<&Sample::words>, vector_member<&Sample::words>(),
                     [](Random& random) { return random.text(); });
  filters.add_vector(fld<&Sample::parts>, vector_member<&Sample::parts>(),
                     [](Random& random) { return random.part(); });
  filters.add([part_filter = random_part_filter()](Random& random) -> Term<Sample> {
    const auto part = part_filter(random, 2);
    return {fld<&Sample::parts>.any(part.filter), [part](const Sample& sample) {
              return std::any_of(sample.parts.begin(), sample.parts.end(),
                                 [&](const Part& one) { return !part.holds || part.holds(one); });
            }};
  });
  add_presence(filters, fld<&Sample::maybe_text>, optional_member<&Sample::maybe_text>(), nulls);
  add_presence(filters, fld<&Sample::maybe_real>, optional_member<&Sample::maybe_real>(), nulls);
  add_presence(filters, fld<&Sample::maybe_origin>, optional_member<&Sample::maybe_origin>(),
               nulls);
  return filters;
}

// Some of the empty members are stored as null, as other programs do.
Nulls store(Random& random) {
  std::vector<Sample> all;
  for (std::int64_t id = 0; id < samples; ++id) all.push_back(random.sample(id));
  Sample::persist_many(all);
  Nulls nulls;
  for (const auto& sample : all) {
    const auto set_null = [&](bool is_empty, const std::string& path) {
      if (!is_empty || random.one_in(2)) return;
      raw<Sample>().update(by(sample.id), R"({"$set": {")" + path + R"(": null}})");
      nulls[sample.id.key()].insert(path);
    };
    set_null(!sample.maybe_real, "maybe_real");
    set_null(!sample.maybe_text, "maybe_text");
    set_null(!sample.maybe_phase, "maybe_phase");
    set_null(!sample.maybe_origin, "maybe_origin");
    set_null(!sample.origin.year, "origin.year");
  }
  return nulls;
}

std::set<std::int64_t> ids(const std::vector<Sample>& all) {
  std::set<std::int64_t> ids;
  for (const auto& sample : all) ids.insert(sample.id.key());
  return ids;
}

class RandomFilters : public InSandbox {};

TEST_F(RandomFilters, mean_what_the_same_predicate_means_in_cpp) {
  Random random(seed);
  const Nulls nulls = store(random);
  const auto filters = random_filter(nulls);
  const auto all = Sample::all().load_many();
  int matched = 0;
  for (int i = 0; i < cases; ++i) {
    const auto term = filters(random);
    std::set<std::int64_t> expected;
    for (const auto& sample : all)
      if (!term.holds || term.holds(sample)) expected.insert(sample.id.key());
    const auto selection = Sample::filter(term.filter);
    ASSERT_EQ(ids(selection.load_many()), expected)
        << "seed " << seed << ", case " << i << ": " << json(term.filter);
    if (i % 50 == 0) {
      ASSERT_EQ(selection.count(), static_cast<std::int64_t>(expected.size()));
      ASSERT_EQ(selection.exists(), !expected.empty());
      ASSERT_EQ(selection.load_one().has_value(), !expected.empty());
    }
    matched += !expected.empty() && expected.size() < all.size();
  }
  EXPECT_GT(matched, cases / 3) << "most filters say nothing";
}

TEST_F(RandomFilters, judge_the_changes_of_a_watch_as_they_judge_documents) {
  Random random(seed);
  const Nulls nulls = store(random);
  const auto filters = random_filter(nulls);
  Sample last = random.sample(samples);
  last.persist();
  const auto token = Sample::watch().token();
  for (auto& sample : Sample::all().sort(fld<&Sample::id>.asc()).load_many()) {
    ++sample.uses;
    sample.persist();
  }
  for (int i = 0; i < cases / 50; ++i) {
    const auto term = filters(random);
    if (!term.holds) continue;  // it vanished: the alternative would be all that is left of it
    const auto wanted = term.filter || fld<&Sample::id> == last.id;
    std::set<std::int64_t> seen;
    for (const auto& change : Sample::watch(wanted, {.after = token})) {
      seen.insert(change.id().key());
      if (change.id() == last.id) break;
    }
    ASSERT_EQ(seen, ids(Sample::filter(wanted).load_many()))
        << "seed " << seed << ", case " << i << ": " << json(term.filter);
  }
}

}  // namespace
}  // namespace loom::test
