// SPDX-License-Identifier: Apache-2.0
// How much memory a program holds at most that streams a million documents, and does nothing else.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support/user_model.hpp"

namespace {

constexpr std::uint32_t documents = 1'000'000;
constexpr std::uint32_t at_once = 50'000;
constexpr double target_mib = 64;

void fill() {
  if (bench::User::all().count() == documents) return;
  bench::User::filter(loom::unsafely::everything).erase();
  const auto users = make_users(at_once);
  for (std::uint32_t stored = 0; stored < documents; stored += at_once) {
    std::vector<bench::User> some;
    for (const auto& user : users) {
      some.push_back(bench::model_of(user));
      some.back().id = {};
    }
    bench::User::persist_many(some);
  }
}

int stream() {
  std::uint64_t streamed = 0, sum = 0;
  const double started = now();
  for (const auto& user : bench::User::all().stream()) ++streamed, sum += bench::check(user);
  const double seconds = now() - started, mib = double(peak_rss_mib());
  std::printf(
      "%llu documents streamed, %.0f a second, %.0f MiB resident at most (target %.0f: %s)\n",
      static_cast<unsigned long long>(streamed), double(streamed) / seconds, mib, target_mib,
      mib < target_mib ? "reached" : "missed");
  return streamed == documents && sum != 0 ? 0 : 1;
}

}  // namespace

// Filling needs memory, too: what streams is a process of its own, while this one keeps the server.
int main(int count, char**) {
  if (count > 1) return stream();
  fill();
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  const int status = std::system(("\"" + self + "\" stream").c_str());
  bench::User::filter(loom::unsafely::everything).erase();
  return status == 0 ? 0 : 1;
}
