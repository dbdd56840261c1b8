// SPDX-License-Identifier: Apache-2.0
// A replica set of three members on this machine, whose primary can be killed.

#include "support/replica_set.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace loom::test {
namespace {

using namespace std::chrono_literals;

template <class Done>
void await(const char* what, Done done) {
  for (const auto end = std::chrono::steady_clock::now() + 60s; !done();
       std::this_thread::sleep_for(20ms))
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error(what);
}

}  // namespace

ReplicaSet::ReplicaSet()
    : members_{Mongod(Mongod::Kind::member), Mongod(Mongod::Kind::member),
               Mongod(Mongod::Kind::member)} {
  std::string config;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    // A member that does not answer yet makes the others refuse the set.
    await("a member of the replica set does not answer", [&] { return members_[i].answers(); });
    config += (i == 0 ? "" : ", ") + (R"({"_id": )" + std::to_string(i)) + R"(, "host": ")" +
              members_[i].host() + R"("})";
  }
  members_[0].command("admin", R"({"replSetInitiate": {"_id": "r", "members": [)" + config +
                                   R"(], "settings": {"electionTimeoutMillis": 500,
                                       "heartbeatIntervalMillis": 100, "heartbeatTimeoutSecs": 1}}})");
  primary();
}

std::string ReplicaSet::uri() const {
  std::string hosts;
  for (const auto& member : members_) hosts += (hosts.empty() ? "" : ",") + member.host();
  return "mongodb://" + hosts + "/?replicaSet=r";
}

Mongod& ReplicaSet::primary(const Mongod* except) {
  Mongod* found = nullptr;
  await("the replica set has no primary", [&] {
    for (auto& member : members_)
      if (&member != except && member.takes_writes()) found = &member;
    return found != nullptr;
  });
  return *found;
}

}  // namespace loom::test
