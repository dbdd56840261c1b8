// SPDX-License-Identifier: Apache-2.0
// A change stream: a cursor that is opened again, after the last token, wherever it breaks.

#include "loom/core/change_stream.hpp"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "connect/failure.hpp"
#include "core/back_off.hpp"
#include "core/batch.hpp"
#include "core/change_filter.hpp"
#include "core/conversation.hpp"
#include "core/observation.hpp"
#include "core/server_error.hpp"
#include "core/transaction.hpp"
#include "loom/core/collection.hpp"
#include "loom/core/schema.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using namespace std::chrono_literals;
using Key = std::string_view;

constexpr auto wait_for_changes = 500ms;  // on the server; so soon is a stop seen
constexpr auto wait_for_answer = 10s;     // a server that hangs is left for another
constexpr auto grace = 500ms;
constexpr std::int32_t batch_size = 1'000;
constexpr int cursor_not_found = 43;
constexpr int most_logins = 3;  // one may fail because the server is going

bson::Writer open_command(const ModelInfo& model, const Document& match, const Document& token) {
  bson::Writer out;
  const auto start = out.begin();
  out.string(Key("aggregate"), model.collection);
  const auto pipeline = out.begin_array(Key("pipeline"));
  const auto first = out.begin_document(Key("0"));
  const auto stream = out.begin_document(Key("$changeStream"));
  // An image that is missing must not stop the stream for good, as "required" would.
  out.string(Key("fullDocument"), model.change_images ? "whenAvailable" : "updateLookup");
  if (model.change_images) out.string(Key("fullDocumentBeforeChange"), "whenAvailable");
  // As resumeAfter, and it also goes on after the end of a collection.
  if (!token.empty()) out.document(Key("startAfter"), token.bytes());
  out.end(stream);
  out.end(first);
  const auto second = out.begin_document(Key("1"));
  out.document(Key("$match"), match.bytes());
  out.end(second);
  out.end(pipeline);
  const auto cursor = out.begin_document(Key("cursor"));
  // The answer then names the place where the stream begins, before its first change.
  if (token.empty()) out.int32(Key("batchSize"), 0);
  out.end(cursor);
  out.end(start);
  return out;
}

bool is_resumable(bson::View error) {
  const auto facts = error_facts(error, {});
  return facts.code == cursor_not_found || facts.retryable ||
         std::ranges::find(facts.labels, "ResumableChangeStreamError") != facts.labels.end();
}

bson::View document_of(const bson::Element& element) {
  return element.type == bson::Type::document ? element.value : bson::View{};
}

std::optional<ChangeKind> kind_of(std::string_view operation_type) {
  if (operation_type == "insert") return ChangeKind::insert;
  if (operation_type == "update") return ChangeKind::update;
  if (operation_type == "replace") return ChangeKind::replace;
  if (operation_type == "delete") return ChangeKind::erase;
  return std::nullopt;
}

}  // namespace

struct ChangeStream::Impl {
  Impl(const ModelInfo& model, const ChangeQuery& query, std::stop_token stop)
      : model_(model),
        operation_(operation("watch", model)),
        database_(database_name(model.database)),
        match_(change_filter(query.filter, model.change_images, operation_)),
        stop_(std::move(stop)),
        token_(query.after_token),
        batch_token_(query.after_token) {
    require_no_transaction(operation_, "a watch sees what was committed; open it outside");
    if (stop_.stop_requested()) return;
    if (model.change_images) require_change_images(model);
    const auto deadline = operation_deadline();
    connection_ = current_connection(deadline);
    ask_until_answered(deadline);
    if (token_.empty()) token_ = batch_token_;
  }

  ~Impl() {
    if (process_ == getpid()) close();  // after fork() the cursor is the parent's
  }

  std::optional<ChangeEvent> next() {
    while (!stop_.stop_requested()) {
      if (const auto event = bson::next(events_)) return read(event->value);
      token_ = batch_token_;
      ask_until_answered(scope_deadline());
    }
    close();
    return std::nullopt;
  }

  const Document& token() const noexcept { return token_; }

 private:
  /// Opens the cursor or asks it for more, until there is an answer or a stop.
  void ask_until_answered(Deadline deadline) {
    while (!stop_.stop_requested()) {
      if (remaining(deadline) == 0ms) give_up();
      const bool more = place_.id != 0;
      // Longer each time: a search through much history, by a filter that finds little, must end.
      const auto answer_due =
          Clock::now() + wait_for_changes + wait_for_answer * (1 << std::min(failures_, 5));
      auto answer =
          more ? ask_for_more(deadline, answer_due) : open(std::min(deadline, answer_due));
      if (answer.outcome == Outcome::answered) {
        take(std::move(answer.reply));
        if (more) failures_ = 0;  // a cursor that only opens is no progress
        reason_.clear();
        return;
      }
      close();
      require_resumable(answer);
      if (!answer.reason.empty()) reason_ = std::move(answer.reason);
      connection_->revive(std::min(deadline, Clock::now() + default_limit));
      if (failures_ > 0) back_off(failures_, deadline);  // the first repetition comes at once
      ++failures_;
    }
  }

  Answer open(Deadline deadline) {
    conversation_.emplace(connection_, deadline, operation_);
    Answer none{Outcome::not_sent, Reply(std::make_unique<Reply::Impl>()), {}};
    const auto server = conversation_->choose_server(deadline, none.reason);
    if (!server) return none;
    server_ = server->id;
    return ask(open_command(model_, match_, batch_token_), deadline);
  }

  Answer ask_for_more(Deadline deadline, Deadline answer_due) {
    const auto wait = std::min<std::chrono::milliseconds>(wait_for_changes, remaining(deadline));
    // The server's word that nothing came is waited for: else the cursor would be lost with it.
    const auto due = std::min(deadline, answer_due - grace) + grace;
    return ask(await_more(place_, batch_size, wait), due);
  }

  Answer ask(const bson::Writer& body, Deadline deadline) {
    return ask_observed(*conversation_, {model_.database, body.bytes(), Effect::read, operation_},
                        database_, body.bytes(), server_, deadline);
  }

  void take(Reply reply) {
    auto batch = read_batch(reply.bytes(), operation_);
    if (!batch.token.empty()) batch_token_ = Document::from_bytes(batch.token);
    if (batch_token_.empty())
      throw Error(
          operation_ + ": the server names no place to go on from: MongoDB 4.2 or newer does",
          {.operation = operation_});
    place_ = std::move(batch.place);
    events_ = bson::open(batch.documents);
    reply_ = std::move(reply);
  }

  ChangeEvent read(bson::View bytes) {
    ChangeEvent event;
    std::string_view type;
    auto elements = bson::open(bytes);
    while (const auto element = bson::next(elements)) {
      const auto name = element->name;
      if (name == "_id") token_ = Document::from_bytes(document_of(*element));
      if (name == "operationType") type = bson::text_of(element);
      if (name == "fullDocument") event.after = document_of(*element);
      if (name == "fullDocumentBeforeChange") event.before = document_of(*element);
      if (name == "clusterTime" || name == "wallTime") event.time = time_of(*element, event.time);
      if (name == "documentKey")
        if (const auto key = bson::find(bson::inside_of(element), "_id")) event.key = *key;
    }
    const auto kind = kind_of(type);
    if (!kind)
      throw SchemaError(operation_ +
                            ": the collection was dropped or renamed, and this is the end of its "
                            "changes: begin anew with what it holds; the watch goes on where it is "
                            "read on",
                        {.operation = operation_});
    event.kind = *kind;
    if (model_.change_images) require_images(event);
    return event;
  }

  /// The wall clock of the primary; servers before 6.0 tell only the second of the cluster's time.
  static Time time_of(const bson::Element& element, Time otherwise) {
    auto value = bson::Cursor{element.value.data(), element.value.data() + element.value.size()};
    if (element.type == bson::Type::date) return Time::from_millis(value.take<std::int64_t>());
    if (element.type != bson::Type::timestamp || otherwise != Time{}) return otherwise;
    const auto seconds = value.take<std::uint64_t>() >> 32;
    return Time::from_millis(static_cast<std::int64_t>(seconds) * 1000);
  }

  void require_images(const ChangeEvent& event) const {
    const bool lacks_after = event.kind == ChangeKind::update && event.after.empty();
    const bool lacks_before = event.kind != ChangeKind::insert && event.before.empty();
    if (lacks_after || lacks_before)
      throw SchemaError(operation_ + ": the document " + (lacks_before ? "before" : "after") +
                            " a change was not kept, or not as long as the change itself: see "
                            "loom::check<" +
                            std::string(model_.type) + ">(); reading on leaves this change out",
                        {.operation = operation_});
  }

  void require_resumable(const Answer& answer) {
    if (answer.outcome == Outcome::refused && !is_resumable(answer.reply.bytes()))
      throw_server_error(answer.reply.bytes(), operation_);
    if (answer.outcome == Outcome::no_login && ++logins_ == most_logins) {
      logins_ = 0;
      throw ConnectionError(operation_ + ": the login at " + connection_->hosts() + " failed: " +
                                answer.reason + " Check user, password and authSource",
                            {.operation = operation_}, ConnectionError::Reason::login);
    }
  }

  [[noreturn]] void give_up() const {
    const ErrorFacts facts{.operation = operation_, .retryable = true};
    if (reason_.empty())
      throw TimeoutError(
          operation_ + ": no change came before the deadline; reading on waits again", facts);
    throw ConnectionError(operation_ + ": no server of " + connection_->hosts() +
                              " has answered before the deadline: " + reason_ + "; " +
                              std::string(remedy_in(reason_)),
                          facts, reason_in(reason_));
  }

  // A server that does not answer closes the cursor itself, after its idle time.
  void close() {
    if (place_.id) static_cast<void>(ask(kill_cursor(place_), Clock::now() + 500ms));
    place_.id = 0;
    conversation_.reset();
  }

  const ModelInfo& model_;
  const std::string operation_;
  const std::string database_;
  const Document match_;
  const std::stop_token stop_;
  const pid_t process_ = getpid();
  std::shared_ptr<Connection> connection_;
  std::optional<Conversation> conversation_;
  std::uint32_t server_ = 0;
  CursorPlace place_;  ///< 0: it is to be opened
  std::optional<Reply> reply_;
  bson::Cursor events_{nullptr, nullptr};  ///< within the reply: those not given yet
  Document token_;                         ///< after the last one given
  Document batch_token_;                   ///< after all of the reply
  int failures_ = 0;                       ///< since the last batch
  int logins_ = 0;
  std::string reason_;  ///< of the last failure
};

ChangeStream::ChangeStream(const ModelInfo& model, const ChangeQuery& query, std::stop_token stop)
    : impl_(std::make_unique<Impl>(model, query, std::move(stop))) {}
ChangeStream::ChangeStream(ChangeStream&&) noexcept = default;
ChangeStream& ChangeStream::operator=(ChangeStream&&) noexcept = default;
ChangeStream::~ChangeStream() = default;

std::optional<ChangeEvent> ChangeStream::next() { return impl_->next(); }
const Document& ChangeStream::token() const noexcept { return impl_->token(); }

}  // namespace loom::core
