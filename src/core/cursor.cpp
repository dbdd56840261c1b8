// SPDX-License-Identifier: Apache-2.0
// A cursor that reads ahead: while one batch is used, a thread waits for the next.

#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "core/batch.hpp"
#include "core/conversation.hpp"
#include "core/delivery.hpp"
#include "core/observation.hpp"
#include "core/server_error.hpp"
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
  Impl(const Command& command, std::int32_t batch_size)
      : operation_(command.operation),
        declared_(command.database),
        database_(database_name(command.database)),
        deadline_(scope_deadline()),
        batch_size_(batch_size > 0 ? batch_size : documents_later) {
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

  ~Impl() {
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

  bson::View next_batch() {
    for (;;) {
      if (!take_reply()) return {};
      const auto documents = read_batch(current_->bytes(), operation_).documents;
      if (documents.size() > empty_array) return documents;
    }
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
    const auto body = get_more(place_, batch_size_);
    auto reply = answer_to({declared_, body.bytes(), Effect::read, operation_}, deadline);
    place_ = read_batch(reply.bytes(), operation_).place;
    {
      const std::lock_guard lock(mutex_);
      replies_.push_back(std::move(reply));
    }
    changed_.notify_all();
  }

  Reply answer_to(const Command& command, Deadline deadline) {
    Observation observed(command);
    auto answer = conversation_->ask(database_, command.body, server_, deadline);
    try {
      if (answer.outcome == Outcome::refused || answer.outcome == Outcome::passing)
        throw_server_error(answer.reply.bytes(), operation_);
      if (answer.outcome != Outcome::answered) fail(answer.reason, deadline);
    } catch (const Error& error) {
      observed.failed(error, 1);
      throw;
    }
    observed.answered(answer.reply.bytes(), 1);
    return std::move(answer.reply);
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
    static_cast<void>(conversation_->ask(database_, kill_cursor(place_).bytes(), server_,
                                         Clock::now() + std::chrono::milliseconds(500)));
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

Cursor::Cursor(const Command& command, std::int32_t batch_size)
    : impl_(std::make_unique<Impl>(command, batch_size)) {}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

bson::View Cursor::next_batch() { return impl_->next_batch(); }

}  // namespace loom::core
