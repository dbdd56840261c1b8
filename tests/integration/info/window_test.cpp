// SPDX-License-Identifier: Apache-2.0
// Running totals and moving means over rows in an order.

#include <gtest/gtest.h>

#include <random>

#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Day : PersistableModel<Day> {
  static constexpr auto persist_db = declare_persist_db("weather", "days");
  Id<Day> id;
  int number = 0;
  double rain = 0;
  int calls = 0;
};
struct Row {
  int day = 0;
  double rain = 0;
  double so_far = 0;
  std::int64_t calls = 0;
  double week = 0;
  double worst = 0;
};
struct Total {
  int day = 0;
  double before = 0;
};
struct Rain {
  int number = 0;
  double fell = 0;
};

class Windows : public InSandbox {
 protected:
  void SetUp() override {
    std::mt19937 random(20261122);
    for (int i = 0; i < 40; ++i)
      days_.push_back({.number = i, .rain = double(random() % 16) / 4, .calls = i});
    auto shuffled = days_;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    Day::persist_many(shuffled);
  }

  std::vector<Day> days_;
};

TEST_F(Windows, look_back_as_a_loop_does) {
  const auto rows = Day::all()
                        .window<Row>(fld<&Day::number>.asc(), fld<& Row::day> = fld<&Day::number>,
                                     fld<& Row::rain> = fld<&Day::rain>,
                                     fld<& Row::so_far> = running(sum(fld<&Day::rain>)),
                                     fld<& Row::calls> = running(sum(fld<&Day::calls>)),
                                     fld<& Row::week> = moving(avg(fld<&Day::rain>), 7),
                                     fld<& Row::worst> = running(max(fld<&Day::rain>)))
                        .sort(fld<&Row::day>.asc())
                        .load_many();
  ASSERT_EQ(rows.size(), days_.size());
  double so_far = 0, worst = 0;
  std::int64_t calls = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    so_far += days_[i].rain;
    calls += days_[i].calls;
    worst = std::max(worst, days_[i].rain);
    double week = 0;
    const std::size_t first = i < 6 ? 0 : i - 6;
    for (std::size_t k = first; k <= i; ++k) week += days_[k].rain;
    EXPECT_EQ(rows[i].rain, days_[i].rain);
    EXPECT_EQ(rows[i].so_far, so_far);
    EXPECT_EQ(rows[i].calls, calls);
    EXPECT_EQ(rows[i].worst, worst);
    EXPECT_NEAR(rows[i].week, week / double(i - first + 1), 1e-12);
  }
}

TEST_F(Windows, look_at_what_comes_first_in_their_order) {
  const auto rows =
      Day::filter(fld<&Day::number> < 3)
          .window<Total>(fld<&Day::number>.desc(), fld<& Total::day> = fld<&Day::number>,
                         fld<& Total::before> = running(sum(fld<&Day::rain>)))
          .sort(fld<&Total::day>.asc())
          .load_many();
  EXPECT_EQ(rows[2].before, days_[2].rain);
  EXPECT_EQ(rows[0].before, days_[0].rain + days_[1].rain + days_[2].rain);
}

TEST_F(Windows, go_over_rows_of_another_pipeline) {
  const auto rows =
      Day::all()
          .project<Rain>(fld<& Rain::number> = fld<&Day::number>, fld<& Rain::fell> = 1.0)
          .window<Total>(fld<&Rain::number>.asc(), fld<& Total::day> = fld<&Rain::number>,
                         fld<& Total::before> = running(sum(fld<&Rain::fell>)))
          .sort(fld<&Total::before>.desc())
          .limit(1)
          .load_many();
  EXPECT_EQ(rows.at(0).before, 40);
}

}  // namespace
}  // namespace loom::test
