// SPDX-License-Identifier: Apache-2.0
// Insert, find, point reads and updates, by Loom and by libmongoc with code by hand, in turn on one
// server; prints how they compare.

#include <mongoc/mongoc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "connect/local_server.hpp"
#include "loom_peer.hpp"
#include "process.hpp"

namespace {

using bench::Phase;

struct Peer {
  std::string name;
  std::string program;
  std::map<std::string, std::string> settings;
};

// By peer and test, a phase for each round.
using Results = std::map<std::string, std::map<std::string, std::vector<Phase>>>;

std::string server_uri() {
  const char* set = std::getenv("MONGODB_LOCAL_URI");
  return set && *set ? set : loom::core::local_server_uri();
}

std::string with_options(const std::string& uri, const std::string& options) {
  const auto hosts = uri.find("://") + 3;
  if (uri.find('?') != uri.npos) return uri + '&' + options;
  return uri + (uri.find('/', hosts) == uri.npos ? "/?" : "?") + options;
}

void drop_database(const std::string& uri) {
  const std::unique_ptr<mongoc_client_t, decltype(&mongoc_client_destroy)> client(
      mongoc_client_new(uri.c_str()), &mongoc_client_destroy);
  if (!client) throw std::runtime_error("the server's URI is none");
  const std::unique_ptr<mongoc_database_t, decltype(&mongoc_database_destroy)> database(
      mongoc_client_get_database(client.get(), "loombench"), &mongoc_database_destroy);
  bson_error_t error;
  if (!mongoc_database_drop(database.get(), &error)) throw std::runtime_error(error.message);
}

std::vector<Peer> peers(const std::string& uri) {
  const auto self = std::filesystem::read_symlink("/proc/self/exe");
  const auto raw = (self.parent_path() / "raw_mongoc").string();
  return {
      {"raw_mongoc",
       raw,
       {{"MONGODB_URI", with_options(uri, "w=majority&journal=true&readConcernLevel=majority")}}},
      {"raw_mongoc, w=1", raw, {{"MONGODB_URI", with_options(uri, "w=1")}}},
      {"loom", self.string(), {{"MONGODB_LOCAL_URI", uri}}}};
}

// Each round goes the other way round, so that none always follows the same one.
Results run_rounds(const std::string& uri, int rounds, bool json) {
  Results results;
  auto order = peers(uri);
  for (int round = 1; round <= rounds; ++round) {
    for (const Peer& peer : order) {
      auto warming_up = peer.settings;
      warming_up.insert_or_assign("BENCH_OPS", std::to_string(1));
      drop_database(uri);
      auto phases = bench::run({peer.program, "insert"}, peer.settings);
      // The first readings of new documents cost the server more than later ones: not counted.
      for (int reading = 0; reading < 2; ++reading) bench::run({peer.program, "read"}, warming_up);
      std::ranges::move(bench::run({peer.program, "read"}, peer.settings),
                        std::back_inserter(phases));
      for (const Phase& phase : phases) {
        if (json)
          std::printf("{\"round\":%d,\"setting\":\"%s\",\"cpu_us\":%.3f,%s", round,
                      peer.name.c_str(), phase.cpu_seconds / phase.operations * 1e6,
                      phase.line.c_str() + 1);
        results[peer.name][phase.test].push_back(phase);
      }
      std::fprintf(stderr, "round %d of %d: %s\n", round, rounds, peer.name.c_str());
    }
    std::ranges::reverse(order);
  }
  drop_database(uri);
  return results;
}

template <class Value>
double median(const std::vector<Phase>& phases, Value value) {
  std::vector<double> values;
  for (const Phase& phase : phases) values.push_back(value(phase));
  std::ranges::sort(values);
  const auto middle = values.size() / 2;
  return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double per_second(const Phase& phase) { return phase.operations / phase.seconds; }
double cpu_microseconds(const Phase& phase) { return phase.cpu_seconds / phase.operations * 1e6; }

void print(Results& results) {
  const auto& floor = results["raw_mongoc"];
  std::printf("\n%-10s %-17s %12s %8s %16s %8s\n", "", "", "per second", "ratio", "CPU us each",
              "ratio");
  for (const std::string test : {"insert", "find", "point", "update"})
    for (const std::string peer : {"raw_mongoc", "raw_mongoc, w=1", "loom"}) {
      const auto& phases = results[peer][test];
      const double speed = median(phases, per_second), cpu = median(phases, cpu_microseconds);
      std::printf("%-10s %-17s %12.0f %7.2fx %16.2f %7.2fx\n",
                  peer == "raw_mongoc" ? test.c_str() : "", peer.c_str(), speed,
                  speed / median(floor.at(test), per_second), cpu,
                  cpu / median(floor.at(test), cpu_microseconds));
    }

  const auto verdict = [](bool reached) { return reached ? "reached" : "missed"; };
  const auto& loom = results["loom"];
  const double find = median(loom.at("find"), per_second) / median(floor.at("find"), per_second);
  std::printf("\nfind: %.2f times as fast (target 2: %s)\n", find, verdict(find >= 2));
  for (const std::string test : {"point", "update"}) {
    const double cpu =
        median(loom.at(test), cpu_microseconds) / median(floor.at(test), cpu_microseconds);
    std::printf("%s: %.2f times its CPU time (target at most 1.1: %s)\n", test.c_str(), cpu,
                verdict(cpu <= 1.1));
  }
}

}  // namespace

int main(int count, char** values) {
  const std::string_view word = count > 1 ? values[1] : "";
  try {
    if (word == "insert" || word == "read") {
      bench::run_loom_peer(word);
      return 0;
    }
    if (!word.empty() && word != "--json")
      throw std::runtime_error("usage: bench_end_to_end [--json | insert | read]");
    mongoc_init();
    mongoc_log_set_handler(nullptr, nullptr);
    setenv("BENCH_OPS", "2000", 0);
    const char* rounds = std::getenv("ROUNDS");
    auto results = run_rounds(server_uri(), rounds ? std::atoi(rounds) : 5, word == "--json");
    if (word != "--json") print(results);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_end_to_end: %s\n", error.what());
    return 1;
  }
}
