// SPDX-License-Identifier: Apache-2.0
// The role of ledgers, on a server that asks for logins: with it a client appends, and nothing
// else.

#include <gtest/gtest.h>

#include "loom/connect/connect.hpp"
#include "loom/info/prepare.hpp"
#include "support/ledgers.hpp"
#include "support/mongod.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

constexpr int unauthorized = 13;

/// Connects as a user whose password is the name.
void connect_as(const Mongod& server, const std::string& user) {
  auto uri = server.uri("authSource=admin");
  connect(uri.insert(std::string("mongodb://").size(), user + ":%s@"),
          {.secret = Secret::copy_of(user)});
}

void run(const std::string& json) {
  (void)RawCollection({"admin", ""}).run(json, core::Effect::idempotent);
}

/// The code with which the server refuses a command of the present user.
int refused(PersistDb place, const std::string& json) {
  try {
    (void)RawCollection(place).run(json, core::Effect::write);
  } catch (const ServerError& error) {
    return error.code();
  }
  return 0;
}

TEST(LedgerRole, appends_and_reads_and_does_nothing_else) {
  const Mongod server(Mongod::Kind::standalone, {"--auth"});
  server.command("admin",
                 R"({"createUser": "root", "pwd": "root", "roles": ["root"]})");  // the first one
  connect_as(server, "root");
  prepare<Price, Reading>();
  run(ledger_role<Price, Reading>("appender").to_json());
  run(R"({"createUser": "clerk", "pwd": "clerk", "roles": ["appender"]})");

  connect_as(server, "clerk");
  auto tea = price("tea", 10);
  tea.persist();
  tea.persist();
  Reading{.at = now(), .sensor = "hall"}.persist();
  EXPECT_EQ(Price::history("tea").load_many().size(), 2u);
  EXPECT_EQ(Reading::all().count(), 1);

  const std::string update = R"(, "updates": [{"q": {}, "u": {"$set": {"amount": 1}}}]})";
  const std::string erase = R"(, "deletes": [{"q": {}, "limit": 0}]})";
  EXPECT_EQ(refused(Price::persist_db, R"({"update": "prices")" + update), unauthorized);
  EXPECT_EQ(refused(Price::persist_db, R"({"delete": "prices")" + erase), unauthorized);
  EXPECT_EQ(refused(Price::persist_db, R"({"drop": "prices"})"), unauthorized);
  EXPECT_EQ(refused(Reading::persist_db, R"({"delete": "readings")" + erase), unauthorized);
  EXPECT_EQ(refused(Reading::persist_db, R"({"delete": "system.buckets.readings")" + erase),
            unauthorized);
  EXPECT_EQ(refused(Price::persist_db, R"({"insert": "other", "documents": [{}]})"), unauthorized);
  EXPECT_EQ(Price::all().count(), 2);
}

}  // namespace
}  // namespace loom::test
