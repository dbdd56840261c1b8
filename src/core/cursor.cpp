// SPDX-License-Identifier: Apache-2.0
// Cursors: one reads ahead, while another batch is used; one asks for each batch in its
// transaction.

#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/batch.hpp"
#include "core/conversation.hpp"
#include "core/delivery.hpp"
#include "core/observation.hpp"
#include "core/server_error.hpp"
#include "core/transaction.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

// Measured with documents of 327 bytes: smaller batches pay for round trips, larger ones for memory
// that falls out of the cache.
constexpr std::int32_t documents_first = 1'000;
constexpr std::int32_t documents_later = 3'000;
constexpr std::size_t batches_ahead = 2;

/// A batch as it came, and taken apart.
struct Fetched {
  std::optional<Reply> reply;  ///< where the parts are in it
  Parts content;
};

Fetched take_apart(Reply reply, Keep keep, const std::string& operation, CursorPlace& place) {
  auto batch = read_batch(reply.bytes(), operation);
  place = std::move(batch.place);
  auto content = parts_of(batch.documents, keep, operation);
  if (keep == Keep::yes) return {std::nullopt, std::move(content)};
  return {std::move(reply), std::move(content)};
}

}  // namespace

struct Cursor::Impl {
  virtual ~Impl() = default;
  /// The next batch, which may be without documents; nothing at the end.
  virtual std::optional<Fetched> next_batch() = 0;

  std::optional<Fetched> current;  ///< what is read
  std::size_t parts_read = 0;      ///< of it
};

/// A cursor that has a conversation of its own, and a thread that waits for its next batch.
class Cursor::ReadingAhead final : public Cursor::Impl {
 public:
  ReadingAhead(const Command& command, std::int32_t batch_size, Keep keep)
      : operation_(command.operation),
        declared_(command.database),
        database_(database_name(command.database)),
        deadline_(scope_deadline()),
        batch_size_(batch_size),
        keep_(keep) {
    const auto deadline = operation_deadline();
    conversation_.emplace(current_connection(deadline), deadline, operation_);
    auto opened = deliver_cursor(*conversation_, command, deadline, documents_first);
    server_ = opened.server;
    batches_.push_back(take_apart(std::move(opened.reply), keep_, operation_, place_));
    if (place_.id)
      helper_ = std::thread([this] { read_ahead(); });
    else
      conversation_.reset();
  }

  ~ReadingAhead() override {
    if (process_ != getpid()) {  // after fork() the thread lives in the parent only
      if (helper_.joinable()) helper_.detach();
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    if (helper_.joinable()) helper_.join();
  }

  std::optional<Fetched> next_batch() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !batches_.empty() || !helper_.joinable() || finished_; });
    if (batches_.empty()) {
      if (failure_) std::rethrow_exception(failure_);
      return std::nullopt;
    }
    auto batch = std::move(batches_.front());
    batches_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return batch;
  }

 private:
  // In the helper's thread, which owns the conversation from here on.
  void read_ahead() {
    try {
      while (place_.id && wait_for_room()) fetch();
      if (place_.id) end_on_server();
    } catch (...) {
      failure_ = std::current_exception();
    }
    conversation_.reset();
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    changed_.notify_all();
  }

  /// False where nobody wants more.
  bool wait_for_room() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || batches_.size() < batches_ahead; });
    return !stopped_;
  }

  void fetch() {
    const auto deadline = deadline_ < Deadline::max() ? deadline_ : Clock::now() + default_limit;
    if (remaining(deadline) == std::chrono::milliseconds{0}) {
      end_on_server();
      fail("the deadline has passed", deadline);
    }
    auto answer = ask(get_more(place_, batch_size_), deadline);
    if (answer.outcome == Outcome::refused || answer.outcome == Outcome::passing)
      throw_server_error(answer.reply.bytes(), operation_);
    if (answer.outcome != Outcome::answered) fail(answer.reason, deadline);
    auto batch = take_apart(std::move(answer.reply), keep_, operation_, place_);
    {
      const std::lock_guard lock(mutex_);
      batches_.push_back(std::move(batch));
    }
    changed_.notify_all();
  }

  Answer ask(const bson::Writer& body, Deadline deadline) {
    return ask_observed(*conversation_, {declared_, body.bytes(), Effect::read, operation_},
                        database_, body.bytes(), server_, deadline);
  }

  // Where the cursor stands is unknown after a lost answer: another getMore could leave out
  // documents.
  [[noreturn]] void fail(const std::string& reason, Deadline deadline) const {
    const auto text =
        operation_ + ": the rest of the result did not come (" + reason + "): run the query again";
    const ErrorFacts facts{.operation = operation_, .retryable = true};
    if (remaining(deadline) == std::chrono::milliseconds{0}) throw TimeoutError(text, facts);
    throw ConnectionError(text, facts);
  }

  // A server that does not answer closes the cursor itself, after its idle time.
  void end_on_server() {
    static_cast<void>(ask(kill_cursor(place_), Clock::now() + std::chrono::milliseconds(500)));
    place_.id = 0;
  }

  const std::string operation_;
  const std::string declared_;
  const std::string database_;  ///< as it is on the server
  const Deadline deadline_;     ///< of the scope that the cursor was made in
  const std::int32_t batch_size_;
  const Keep keep_;
  const pid_t process_ = getpid();
  std::optional<Conversation> conversation_;
  std::uint32_t server_ = 0;
  CursorPlace place_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Fetched> batches_;
  bool stopped_ = false;   ///< the caller wants no more
  bool finished_ = false;  ///< the helper has ended, and `failure_` says how
  std::exception_ptr failure_;
  std::thread helper_;
};

/// A cursor of a transaction, whose one conversation serves all that is done in it.
class Cursor::InTransaction final : public Cursor::Impl {
 public:
  InTransaction(Transaction& transaction, const Command& command, std::int32_t batch_size,
                Keep keep)
      : transaction_(transaction),
        attempt_(current_attempt),
        operation_(command.operation),
        database_(command.database),
        batch_size_(batch_size),
        keep_(keep),
        first_(take_apart(transaction.send(command, operation_deadline(), documents_first), keep_,
                          operation_, place_)) {}

  // The end of a transaction ends its cursors.
  ~InTransaction() override {
    if (place_.id == 0 || attempt_.get() != current_attempt) return;
    try {
      static_cast<void>(send(kill_cursor(place_)));
    } catch (const Error&) {
      // What failed is the transaction, which says so.
    }
  }

  std::optional<Fetched> next_batch() override {
    if (first_) return std::exchange(first_, std::nullopt);
    if (place_.id == 0) return std::nullopt;
    return take_apart(send(get_more(place_, batch_size_)), keep_, operation_, place_);
  }

 private:
  Reply send(const bson::Writer& body) {
    return transaction_.send({database_, body.bytes(), Effect::read, operation_},
                             operation_deadline());
  }

  Transaction& transaction_;
  const AttemptPtr attempt_;
  const std::string operation_;
  const std::string database_;  ///< as declared
  const std::int32_t batch_size_;
  const Keep keep_;
  CursorPlace place_;
  std::optional<Fetched> first_;
};

Cursor::Cursor(const Command& command, std::int32_t batch_size, Keep keep)
    : attempt_(current_attempt) {
  if (batch_size <= 0) batch_size = documents_later;
  if (auto* transaction = Transaction::current())
    impl_ = std::make_unique<InTransaction>(*transaction, command, batch_size, keep);
  else
    impl_ = std::make_unique<ReadingAhead>(command, batch_size, keep);
}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

bool Cursor::take_part() {
  require_its_transaction();
  auto& batch = impl_->current;
  while (!batch || impl_->parts_read == batch->content.parts.size()) {
    batch.reset();  // before the next one is waited for: its memory is used again
    batch = impl_->next_batch();
    if (!batch) return false;
    impl_->parts_read = 0;
    at_hand_ = batch->content.documents;
  }
  auto& part = batch->content.parts[impl_->parts_read++];
  documents_ = part.documents;
  bytes_ = std::move(part.bytes);
  return true;
}

void Cursor::refuse() const {
  if (attempt_.get())
    throw TransactionError(
        "the transaction that this was read in has ended, and its results with it: read them in "
        "the transaction, or keep what .load_many() gives");
  throw TransactionError(
      "this was begun outside of the transaction, and does not see what it sees: begin to read in "
      "the transaction");
}

}  // namespace loom::core
