// SPDX-License-Identifier: Apache-2.0
// 100,000 documents of JSON validated into structs, by Loom and by Pydantic v2, in turn.

#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "json/order.hpp"

namespace {

constexpr std::size_t how_many = 100'000;
constexpr int rounds = 5;
constexpr double target = 5;

struct Round {
  double seconds = 0;
  std::int64_t sum = 0;
};

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

template <class Pass>
Round measured(Pass pass) {
  Round round{.sum = pass()};
  const double start = processor_seconds();
  pass();
  round.seconds = processor_seconds() - start;
  return round;
}

Round by_pydantic(const std::string& file, std::string& version) {
  const std::string command = PYTHON " " PEER " '" + file + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> out(popen(command.c_str(), "r"), &pclose);
  Round round;
  long long sum = 0;
  char text[32];
  if (!out || std::fscanf(out.get(), "%lld %lf %31s", &sum, &round.seconds, text) != 3)
    throw std::runtime_error("Pydantic's side failed");
  round.sum = sum;
  version = text;
  return round;
}

Round by_from_json(const std::vector<std::string>& lines) {
  return measured([&] {
    std::int64_t sum = 0;
    for (const auto& line : lines) sum += bench::sum_of(loom::from_json<bench::Order>(line));
    return sum;
  });
}

Round by_json_lines(const std::string& file) {
  return measured([&] {
    std::int64_t sum = 0;
    std::ifstream in(file);
    for (auto& line : loom::json_lines<bench::Order>(in)) sum += bench::sum_of(line.value());
    return sum;
  });
}

double median(std::vector<Round> all) {
  std::ranges::sort(all, {}, &Round::seconds);
  return all[all.size() / 2].seconds;
}

void print(const std::string& what, const std::vector<Round>& all, double peer, double mib) {
  const double seconds = median(all);
  std::printf("%-26s %6.2f us a document, %6.1f MiB a second, x%.1f\n", what.c_str(),
              seconds / how_many * 1e6, mib / seconds, peer / seconds);
}

}  // namespace

int main() {
  const auto lines = bench::order_lines(how_many);
  char folder[] = "/tmp/loom-bench-json-XXXXXX";
  if (!mkdtemp(folder)) throw std::runtime_error("no temporary folder");
  const std::string file = std::string(folder) + "/orders.jsonl";
  {
    std::ofstream out(file);
    for (const auto& line : lines) out << line << '\n';
  }
  const double mib = double(std::filesystem::file_size(file)) / (1 << 20);

  std::vector<Round> loom_rounds, stream_rounds, peer_rounds;
  std::string version;
  for (int round = 0; round < rounds; ++round) {
    peer_rounds.push_back(by_pydantic(file, version));
    loom_rounds.push_back(by_from_json(lines));
    stream_rounds.push_back(by_json_lines(file));
  }
  std::filesystem::remove_all(folder);

  bool same = true;
  for (const auto* all : {&loom_rounds, &stream_rounds, &peer_rounds})
    for (const auto& round : *all) same &= round.sum == peer_rounds.front().sum;
  const double peer = median(peer_rounds), ratio = peer / median(loom_rounds);
  std::printf("%zu orders of %.0f bytes, medians of %d rounds\n", how_many,
              mib * (1 << 20) / how_many, rounds);
  print("pydantic " + version, peer_rounds, peer, mib);
  print("loom  from_json", loom_rounds, peer, mib);
  print("loom  json_lines", stream_rounds, peer, mib);
  std::printf("the same sums: %s\n", same ? "yes" : "NO");
  std::printf("at least %.0f times as fast: %s\n", target, ratio >= target ? "yes" : "NO");
  return same ? 0 : 1;
}
