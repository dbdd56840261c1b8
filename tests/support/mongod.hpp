#pragma once
// SPDX-License-Identifier: Apache-2.0
// A real mongod of a test's own, that can be stopped, killed, and made to fail in the way one
// needs.

#include <mongoc/mongoc.h>
#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace loom::test {

/// A server in a directory of its own, both gone at its end.
class Mongod {
 public:
  enum class Kind {
    standalone,   ///< on a Unix socket
    replica_set,  ///< of one, on a Unix socket
    member,       ///< of a set that a ReplicaSet makes, on a port of this machine
  };

  /// Starts a server and waits until it takes writes; a member is not waited for. It ends with the
  /// thread that started it: start it from one that lives as long as the test.
  explicit Mongod(Kind kind = Kind::replica_set, std::vector<std::string> arguments = {});
  ~Mongod();
  Mongod(const Mongod&) = delete;
  Mongod& operator=(const Mongod&) = delete;

  /// `options` as in a URI: "maxPoolSize=4&appName=x".
  std::string uri(const std::string& options = {}) const;
  /// Its address as a replica set names it: a path, or "127.0.0.1:27300".
  const std::string& host() const noexcept { return host_; }

  /// Sends a command, written as JSON, beside Loom; gives the reply as JSON. Throws where it fails.
  std::string command(const std::string& database, const std::string& json) const;
  /// The number that stands at a path of the reply: "n", "metrics.cursor.open.total".
  std::int64_t number(const std::string& database, const std::string& json,
                      const std::string& path) const;

  /// Turns a failpoint on: `mode` is "{times: 1}" or "alwaysOn" as JSON, `data` a JSON document.
  void fail(const std::string& point, const std::string& mode, const std::string& data) const;
  void heal(const std::string& point) const;

  void kill_hard();  ///< SIGKILL, and waits for its end
  void freeze();     ///< SIGSTOP
  void thaw();       ///< SIGCONT
  void restart();    ///< starts again, on the same data, and waits until it has its part

  bool answers() const;
  bool takes_writes() const;

 private:
  struct DestroyClient {
    void operator()(mongoc_client_t* client) const noexcept { mongoc_client_destroy(client); }
  };
  using Client = std::unique_ptr<mongoc_client_t, DestroyClient>;

  void start();
  void await_part() const;
  bool says_of_itself(const char* field) const;
  Client client() const;
  bool try_command(const std::string& database, const std::string& json, bson_t* reply,
                   bson_error_t* error) const;

  Kind kind_;
  std::vector<std::string> arguments_;
  std::filesystem::path directory_;
  std::string host_;
  pid_t process_ = 0;
};

}  // namespace loom::test
