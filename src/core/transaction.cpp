// SPDX-License-Identifier: Apache-2.0
// The transaction of a thread: its attempts, and the operations in them.

#include "core/transaction.hpp"
#include "connect/failure.hpp"

#include <algorithm>
#include <exception>

#include "core/back_off.hpp"
#include "core/delivery.hpp"
#include "core/index_guard.hpp"
#include "core/message.hpp"
#include "core/observation.hpp"
#include "core/reply.hpp"
#include "core/server_error.hpp"
#include "core/statement.hpp"
#include "loom/core/transaction.hpp"

namespace loom::core {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view whole = "transaction";
constexpr std::string_view may_be_repeated = "TransientTransactionError";
constexpr int time_is_over = 50;  // MaxTimeMSExpired
// What the driver specification gives a transaction with all its attempts.
constexpr std::chrono::seconds longest{120};

bool has_label(const ErrorFacts& facts, std::string_view label) {
  return std::count(facts.labels.begin(), facts.labels.end(), label) > 0;
}

/// Makes an attempt the current one of this thread.
class Inside {
 public:
  explicit Inside(Attempt* attempt) noexcept { current_attempt = attempt; }
  ~Inside() { current_attempt = nullptr; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
};

}  // namespace

Transaction::Transaction()
    : limit_(std::min(scope_deadline(), Clock::now() + longest)),
      conversation_(current_connection(operation_deadline()), operation_deadline(), whole) {
  if (connection().deployment() == Deployment::standalone)
    throw TransactionError(
        "a standalone server has no transactions: start it as a replica set (mongod --replSet), of "
        "one member if you like",
        {.operation = std::string(whole)});
}

void Transaction::run(const std::function<void()>& callback) {
  for (int tries = 1;; ++tries) {
    begin(tries);
    std::exception_ptr thrown;
    try {
      const Inside inside(attempt_.get());
      callback();
    } catch (...) {
      thrown = std::current_exception();
    }
    if (!thrown && !failure_ && commit()) return;
    attempt_->set(Attempt::State::aborted);
    // What a callback concludes from a failure that passes does not count.
    if (may_begin_again()) continue;
    abort();
    if (thrown) std::rethrow_exception(thrown);
    require_sound(whole);
  }
}

void Transaction::join(const std::function<void()>& callback) {
  try {
    callback();
  } catch (...) {
    fail("a transaction within it", "an exception left it");
    throw;
  }
}

// The server is chosen before the callback runs: while there is none, nothing is called in vain.
void Transaction::begin(int tries) {
  std::string reason = failure_ ? failure_->reason : "it had passed before it began";
  bool reached = !failure_ || failure_->reached;
  std::optional<Server> server;
  for (;; ++tries) {
    if (remaining(limit_) == 0ms) {
      if (sent_) abort();
      give_up(reason, reached);
    }
    if (tries > 1) {
      back_off(tries - 1, limit_);
      if (const auto dead = revive()) give_up(*dead, false);
    }
    server = conversation_.choose_server(std::min(limit_, operation_deadline()), reason);
    if (server) {
      const auto failed = conversation_.begin_session();
      if (!failed) break;
      reason = failed->reason;
    }
    reached = failure_ && failure_->reached;
  }
  server_ = server->id;
  // The server takes a higher number for the end of the attempt before.
  number_ = next_transaction_number();
  if (run_ == 0) run_ = number_;
  attempt_ = AttemptPtr(new Attempt(*this, run_));
  sent_ = false;
  failure_.reset();
  recovery_token_ = {};
}

Reply Transaction::send(const Command& command, Deadline deadline, std::int32_t first_batch) {
  if (outside_) return deliver(conversation_, command, deadline);
  require_sound(command.operation);
  require_index(command);
  const auto database = database_name(command.database);
  Message message(command, connection().terms(), first_batch, InTransaction{number_, !sent_});
  if (remaining(deadline) == 0ms)
    throw TimeoutError(
        std::string(command.operation) + ": the deadline had passed before it was sent",
        {.operation = std::string(command.operation), .retryable = true});
  sent_ = true;
  Command observed = command;
  observed.effect = Effect::read;  // a lost answer leaves no doubt: it is not committed
  auto answer =
      ask_observed(conversation_, observed, database, message.bytes(deadline), server_, deadline);
  if (answer.outcome != Outcome::answered) refuse(command.operation, std::move(answer));
  keep_recovery_token(answer.reply.bytes());
  // The server undoes it all for one statement, whose error is the caller's to tell.
  for_each_write_error(answer.reply, [&](bson::View error) {
    fail(command.operation, "code " + std::to_string(error_facts(error, {}).code));
  });
  return std::move(answer.reply);
}

void Transaction::refuse(std::string_view operation, Answer answer) {
  const bool answered = answer.outcome == Outcome::refused || answer.outcome == Outcome::passing;
  const auto reply = answer.reply.bytes();
  auto facts = answered ? error_facts(reply, operation) : ErrorFacts{};
  facts.operation = operation;
  const bool passing = answer.outcome != Outcome::refused || has_label(facts, may_be_repeated);
  if (passing && !has_label(facts, may_be_repeated)) facts.labels.emplace_back(may_be_repeated);
  facts.retryable = passing;
  failure_ = {facts, answer.reason, passing, answer.outcome != Outcome::not_sent};
  const auto text = [&](std::string_view sentence) {
    return std::string(operation) + ": " + std::string(sentence) + " (" + answer.reason + ")";
  };
  if (!answered)
    throw ConnectionError(text("the server is lost, and the transaction with it"), facts);
  if (facts.code == time_is_over && !passing)
    throw TimeoutError(text("the server stopped at the deadline, and undid the transaction"),
                       facts);
  if (passing) throw ServerError(text("the server undid the transaction"), facts);
  throw_server_error(reply, operation);
}

void Transaction::fail(std::string_view operation, const std::string& reason) {
  if (!failure_) failure_ = {{.operation = std::string(operation)}, reason, false, true};
}

void Transaction::require_sound(std::string_view operation) const {
  if (!failure_) return;
  auto facts = failure_->facts;
  const auto first = std::exchange(facts.operation, std::string(operation));
  throw TransactionError(std::string(operation) + ": the transaction is undone, for " + first +
                             " failed (" + failure_->reason +
                             "); let its error leave the callback: nothing is committed",
                         std::move(facts));
}

void Transaction::give_up(const std::string& reason, bool reached) const {
  const ErrorFacts facts{.operation = std::string(whole), .retryable = true};
  const auto text =
      "the transaction was not committed before its deadline, and nothing is written: " + reason;
  if (reached) throw TimeoutError(text, facts);
  throw ConnectionError(text + "; no server of " + connection().hosts() + " could be reached",
                        facts, reason_in(reason));
}

std::optional<std::string> Transaction::revive() {
  try {
    connection().revive(limit_);
    return std::nullopt;
  } catch (const Error& error) {
    return error.what();
  }
}

// {command: 1}, beside what Message adds.
Answer Transaction::end(std::string_view command, std::uint32_t server, Deadline deadline) {
  bson::Writer body;
  const auto start = body.begin();
  body.int32(command, 1);
  if (!recovery_token_.empty()) body.document("recoveryToken", recovery_token_.bytes());
  body.end(start);
  const Command sent{"admin", body.bytes(), Effect::idempotent, command};
  Message message(sent, connection().terms(), 0, InTransaction{number_, false});
  return ask_observed(conversation_, sent, "admin", message.bytes(deadline), server, deadline);
}

// Ended by the server itself where the message is lost: after a minute, or by the next attempt.
void Transaction::abort() noexcept {
  if (!sent_) return;
  try {
    static_cast<void>(end("abortTransaction", server_, Clock::now() + 500ms));
  } catch (const std::exception&) {
    // Nothing is committed all the same, and the reason for the abort is worth more.
  }
}

void Transaction::keep_recovery_token(bson::View reply) {
  if (connection().deployment() != Deployment::sharded) return;
  if (const auto token = document_in(reply, "recoveryToken"); !token.empty())
    recovery_token_ = Document::from_bytes(token);
}

void require_no_transaction(std::string_view operation, std::string_view advice) {
  if (!current_attempt) return;
  throw TransactionError(std::string(operation) + ": not in a transaction: " + std::string(advice),
                         {.operation = std::string(operation)});
}

void run_transaction(const std::function<void()>& callback) {
  if (auto* outer = Transaction::current()) return outer->join(callback);
  Transaction().run(callback);
}

}  // namespace loom::core
