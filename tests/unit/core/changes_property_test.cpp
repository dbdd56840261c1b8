// SPDX-License-Identifier: Apache-2.0
// Random objects, randomly changed: what is stored plus the changes is the changed object.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/rich.hpp"
#include "support/saved.hpp"

namespace loom::test {
namespace {

TEST(ChangesProperty, a_loaded_document_with_its_changes_is_the_changed_object) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  RichMaker maker(random);
  for (int round = 0; round < 2'000; ++round) {
    const auto loaded = encoded(maker.make());
    const auto edits = maker.roll(6);
    const Saved<Rich> saved(loaded, [&](Rich& rich) {
      for (unsigned i = 0; i < edits; ++i) maker.change(rich);
    });
    const auto patched = saved.patched();
    ASSERT_EQ(encoded(decoded<Rich>(patched)), saved.after()) << loaded.to_json();
    ASSERT_EQ(saved.changes().empty(), saved.after() == loaded);
    ASSERT_EQ(core::collisions(saved.changes(), loaded.bytes()), Lines{});
    // What was changed elsewhere is not seen; what both changed is.
    const auto other = core::collisions(saved.changes(), patched.bytes());
    for (const auto& change : saved.changes())
      ASSERT_EQ(std::ranges::count(other, change.place.path),
                change.kind == core::Change::Kind::increment ? 0 : 1);
  }
}

}  // namespace
}  // namespace loom::test
