// SPDX-License-Identifier: Apache-2.0
// Delivers a command: again and again until it is answered, so that it takes effect once.

#include "core/delivery.hpp"

#include <algorithm>
#include <array>

#include "connect/failure.hpp"
#include "core/back_off.hpp"
#include "core/index_guard.hpp"
#include "core/message.hpp"
#include "core/observation.hpp"
#include "core/reply.hpp"
#include "core/server_error.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using namespace std::chrono_literals;

constexpr int time_is_over = 50;  // MaxTimeMSExpired
constexpr int most_logins =
    3;  // a login may fail because the server is going; a password stays wrong

// After a lost answer these say nothing about the delivery that was lost: the server did not look.
bool leaves_doubt(int code) {
  constexpr std::array codes = {13, 18, 46, 50, 217, 225, 11601};
  return std::count(codes.begin(), codes.end(), code) > 0;
}

/// One command on its way, and what its failed deliveries leave open.
class Delivery {
 public:
  Delivery(Conversation& conversation, const Command& command, Deadline deadline)
      : conversation_(conversation), command_(command), deadline_(deadline) {}

  Opened run(std::int32_t first_batch, bool choose) {
    const auto database = database_name(command_.database);
    Message message(command_, conversation_.connection().terms(), first_batch);
    repeatable_ = message.repeatable();
    if (remaining(deadline_) == 0ms)
      throw TimeoutError(text("the deadline had passed before it was sent"), facts());
    for (int tries = 1;; ++tries) {
      const auto server = choose ? conversation_.choose_server(deadline_, reason_) : Server{};
      if (server) {
        // The session comes first: the numbers that it sees have to rise.
        auto failed = conversation_.begin_session();
        auto answer =
            failed ? std::move(*failed)
                   : conversation_.ask(database, message.bytes(deadline_), server->id, deadline_);
        if (answer.outcome != Outcome::not_sent && answer.outcome != Outcome::no_login)
          ++deliveries_;
        if (is_settled(answer)) return {std::move(answer.reply), server->id};
        if (!answer.reason.empty()) reason_ = std::move(answer.reason);
      }
      look_for_refused_login();
      revive();
      if (remaining(deadline_) == 0ms) give_up();
      if (tries > 1) back_off(tries, deadline_);  // the first repetition comes at once
    }
  }

  /// How often the command was sent.
  int deliveries() const noexcept { return deliveries_; }

 private:
  bool writes() const noexcept { return command_.effect != Effect::read; }

  /// True where the answer is the server's; false where the command is to be sent again.
  bool is_settled(const Answer& answer) {
    switch (answer.outcome) {
      case Outcome::answered:
        return !writes() || is_safe(answer.reply.bytes());
      case Outcome::refused:
        fail(answer);
      case Outcome::passing:
        facts_ = error_facts(answer.reply.bytes(), command_.operation);
        return reached(answer);
      case Outcome::lost:
        return reached(answer);
      case Outcome::no_login:
        refusal_ = answer.reason;
        return false;
      case Outcome::not_sent:
        return false;
    }
    return false;
  }

  // After a refused login the driver takes the server for lost, and gives the refusal for the
  // reason.
  void look_for_refused_login() {
    if (refusal_.empty() || reason_.find(refusal_) == reason_.npos || ++logins_ < most_logins)
      return;
    if (doubtful_) throw InDoubtError(in_doubt(refusal_), facts());
    throw ConnectionError(text("the login at " + hosts() + " failed: " + refusal_ +
                               " Check user, password and authSource"),
                          {.operation = std::string(command_.operation)},
                          ConnectionError::Reason::login);
  }

  // A server that breaks off may have done a part of the work, so a refusal of this kind is no
  // proof.
  bool reached(const Answer& answer) {
    reached_ = true;
    doubtful_ = doubtful_ || writes();
    if (!repeatable_) throw InDoubtError(in_doubt(answer.reason), facts());
    return false;
  }

  [[noreturn]] void fail(const Answer& answer) {
    const auto error = answer.reply.bytes();
    facts_ = error_facts(error, command_.operation);
    // The server stops a write on many documents in the middle, and says no more than that.
    if (writes() && (facts_.code == time_is_over || (doubtful_ && leaves_doubt(facts_.code))))
      throw InDoubtError(in_doubt(answer.reason), facts());
    if (facts_.code == time_is_over)
      throw TimeoutError(text("the server stopped at the deadline; an index may help, or a longer "
                              "loom::with_deadline"),
                         facts());
    throw_server_error(error, command_.operation);
  }

  /// True where a majority holds the write; false where the server is to be asked again.
  bool is_safe(bson::View reply) {
    const auto concern = document_in(reply, "writeConcernError");
    if (concern.empty()) return true;
    facts_ = error_facts(concern, command_.operation);
    const auto around = error_facts(reply, command_.operation);  // the labels stand outside
    facts_.labels = around.labels;
    facts_.retryable = facts_.retryable || around.retryable;
    reason_ = "code " + std::to_string(facts_.code);
    reached_ = doubtful_ = true;
    if (facts_.retryable && repeatable_) return false;
    throw InDoubtError(
        text("the write was applied, but no majority has confirmed it, and it may still be "
             "rolled back (" +
             reason_ + "): load what it changes before you decide"),
        facts());
  }

  [[noreturn]] void give_up() {
    if (doubtful_) throw InDoubtError(in_doubt(reason_), facts());
    if (reached_) throw TimeoutError(text("no answer before the deadline: " + reason_), facts());
    throw ConnectionError(
        text("no server of " + hosts() + " could be reached before the deadline: " + reason_ +
             "; " + std::string(remedy_in(reason_))),
        facts(), reason_in(reason_));
  }

  // Whether the write was applied stays open, also where a server cannot be had any more.
  void revive() {
    try {
      conversation_.connection().revive(deadline_);
    } catch (const Error& error) {
      reason_ = error.what();
      give_up();
    }
  }

  ErrorFacts facts() const {
    auto result = facts_;
    result.operation = command_.operation;
    result.retryable = !doubtful_;
    return result;
  }

  std::string hosts() const { return conversation_.connection().hosts(); }

  std::string text(const std::string& sentence) const {
    return std::string(command_.operation) + ": " + sentence;
  }

  std::string in_doubt(const std::string& reason) const {
    return text("nobody can say whether the write was applied (" + reason +
                "): load what it changes before you decide");
  }

  Conversation& conversation_;
  const Command& command_;
  Deadline deadline_;
  bool repeatable_ = false;
  bool reached_ = false;   ///< a server may have seen the command
  bool doubtful_ = false;  ///< … and may have applied it
  std::string refusal_;    ///< of the last login, if one was refused
  int logins_ = 0;
  int deliveries_ = 0;
  std::string reason_;  ///< of the last failed delivery
  ErrorFacts facts_;    ///< of the server's last refusal
};

Opened run_observed(Conversation& conversation, const Command& command, Deadline deadline,
                    std::int32_t first_batch, bool choose) {
  require_index(command);
  Observation observed(command);
  Delivery delivery(conversation, command, deadline);
  try {
    auto opened = delivery.run(first_batch, choose);
    observed.answered(opened.reply.bytes(), delivery.deliveries());
    return opened;
  } catch (const Error& error) {
    observed.failed(error, delivery.deliveries());
    throw;
  }
}

}  // namespace

Reply deliver(Conversation& conversation, const Command& command, Deadline deadline) {
  return run_observed(conversation, command, deadline, 0, false).reply;
}

Opened deliver_cursor(Conversation& conversation, const Command& command, Deadline deadline,
                      std::int32_t first_batch) {
  return run_observed(conversation, command, deadline, first_batch, true);
}

}  // namespace loom::core
