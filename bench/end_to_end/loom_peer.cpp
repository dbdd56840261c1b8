// SPDX-License-Identifier: Apache-2.0
// Loom as a peer of the peer benchmark: the same documents, phases and lines as raw_mongoc.

#include "loom_peer.hpp"

#include <stdexcept>
#include <vector>

#include "support/user_model.hpp"

namespace bench {
namespace {

constexpr const char* peer = "loom";

void insert() {
  std::vector<User> users;
  for (const auto& user : make_users(env_u("BENCH_N", 100'000))) users.push_back(model_of(user));
  const double started = now();
  User::persist_many(users);
  out(peer, "insert", std::uint32_t(users.size()), now() - started);
}

std::vector<User> find_all() {
  const double started = now();
  auto users = User::all().unbounded(loom::unsafely::unbounded).load_many();
  std::uint64_t sum = 0;
  for (const User& user : users) sum += check(user);
  out(peer, "find", std::uint32_t(users.size()), now() - started,
      num("check", double(sum)) + num("rss_mib", double(peak_rss_mib())));
  return users;
}

template <class F>
void time_each(const char* test, F each) {
  const auto ops = env_u("BENCH_OPS", 5'000);
  std::vector<double> latencies;
  const double started = now();
  for (std::uint32_t k = 0; k < ops; ++k) {
    const double before = now();
    each(k);
    latencies.push_back(now() - before);
  }
  out(peer, test, ops, now() - started, lat(latencies));
}

void read() {
  if (!User::all().exists()) throw std::runtime_error("insert first");  // connects, too
  auto users = find_all();
  const auto n = std::uint32_t(users.size());
  std::uint64_t sum = 0;
  time_each("point", [&](std::uint32_t k) { sum += check(*User::load(users[pick(k, n)].id)); });
  time_each("update", [&](std::uint32_t k) {
    User& user = users[pick(k, n)];
    user.score = double(k) + 0.25;
    user.persist();
  });
}

}  // namespace

void run_loom_peer(std::string_view mode) {
  if (mode == "insert")
    insert();
  else
    read();
}

}  // namespace bench
