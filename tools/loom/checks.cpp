// SPDX-License-Identifier: Apache-2.0
// What `loom doctor` looks at: the machine first, then the way to the server, then the server.

#include "checks.hpp"

#include <chrono>
#include <cstdlib>

#include "loom/connect/connect.hpp"
#include "loom/connect/connection_info.hpp"
#include "loom/connect/local_server.hpp"
#include "loom/info/error.hpp"
#include "loom/time/zone.hpp"
#include "loom/time/zone_data.hpp"
#include "loom/version.hpp"
#include "server_facts.hpp"

namespace loom::command {
namespace {

using namespace std::chrono_literals;

constexpr auto limit = 10s;  // longer than an election
// Times that the client and the server set differ by it: a second is what people notice.
constexpr auto tolerated_offset = 1s;
constexpr Version crashes_before{1, 30};
constexpr Version oldest_server{6, 0};

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

/// What decides where a program connects to.
const char* setting() {
  for (const char* variable : {"MONGODB_URI", "MONGODB_LOCAL_URI"})
    if (is_set(variable)) return variable;
  return nullptr;
}

Finding versions() {
  const std::string text =
      std::string(loom::version()) + ", with libmongoc " + std::string(loom::driver_version());
  if (Version::of(loom::driver_version()) < crashes_before)
    return {"loom", Level::note, text + ", which crashes on a corrupt reply",
            "use libmongoc 1.30 or newer where the server is not trusted"};
  return {"loom", Level::good, text};
}

Finding zones() {
  const std::string remedy =
      "install the package tzdata, or let TZDIR name a folder with zone data";
  try {
    const auto data = zone_data();
    static_cast<void>(zone("Europe/Paris"));
    const std::string where = " in " + data.folder.string();
    if (data.version.empty()) return {"time zones", Level::note, "of an unknown version" + where};
    return {"time zones", Level::good, "version " + data.version + where};
  } catch (const TimeZoneError& error) {
    const std::string folder =
        is_set("TZDIR") ? " (TZDIR is " + std::string(std::getenv("TZDIR")) + ")" : "";
    return {"time zones", Level::problem, error.what() + folder, remedy};
  }
}

/// Only where the private server is what a program connects to.
Finding mongod() {
  try {
    const auto program = local_server::program();
    const bool own = program == local_server::pinned::place();
    return {"mongod", Level::good, program.string() + (own ? ", as Loom pins it" : "")};
  } catch (const ConnectionError& error) {
    return {"mongod", Level::problem, error.what(), "run `loom server install`"};
  }
}

std::string remedy_for(ConnectionError::Reason reason, const std::string& variable) {
  using Reason = ConnectionError::Reason;
  switch (reason) {
    case Reason::unreachable:
      break;
    case Reason::broken_off:
      return "see the log of that server, and whether it wants tls=true";
    case Reason::untrusted:
      return "let tlsCAFile in " + variable + " name the authority that signed its certificate";
    case Reason::wrong_host:
      return "let " + variable + " name the host as its certificate does";
    case Reason::tls:
      return "see tls, tlsCAFile and tlsCertificateKeyFile in " + variable +
             ", and its server's log";
    case Reason::login:
      return "see the user in " + variable + ", and its secret (loom secret set)";
    case Reason::uri:
      return "correct what " + variable + " says";
  }
  return "see that a server runs there, and what " + variable + " says";
}

std::string remedy_for(const Error& error) {
  const char* variable = setting();
  if (!variable) return "see `loom server status` and the log that it names";
  if (dynamic_cast<const SecretError*>(&error))
    return "see what MONGODB_SECRET or MONGODB_LOCAL_SECRET names, and `loom secret get`";
  const auto* refused = dynamic_cast<const ConnectionError*>(&error);
  return remedy_for(refused ? refused->reason() : ConnectionError::Reason::unreachable, variable);
}

Finding refused_connection(const Error& error) {
  return {"connection", Level::problem, error.what(), remedy_for(error)};
}

std::string in_words(const ConnectionInfo& info) {
  if (info.is_private_server) return "the private server, " + info.hosts;
  const char* variable = setting();
  return info.hosts + (variable ? ", which " + std::string(variable) + " names" : "");
}

Finding tls(const ConnectionInfo& info) {
  if (info.tls) return {"tls", Level::good, "on, and the server's certificate is in order"};
  if (info.on_this_machine)
    return {"tls", Level::good, "off, and not needed: the way does not leave this machine"};
  return {"tls", Level::problem, "off on the way to another machine", "add tls=true to the URI"};
}

Finding server_version(const ServerFacts& server) {
  const std::string text = "MongoDB " + server.version;
  if (Version::of(server.version) < oldest_server)
    return {"server", Level::problem, text, "Loom needs MongoDB 6.0 or newer"};
  return {"server", Level::good, text};
}

Finding deployment(const ConnectionInfo& info, const ServerFacts& server) {
  const std::string subject = "replica set";
  switch (info.deployment) {
    case Deployment::standalone:
      return {subject, Level::problem,
              "none: no transactions, no change streams, and a write whose answer is lost is not "
              "asked for again",
              "start mongod with --replSet, and run rs.initiate() once"};
    case Deployment::sharded:
      return {subject, Level::good, "a sharded cluster"};
    case Deployment::replica_set:
      break;
  }
  const auto members =
      std::to_string(server.members) + (server.members == 1 ? " member" : " members");
  const std::string text = server.set + ", " + members;
  if (server.unhealthy.empty()) return {subject, Level::good, text};
  return {subject, Level::problem, text + ", of which not in order: " + server.unhealthy,
          "see the logs of these members"};
}

Finding clock(const ServerFacts& server) {
  const auto offset = server.clock_offset;
  const auto size = std::chrono::abs(offset);
  const std::string text = std::to_string(size.count()) + " ms " +
                           (offset < 0ms ? "behind" : "ahead of") + " the server's, give or take " +
                           std::to_string(server.clock_error.count()) + " ms";
  if (size - server.clock_error > tolerated_offset)
    return {"clock", Level::problem, text,
            "set this machine's clock, or the server's, by NTP (see timedatectl)"};
  return {"clock", Level::good, text};
}

void look_at_the_server(std::vector<Finding>& findings) {
  try {
    const auto info = connection_info();
    findings.push_back({"connection", Level::good, in_words(info)});
    findings.push_back(tls(info));
    const auto server = facts_of_the_server(info.deployment);
    findings.push_back(server_version(server));
    findings.push_back(deployment(info, server));
    findings.push_back(clock(server));
  } catch (const Error& error) {
    findings.push_back(refused_connection(error));
  }
}

}  // namespace

std::vector<Finding> examine() {
  std::vector findings{versions(), zones()};
  if (!setting()) findings.push_back(mongod());
  with_deadline(limit, [&] { look_at_the_server(findings); });
  return findings;
}

}  // namespace loom::command
