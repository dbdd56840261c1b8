// SPDX-License-Identifier: Apache-2.0
// The end of a transaction: a commit is asked for again until the server has said how it ended.

#include <algorithm>
#include <array>

#include "core/back_off.hpp"
#include "core/reply.hpp"
#include "core/server_error.hpp"
#include "core/transaction.hpp"

namespace loom::core {
namespace {

using namespace std::chrono_literals;

enum class Verdict {
  committed,
  undone,   ///< and another attempt may succeed
  refused,  ///< the server will not commit it
  unknown,  ///< the server may say more when it is asked again
  in_doubt,
};

/// What one answer to a commit says; `doubtful` where an earlier answer was lost.
Verdict verdict_of(const Answer& answer, bool complains, const ErrorFacts& facts, bool doubtful) {
  // A majority can never confirm it (79, 100), or the server's time was over (50).
  constexpr std::array final = {50, 79, 100};
  constexpr int no_such_transaction = 251;
  const bool is_final = std::count(final.begin(), final.end(), facts.code) > 0;
  const bool is_undone =
      std::count(facts.labels.begin(), facts.labels.end(), "TransientTransactionError") > 0;
  switch (answer.outcome) {
    case Outcome::answered:
      if (!complains) return Verdict::committed;
      return is_final ? Verdict::in_doubt : Verdict::unknown;
    case Outcome::refused:
    case Outcome::passing:
      // The server says so only where it is sure, also when it is asked again.
      if (is_undone) return Verdict::undone;
      if (answer.outcome == Outcome::passing) return Verdict::unknown;
      if (doubtful || is_final || facts.code == no_such_transaction) return Verdict::in_doubt;
      return Verdict::refused;
    case Outcome::not_sent:
    case Outcome::no_login:
    case Outcome::lost:
      return Verdict::unknown;
  }
  return Verdict::unknown;
}

/// The server's complaint in an answer: its refusal, or that no majority has confirmed it.
bson::View complaint(const Answer& answer) {
  const auto reply = answer.reply.bytes();
  return answer.outcome == Outcome::answered ? document_in(reply, "writeConcernError") : reply;
}

bool may_have_been_heard(const Answer& answer) {
  return answer.outcome != Outcome::not_sent && answer.outcome != Outcome::no_login;
}

}  // namespace

bool Transaction::commit() {
  constexpr std::string_view operation = "commitTransaction";
  if (!sent_) {
    attempt_->set(Attempt::State::committed);
    return true;
  }
  attempt_->set(Attempt::State::in_doubt);
  ErrorFacts facts{.operation = std::string(operation)};
  std::string reason = "the deadline had passed before the commit";
  bool doubtful = false;
  for (int tries = 1; remaining(limit_) > 0ms; ++tries) {
    if (tries > 1) {
      back_off(tries - 1, limit_);
      if (const auto dead = revive()) {
        reason = *dead;
        break;
      }
    }
    // The second time it may be another server that takes writes.
    const auto answer =
        end(operation, tries == 1 ? server_ : 0, std::min(limit_, operation_deadline()));
    const auto about = complaint(answer);
    if (!about.empty()) facts = error_facts(about, operation);
    reason = answer.reason.empty() ? "code " + std::to_string(facts.code) : answer.reason;
    const auto verdict = verdict_of(answer, !about.empty(), facts, doubtful);
    if (verdict == Verdict::committed) {
      attempt_->set(Attempt::State::committed);
      return true;
    }
    if (verdict == Verdict::refused) {
      attempt_->set(Attempt::State::aborted);
      throw_server_error(about, operation);
    }
    doubtful = verdict != Verdict::undone && (doubtful || may_have_been_heard(answer));
    if (verdict != Verdict::unknown) break;
  }
  if (doubtful)
    throw InDoubtError("nobody can say whether the transaction was committed (" + reason +
                           "): load what it changes before you decide",
                       {std::string(operation), facts.code, facts.labels, false});
  failure_ = {std::move(facts), reason, true, true};
  return false;
}

}  // namespace loom::core
