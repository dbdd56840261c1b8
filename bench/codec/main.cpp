// SPDX-License-Identifier: Apache-2.0
// Between a struct and BSON: Loom's codec beside code by hand, and beside the limits that memcpy of
// the bytes and a copy of the struct are.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "by_hand.hpp"
#include "support/user_model.hpp"

namespace {

// As many as in the peers' own codec test: more than the caches hold, as it is in life.
constexpr std::uint32_t how_many = 100'000;

struct Data {
  std::vector<User> users = make_users(how_many);
  std::vector<bench::User> models;
  std::vector<std::vector<std::uint8_t>> documents;
};

const Data& data() {
  static const Data all = [] {
    Data made;
    for (const auto& user : made.users) {
      made.models.push_back(bench::model_of(user));
      const auto bytes = by_hand::encode(user);
      made.documents.emplace_back(bytes.begin(), bytes.end());
    }
    return made;
  }();
  return all;
}

// The same bytes and the same values from both, or no number means anything.
bool both_agree() {
  loom::bson::Writer out;
  for (std::size_t i = 0; i < how_many; ++i) {
    out.clear();
    loom::bson::encode(out, data().models[i]);
    bench::User model;
    loom::bson::decode(data().documents[i], model);
    User user;
    by_hand::decode(data().documents[i], user);
    const auto expected = check(data().users[i]);
    if (!std::ranges::equal(out.bytes(), data().documents[i]) || check(user) != expected ||
        bench::check(model) != expected)
      return false;
  }
  return true;
}

template <class F>
void measure(benchmark::State& state, F each) {
  for (auto _ : state)
    for (std::size_t i = 0; i < how_many; ++i) each(i);
  state.counters["each"] = benchmark::Counter(
      how_many, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void memcpy_of_bytes(benchmark::State& state) {
  std::vector<std::uint8_t> to(1024);
  measure(state, [&](std::size_t i) {
    const auto& document = data().documents[i];
    std::memcpy(to.data(), document.data(), document.size());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  });
}

void copy_of_struct(benchmark::State& state) {
  measure(state, [](std::size_t i) {
    const User copy = data().users[i];
    benchmark::DoNotOptimize(check(copy));
  });
}

void encode_by_hand(benchmark::State& state) {
  measure(state,
          [](std::size_t i) { benchmark::DoNotOptimize(by_hand::encode(data().users[i]).size()); });
}

void encode_by_loom(benchmark::State& state) {
  loom::bson::Writer out;
  measure(state, [&](std::size_t i) {
    out.clear();
    loom::bson::encode(out, data().models[i]);
    benchmark::DoNotOptimize(out.size());
  });
}

void decode_by_hand(benchmark::State& state) {
  measure(state, [](std::size_t i) {
    User user;
    by_hand::decode(data().documents[i], user);
    benchmark::DoNotOptimize(check(user));
  });
}

void decode_by_loom(benchmark::State& state) {
  measure(state, [](std::size_t i) {
    bench::User user;
    loom::bson::decode(data().documents[i], user);
    benchmark::DoNotOptimize(bench::check(user));
  });
}

void decode_again_by_hand(benchmark::State& state) {
  User user;
  measure(state, [&](std::size_t i) {
    by_hand::decode(data().documents[i], user);
    benchmark::DoNotOptimize(check(user));
  });
}

void decode_again_by_loom(benchmark::State& state) {
  bench::User user;
  measure(state, [&](std::size_t i) {
    loom::bson::decode(data().documents[i], user);
    benchmark::DoNotOptimize(bench::check(user));
  });
}

// Shows what it is given, and keeps the times of the repetitions' median and best.
class Collector : public benchmark::ConsoleReporter {
 public:
  Collector() : ConsoleReporter(OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs)
      times_[run.run_name.function_name][run.aggregate_name] = run.GetAdjustedCPUTime();
  }

  void print_ratio(const char* what, const char* hand, const char* loom, double target) {
    if (times_[hand].empty() || times_[loom].empty()) return;  // left out by a filter
    const double median = times_[hand]["median"] / times_[loom]["median"];
    const double best = times_[hand]["best"] / times_[loom]["best"];
    std::printf("%-18s %5.1f times as fast as by hand by the median, %5.1f by the best", what,
                median, best);
    if (target > 0)
      std::printf(" (target %.0f: %s)", target, median >= target ? "reached" : "missed");
    std::printf("\n");
  }

 private:
  std::map<std::string, std::map<std::string, double>> times_;
};

void add(const char* name, void (*function)(benchmark::State&)) {
  benchmark::RegisterBenchmark(name, function)
      ->Unit(benchmark::kMillisecond)
      ->MinTime(0.05)
      ->Repetitions(15)
      ->ComputeStatistics("best",
                          [](const auto& times) { return *std::ranges::min_element(times); })
      ->DisplayAggregatesOnly();
}

}  // namespace

int main(int count, char** values) {
  // Repetitions in random order, so that a busy minute of the machine meets all of them.
  std::vector<char*> arguments(values, values + count);
  std::string interleaving = "--benchmark_enable_random_interleaving=true";
  arguments.insert(arguments.begin() + 1, interleaving.data());
  int size = int(arguments.size());
  benchmark::Initialize(&size, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(size, arguments.data())) return 2;

  if (!both_agree()) {
    std::fprintf(stderr, "Loom and the code by hand do not give the same bytes and values\n");
    return 1;
  }
  std::printf(
      "%u documents of the peers' benchmark, %zu bytes the first; times are for all of them\n",
      how_many, data().documents[0].size());
  add("memcpy_of_bytes", memcpy_of_bytes);
  add("copy_of_struct", copy_of_struct);
  add("encode_by_hand", encode_by_hand);
  add("encode_by_loom", encode_by_loom);
  add("decode_by_hand", decode_by_hand);
  add("decode_by_loom", decode_by_loom);
  add("decode_again_by_hand", decode_again_by_hand);
  add("decode_again_by_loom", decode_again_by_loom);

  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  std::printf("\nLoom checks the UTF-8 of every string; bson_append does, bson_iter does not.\n");
  collector.print_ratio("encode", "encode_by_hand", "encode_by_loom", 5);
  collector.print_ratio("decode, fresh", "decode_by_hand", "decode_by_loom", 2);
  collector.print_ratio("decode, again", "decode_again_by_hand", "decode_again_by_loom", 0);
  collector.print_ratio("copy of the struct", "decode_by_hand", "copy_of_struct", 0);
}
