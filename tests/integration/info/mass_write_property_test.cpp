// SPDX-License-Identifier: Apache-2.0
// Random updates of random documents do what the same changes do in C++ on the loaded objects.

#include <gtest/gtest.h>

#include <utility>

#include "support/query_json.hpp"
#include "support/random_update.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

constexpr std::uint32_t seed = 20261123;
constexpr int cases = 10'000;
constexpr std::int64_t samples = 6;

template <auto Pointer>
auto member() {
  return [](Sample& sample) -> auto& { return sample.*Pointer; };
}

// The struct stays whole: only its optional year comes and goes.
void add_year_of_a_struct_that_may_be_missing(RandomUpdate& updates) {
  constexpr auto year = fld<&Sample::maybe_origin, &Origin::year>;
  updates.add([=](Random& random, Changes& changes) {
    const int by = random.whole();
    switch (random.below(3)) {
      case 0:
        return RandomUpdate::add_to(changes, year = by,
                                    [=](Sample& s) { s.maybe_origin->year = by; });
      case 1:
        return RandomUpdate::add_to(changes, year += by, [=](Sample& s) {
          s.maybe_origin->year = s.maybe_origin->year.value_or(0) + by;
        });
      default:
        return RandomUpdate::add_to(changes, year.unset(), [](Sample& s) {
          if (s.maybe_origin) s.maybe_origin->year.reset();
        });
    }
  });
}

void add_entry_of_a_map(RandomUpdate& updates) {
  updates.add([](Random& random, Changes& changes) {
    const std::string key = random.key();
    const auto entry = fld<&Sample::shelf>.key(key);
    const int by = random.whole();
    switch (random.below(3)) {
      case 0:
        return RandomUpdate::add_to(changes, fld<&Sample::shelf>.key(key) = by,
                                    [=](Sample& s) { s.shelf[key] = by; });
      case 1:
        return RandomUpdate::add_to(changes, fld<&Sample::shelf>.key(key) += by,
                                    [=](Sample& s) { s.shelf[key] += by; });
      default:
        return RandomUpdate::add_to(changes, entry.unset(), [=](Sample& s) { s.shelf.erase(key); });
    }
  });
}

void add_elements_that_a_filter_means(RandomUpdate& updates) {
  updates.add([](Random& random, Changes& changes) {
    const int bound = random.whole();
    RandomUpdate::add_to(
        changes, fld<&Sample::parts>.pull(fld<&Part::size> < bound && fld<&Part::name> != "a"),
        [=](Sample& s) {
          std::erase_if(s.parts, [&](const Part& p) { return p.size < bound && p.name != "a"; });
        });
  });
}

RandomUpdate random_update() {
  const auto whole = [](Random& random) { return random.whole(); };
  const auto real = [](Random& random) { return random.real(); };
  const auto text = [](Random& random) { return random.text(); };
  const auto phase = [](Random& random) { return random.phase(); };
  const auto time = [](Random& random) { return random.time(); };
  RandomUpdate updates;
  updates.add_number(fld<&Sample::whole>, member<&Sample::whole>(), whole);
  updates.add_number(fld<&Sample::large>, member<&Sample::large>(),
                     [](Random& random) { return random.large(); });
  updates.add_number(fld<&Sample::real>, member<&Sample::real>(), real);
  updates.add_number(fld<&Sample::maybe_whole>, member<&Sample::maybe_whole>(), whole);
  updates.add_number(fld<&Sample::maybe_real>, member<&Sample::maybe_real>(), real);
  updates.add_ordered(fld<&Sample::text>, member<&Sample::text>(), text);
  updates.add_ordered(fld<&Sample::maybe_text>, member<&Sample::maybe_text>(), text);
  updates.add_ordered(fld<&Sample::at>, member<&Sample::at>(), time);
  updates.add_ordered(fld<&Sample::maybe_at>, member<&Sample::maybe_at>(), time);
  updates.add_plain(fld<&Sample::flag>, member<&Sample::flag>(),
                    [](Random& random) { return random.one_in(2); });
  updates.add_plain(fld<&Sample::phase>, member<&Sample::phase>(), phase);
  updates.add_plain(fld<&Sample::maybe_phase>, member<&Sample::maybe_phase>(), phase);
  updates.add_plain(fld<&Sample::maybe_origin>, member<&Sample::maybe_origin>(),
                    [](Random& random) { return random.origin(); });
  updates.add_vector(fld<&Sample::numbers>, member<&Sample::numbers>(), whole);
  updates.add_vector(fld<&Sample::reals>, member<&Sample::reals>(), real);
  updates.add_vector(fld<&Sample::words>, member<&Sample::words>(), text);
  updates.add_vector(fld<&Sample::parts>, member<&Sample::parts>(),
                     [](Random& random) { return random.part(); });
  updates.add([](Random& random, Changes& changes) {
    const int by = random.whole();
    RandomUpdate::add_to(changes, fld<& Sample::uses> += by, [=](Sample& s) { s.uses += by; });
  });
  updates.add_plain(
      fld<&Sample::origin, &Origin::country>,
      [](Sample& sample) -> auto& { return sample.origin.country; }, text);
  add_year_of_a_struct_that_may_be_missing(updates);
  add_entry_of_a_map(updates);
  add_elements_that_a_filter_means(updates);
  return updates;
}

::testing::AssertionResult are_same(const Sample& stored, const Sample& expected) {
  std::string different;
  reflect::with_members(stored, [&](const auto&... mine) {
    reflect::with_members(expected, [&](const auto&... other) {
      std::size_t i = 0;
      ((different += same(mine, other) ? "" : " " + std::string(reflect::member_names<Sample>[i]),
        ++i),
       ...);
    });
  });
  if (different.empty()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << "sample " << expected.id.str() << " differs in" << different;
}

std::string text_of(const std::vector<core::UpdateTerm>& terms) {
  std::string text;
  for (const auto& term : terms) text += std::string(term.op) + json(term.fields) + " ";
  return text;
}

class RandomUpdates : public InSandbox {};

TEST_F(RandomUpdates, do_what_the_same_changes_do_in_cpp) {
  Random random(seed);
  const auto updates = random_update();
  std::vector<Sample> expected;
  for (std::int64_t id = 0; id < samples; ++id) expected.push_back(random.sample(id));
  Sample::persist_many(expected);
  for (int i = 0; i < cases; ++i) {
    const auto changes = updates(random);
    const auto place = static_cast<std::size_t>(random.below(samples));
    const auto first = static_cast<std::int64_t>(place);
    const Filter<Sample> wanted = fld<&Sample::id> == first || fld<&Sample::id> == 0;
    const auto result = core::update_many(core::model_info<Sample>(), wanted.term(), changes.terms);
    std::int64_t meant = 0;
    for (auto& sample : expected)
      if (sample.id.key() == first || sample.id.key() == 0) {
        meant += !changes.needs_origin || sample.maybe_origin;
        changes(sample);
      }
    ASSERT_EQ(result.matched, meant) << text_of(changes.terms);
    ASSERT_LE(result.modified, result.matched);
    const auto stored = Sample::all().sort(fld<&Sample::id>.asc()).load_many();
    ASSERT_EQ(stored.size(), expected.size());
    for (std::size_t k = 0; k < stored.size(); ++k)
      ASSERT_TRUE(are_same(stored[k], expected[k]))
          << "seed " << seed << ", case " << i << ": " << text_of(changes.terms);
  }
}

}  // namespace
}  // namespace loom::test
