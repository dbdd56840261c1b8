// SPDX-License-Identifier: Apache-2.0
// `loom server`: the private server, from outside.

#include <iostream>
#include <string>

#include "commands.hpp"
#include "install.hpp"
#include "loom/connect/local_server.hpp"
#include "loom/info/error.hpp"
#include "output.hpp"
#include "process.hpp"

namespace loom::command {
namespace {

using local_server::Status;

std::string in_words(const std::vector<local_server::User>& users) {
  std::string text;
  for (const auto& user : users)
    text += (text.empty() ? "" : ", ") + user.program + " (process " +
            std::to_string(user.process) + ")";
  return text.empty() ? "none" : text;
}

std::string state_of(const Status& status) {
  if (!status.running) return "no";
  if (!status.answers) return "yes, but it does not answer: it is starting, or see its log";
  return "yes, for " + in_time(std::chrono::duration_cast<std::chrono::seconds>(status.uptime)) +
         ", as process " + std::to_string(status.process);
}

std::string end_of(const Status& status) {
  if (!status.running) return status.kept ? "by `loom server stop`, once it runs" : "has ended";
  return status.kept ? "by `loom server stop`" : "three seconds after its last user";
}

void print(const Status& status) {
  const auto line = [](const char* name, const std::string& text) {
    std::cout << name << text << '\n';
  };
  line("running    ", state_of(status));
  if (status.answers) line("version    ", "MongoDB " + status.version);
  line("users      ", in_words(status.users));
  line("ends       ", end_of(status));
  line("directory  ", status.directory.string());
  line("size       ", in_bytes(status.size));
  line("log        ", status.log.string());
  line("uri        ", status.uri);
}

void write_users(bson::Writer& out, const std::vector<local_server::User>& users) {
  const auto list = out.begin_array("users");
  for (std::size_t i = 0; i < users.size(); ++i) {
    const auto user = out.begin_document(bson::IndexKey(i));
    out.int32("pid", users[i].process);
    out.string("program", as_text(users[i].program));
    out.end(user);
  }
  out.end(list);
}

void print_json(const Status& status) {
  std::cout << json_of([&](bson::Writer& out) {
    out.boolean("running", status.running);
    out.boolean("answers", status.answers);
    out.boolean("kept", status.kept);
    if (status.answers) {
      out.int32("pid", status.process);
      out.string("version", status.version);
      out.int64("uptime_ms", status.uptime.count());
    } else {
      for (const char* unknown : {"pid", "version", "uptime_ms"}) out.null(std::string(unknown));
    }
    write_users(out, status.users);
    out.string("directory", as_text(status.directory.string()));
    out.string("data", as_text(status.data.string()));
    out.string("log", as_text(status.log.string()));
    out.int64("size_bytes", static_cast<std::int64_t>(status.size));
    out.string("uri", as_text(status.uri));
  }) << '\n';
}

void start() {
  const bool kept = local_server::status().kept;
  local_server::start();
  const auto now = local_server::status();
  std::cout << "MongoDB " << now.version << (kept ? " runs as before" : " runs") << ", as process "
            << now.process << ", until `loom server stop`.\n";
}

void stop() {
  std::cout << (local_server::stop() ? "The private server has ended; its data stay.\n"
                                     : "The private server does not run.\n");
}

// Who asks is no user of Loom's: without being kept, the server would be gone before it is reached.
void print_uri() {
  local_server::start();
  std::cout << local_server::uri() << '\n';
}

int shell() {
  if (!is_on_path("mongosh"))
    throw Error(
        "there is no mongosh on the PATH: install MongoDB's shell (https://www.mongodb.com/docs/"
        "mongodb-shell/install/); `loom server uri` prints the address for other programs");
  // This process is a user of the server for as long as the shell runs.
  return run({"mongosh", local_server::uri()});
}

}  // namespace

void add_server(CLI::App& app, int& status) {
  auto* server = app.add_subcommand("server", "The private server of this user");
  server->require_subcommand(1);

  server->add_subcommand("start", "Start it, and keep it running without users until `stop`")
      ->callback(start);
  server->add_subcommand("stop", "End it, unless a process uses it: then say which")
      ->callback(stop);
  auto* look =
      server->add_subcommand("status", "Whether it runs, for whom, and where its data are");
  auto* json = add_json_flag(*look);
  look->callback([json] {
    const auto found = local_server::status();
    json->count() > 0 ? print_json(found) : print(found);
  });
  server
      ->add_subcommand("uri",
                       "Print its URI, for programs that are not Loom's; starts it, as "
                       "`start` does")
      ->callback(print_uri);
  server
      ->add_subcommand("install", "Fetch and check the pinned mongod, where this machine has none")
      ->callback(install_server);
  server->add_subcommand("shell", "Open MongoDB's shell, mongosh, on it")->callback([&status] {
    status = shell();
  });
}

}  // namespace loom::command
