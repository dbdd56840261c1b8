// SPDX-License-Identifier: Apache-2.0
// How long it takes to write a filter: the value that a query is made of, without the query.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "support/user_model.hpp"

namespace {

using loom::fld;

constexpr double target = 200;  // nanoseconds

void one_term(benchmark::State& state) {
  int age = 0;
  for (auto _ : state) benchmark::DoNotOptimize(fld<&bench::User::age> >= ++age);
}

void three_terms(benchmark::State& state) {
  int age = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(fld<&bench::User::age> >= ++age && fld<&bench::User::active> == true &&
                             fld<&bench::User::address, &bench::Address::city> == "Paris");
}

// Shows what it is given, and keeps the best repetition of each.
class Collector : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs)
      if (run.run_name.function_name == "three_terms" && run.aggregate_name == "best")
        best = run.GetAdjustedCPUTime();
  }
  double best = 0;
};

void add(const char* name, void (*function)(benchmark::State&)) {
  benchmark::RegisterBenchmark(name, function)
      ->MinTime(0.05)
      ->Repetitions(15)
      ->ComputeStatistics("best",
                          [](const auto& times) { return *std::ranges::min_element(times); })
      ->DisplayAggregatesOnly();
}

}  // namespace

int main() {
  add("one_term", one_term);
  add("three_terms", three_terms);
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  std::printf("\na filter of three terms: %.0f ns at best (target %.0f: %s)\n", collector.best,
              target, collector.best < target ? "reached" : "missed");
}
