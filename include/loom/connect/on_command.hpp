#pragma once
// SPDX-License-Identifier: Apache-2.0
// Sees every command that goes to the server: what it asks, how long it took, how it ended.

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "loom/info/unsafely.hpp"

namespace loom {

/// How a command ended for its caller.
enum class CommandOutcome {
  succeeded,
  failed,    ///< refused by the server, not sent, or not answered; nothing was written
  in_doubt,  ///< a write whose answer is lost: it may or may not have been applied
};

/// One command that was sent, after its end.
struct CommandEvent {
  std::string name;        ///< "find", "update", "getMore"
  std::string database;    ///< as it is declared, also within a Sandbox
  std::string collection;  ///< empty where the command has none
  std::string operation;   ///< as errors name it: "find shop.orders"
  /// The command with its values replaced by their types:
  /// {"find": "orders", "filter": {"total": {"$gt": "?double"}}}
  std::string shape;
  std::chrono::nanoseconds duration{};  ///< until it was answered; repetitions and pauses counted
  int deliveries = 0;                   ///< how often it was sent
  CommandOutcome outcome = CommandOutcome::succeeded;
  int code = 0;        ///< the server's error code; 0 where there is none
  std::string values;  ///< the command as extended JSON; empty unless `with_values` was said
};

namespace core {
struct Observer;
}

/// Keeps a callback called as long as it lives.
class [[nodiscard]] CommandObserver {
 public:
  explicit CommandObserver(std::shared_ptr<core::Observer> observer) noexcept;
  CommandObserver(CommandObserver&&) noexcept = default;
  CommandObserver& operator=(CommandObserver&&) noexcept;
  /// Waits for a call that is under way in another thread; no other follows.
  ~CommandObserver();

  /// What the callback threw. It is not called any more then; the operation went on.
  std::exception_ptr failure() const;

 private:
  std::shared_ptr<core::Observer> observer_;
};

/// Calls `callback` after each command of this program, until the returned observer ends.
///
/// It is called by the thread that sent the command, which for the later batches of a stream is one
/// of Loom's own, and by one thread at a time. What it throws never reaches an operation: it ends
/// the observation and stands in `failure()`. Commands that it sends itself are not observed.
///
///     auto seen = loom::on_command([](const loom::CommandEvent& e) {
///       if (e.duration > 100ms) std::clog << e.shape << '\n';
///     });
CommandObserver on_command(std::function<void(const CommandEvent&)> callback);
/// The same, with the commands' values: names, addresses, all that is stored or looked for.
CommandObserver on_command(std::function<void(const CommandEvent&)> callback, unsafely::WithValues);

}  // namespace loom
