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
constexpr std::size_t empty_array = 5;  // bytes

}  // namespace

struct Cursor::Impl {
  virtual ~Impl() = default;
  /// The documents of the next batch, which may be none; no bytes at the end.
  virtual bson::View next_batch() = 0;
};

/// A cursor that has a conversation of its own, and a thread that waits for its next batch.
class Cursor::ReadingAhead final : public Cursor::Impl {
 public:
  ReadingAhead(const Command& command, std::int32_t batch_size)
      : operation_(command.operation),
        declared_(command.database),
        database_(database_name(command.database)),
        deadline_(scope_deadline()),
        batch_size_(batch_size) {
    const auto deadline = operation_deadline();
    conversation_.emplace(current_connection(deadline), deadline, operation_);
    auto opened = deliver_cursor(*conversation_, command, deadline, documents_first);
    server_ = opened.server;
    place_ = read_batch(opened.reply.bytes(), operation_).place;
    replies_.push_back(std::move(opened.reply));
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

  bson::View next_batch() override {
    if (!take_reply()) return {};
    return read_batch(current_->bytes(), operation_).documents;
  }

 private:
  /// Puts the next reply into `current_`; false at the end.
  bool take_reply() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !replies_.empty() || !helper_.joinable() || finished_; });
    if (replies_.empty()) {
      if (failure_) std::rethrow_exception(failure_);
      return false;
    }
    current_ = std::move(replies_.front());
    replies_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return true;
  }

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
    changed_.wait(lock, [this] { return stopped_ || replies_.size() < batches_ahead; });
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
    place_ = read_batch(answer.reply.bytes(), operation_).place;
    {
      const std::lock_guard lock(mutex_);
      replies_.push_back(std::move(answer.reply));
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
  const pid_t process_ = getpid();
  std::optional<Conversation> conversation_;
  std::uint32_t server_ = 0;
  CursorPlace place_;
  std::optional<Reply> current_;  ///< what the caller reads

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Reply> replies_;
  bool stopped_ = false;   ///< the caller wants no more
  bool finished_ = false;  ///< the helper has ended, and `failure_` says how
  std::exception_ptr failure_;
  std::thread helper_;
};

/// A cursor of a transaction, whose one conversation serves all that is done in it.
class Cursor::InTransaction final : public Cursor::Impl {
 public:
  InTransaction(Transaction& transaction, const Command& command, std::int32_t batch_size)
      : transaction_(transaction),
        attempt_(current_attempt),
        operation_(command.operation),
        database_(command.database),
        batch_size_(batch_size),
        reply_(transaction.send(command, operation_deadline(), documents_first)),
        place_(read_batch(reply_.bytes(), operation_).place) {}

  // The end of a transaction ends its cursors.
  ~InTransaction() override {
    if (place_.id == 0 || attempt_.get() != current_attempt) return;
    try {
      static_cast<void>(send(kill_cursor(place_)));
    } catch (const Error&) {
      // What failed is the transaction, which says so.
    }
  }

  bson::View next_batch() override {
    if (!std::exchange(is_first_, false)) {
      if (place_.id == 0) return {};
      reply_ = send(get_more(place_, batch_size_));
    }
    auto batch = read_batch(reply_.bytes(), operation_);
    place_ = std::move(batch.place);
    return batch.documents;
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
  Reply reply_;
  CursorPlace place_;
  bool is_first_ = true;  ///< the batch that is read next
};

Cursor::Cursor(const Command& command, std::int32_t batch_size) : attempt_(current_attempt) {
  if (batch_size <= 0) batch_size = documents_later;
  if (auto* transaction = Transaction::current())
    impl_ = std::make_unique<InTransaction>(*transaction, command, batch_size);
  else
    impl_ = std::make_unique<ReadingAhead>(command, batch_size);
}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

bson::View Cursor::next_batch() {
  require_its_transaction();
  for (;;) {
    const auto documents = impl_->next_batch();
    if (documents.size() != empty_array) return documents;
  }
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
