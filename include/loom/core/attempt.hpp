#pragma once
// SPDX-License-Identifier: Apache-2.0
// One attempt of a transaction, and who has read or written in it: what an object knows from it
// holds only once it was committed.

#include <atomic>
#include <cstdint>
#include <utility>

namespace loom::core {

class Transaction;

/// One call of a transaction's callback. It outlives the transaction in the objects of its time.
class Attempt {
 public:
  enum class State : std::uint8_t { running, committed, aborted, in_doubt };

  /// `run` is a number that all attempts of one transaction share.
  Attempt(Transaction& transaction, std::int64_t run) noexcept
      : transaction_(transaction), run_(run) {}

  State state() const noexcept { return state_.load(std::memory_order_acquire); }
  void set(State state) noexcept { state_.store(state, std::memory_order_release); }
  /// The transaction that it belongs to; there only while it is a thread's current one.
  Transaction& transaction() const noexcept { return transaction_; }
  bool is_of_one_transaction_with(const Attempt& other) const noexcept {
    return run_ == other.run_;
  }

 private:
  friend class AttemptPtr;

  Transaction& transaction_;
  const std::int64_t run_;
  std::atomic<State> state_{State::running};
  std::atomic<std::uint32_t> uses_{0};
};

/// A share in an attempt, or nothing. Of the size of a pointer, for each loaded object has one.
class AttemptPtr {
 public:
  AttemptPtr() noexcept = default;
  explicit AttemptPtr(Attempt* attempt) noexcept : attempt_(attempt) {
    if (attempt_) attempt_->uses_.fetch_add(1, std::memory_order_relaxed);
  }
  AttemptPtr(const AttemptPtr& other) noexcept : AttemptPtr(other.attempt_) {}
  AttemptPtr(AttemptPtr&& other) noexcept : attempt_(std::exchange(other.attempt_, nullptr)) {}
  AttemptPtr& operator=(AttemptPtr other) noexcept {
    std::swap(attempt_, other.attempt_);
    return *this;
  }
  ~AttemptPtr() {
    if (attempt_ && attempt_->uses_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete attempt_;
  }

  Attempt* get() const noexcept { return attempt_; }
  Attempt* operator->() const noexcept { return attempt_; }

 private:
  Attempt* attempt_ = nullptr;
};

/// The attempt that this thread is in; null outside of transactions.
inline constinit thread_local Attempt* current_attempt = nullptr;

}  // namespace loom::core
