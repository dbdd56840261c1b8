// SPDX-License-Identifier: Apache-2.0
// What a server says about itself, asked over the program's connection.

#include "server_facts.hpp"

#include <charconv>
#include <cstring>

#include "loom/bson/build.hpp"
#include "loom/bson/reader.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"

namespace loom::command {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

core::Reply ask(std::string_view command) {
  const auto body = bson::build([&](bson::Writer& out) { out.int32(command, 1); });
  return core::run({.database = "admin", .body = body.bytes(), .operation = command});
}

std::string text_at(const core::Reply& reply, std::string_view name) {
  return std::string(bson::text_of(bson::find(bson::open(reply.bytes()), name)));
}

int count_at(const core::Reply& reply, std::string_view name) {
  const auto list = bson::find(bson::open(reply.bytes()), name);
  return static_cast<int>(bson::count(bson::inside_of(list)));
}

milliseconds now() {
  return std::chrono::duration_cast<milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
}

void compare_clocks(ServerFacts& facts) {
  // Of several answers the quickest tells most.
  milliseconds quickest = milliseconds::max();
  for (int i = 0; i < 5; ++i) {
    const auto asked = now();
    const auto began = std::chrono::steady_clock::now();
    const auto hello = ask("hello");
    const auto took =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - began);
    const auto time = bson::find(bson::open(hello.bytes()), "localTime");
    if (!time || time->type != bson::Type::date || took >= quickest) continue;
    std::int64_t theirs = 0;
    std::memcpy(&theirs, time->value.data(), sizeof theirs);
    quickest = took;
    facts.clock_offset = asked + took / 2 - milliseconds(theirs);
    facts.clock_error = took / 2 + 1ms;
  }
}

/// The members that neither take writes nor copy them, nor vote.
std::string unhealthy_members() {
  try {
    const auto status = ask("replSetGetStatus");
    std::string names;
    auto members = bson::inside_of(bson::find(bson::open(status.bytes()), "members"));
    while (const auto member = bson::next(members)) {
      const auto state = bson::text_of(bson::find(member->inside(), "stateStr"));
      if (state == "PRIMARY" || state == "SECONDARY" || state == "ARBITER") continue;
      names += (names.empty() ? "" : ", ") +
               std::string(bson::text_of(bson::find(member->inside(), "name"))) + " (" +
               std::string(state) + ")";
    }
    return names;
  } catch (const ServerError&) {
    return {};  // not every user of a database may ask
  }
}

}  // namespace

Version Version::of(std::string_view text) {
  Version version;
  const char* end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, version.major);
  if (major.ptr != end && *major.ptr == '.') std::from_chars(major.ptr + 1, end, version.minor);
  return version;
}

ServerFacts facts_of_the_server(Deployment deployment) {
  ServerFacts facts;
  facts.version = text_at(ask("buildInfo"), "version");
  if (deployment == Deployment::replica_set) {
    const auto hello = ask("hello");
    facts.set = text_at(hello, "setName");
    facts.members =
        count_at(hello, "hosts") + count_at(hello, "passives") + count_at(hello, "arbiters");
    facts.unhealthy = unhealthy_members();
  }
  compare_clocks(facts);
  return facts;
}

}  // namespace loom::command
