// SPDX-License-Identifier: Apache-2.0
// A command as it is sent: the caller's body, and what Loom adds to it.

#include "core/message.hpp"

#include <algorithm>
#include <array>
#include <atomic>

#include "loom/bson/reader.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

// The server takes a document of 16 MiB and, for the command around it, 16 KiB. One of these is
// left to what Loom and the driver add.
constexpr std::size_t largest_body = bson::max_document_size + 15 * 1024;
constexpr std::size_t additions = 192;

// {level: "majority"}, {level: "snapshot"}, {w: "majority", j: …} and {w: 1, j: …}: the same in
// every command.
constexpr std::array<std::uint8_t, 25> majority_read = {25,  0,   0,   0,   2,   'l', 'e', 'v', 'e',
                                                        'l', 0,   9,   0,   0,   0,   'm', 'a', 'j',
                                                        'o', 'r', 'i', 't', 'y', 0,   0};
constexpr std::array<std::uint8_t, 25> snapshot_read = {25,  0,   0,   0,   2,   'l', 'e', 'v', 'e',
                                                        'l', 0,   9,   0,   0,   0,   's', 'n', 'a',
                                                        'p', 's', 'h', 'o', 't', 0,   0};
constexpr std::array<std::uint8_t, 25> by_majority(std::uint8_t journaled) {
  return {25,  0,   0,   0,   2,   'w', 0, 9, 0,   0, 0,         'm', 'a',
          'j', 'o', 'r', 'i', 't', 'y', 0, 8, 'j', 0, journaled, 0};
}
constexpr std::array<std::uint8_t, 16> by_one(std::uint8_t journaled) {
  return {16, 0, 0, 0, 16, 'w', 0, 1, 0, 0, 0, 8, 'j', 0, journaled, 0};
}
constexpr auto majority_write = by_majority(1), unjournaled_majority_write = by_majority(0);
constexpr auto journaled_write = by_one(1), unjournaled_write = by_one(0);

bson::View write_concern(bool majority, bool journal) {
  if (majority) return journal ? bson::View(majority_write) : unjournaled_majority_write;
  return journal ? bson::View(journaled_write) : unjournaled_write;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// True where a statement of `update` or `delete` may touch many documents: the server gives those
/// no transaction number.
bool touches_many(bson::Cursor statements) {
  while (const auto statement = bson::next(statements)) {
    auto fields = statement->inside();
    while (const auto field = bson::next(fields)) {
      if (field->name == "multi" && bson::truth_of(field)) return true;
      if (field->name == "limit" && !bson::truth_of(field)) return true;
    }
  }
  return false;
}

/// What the caller's body says by itself.
struct Shape {
  std::string_view name;
  bool has_read_concern = false;
  bool has_write_concern = false;
  bool has_limit = false;
  bool has_size = false;
  bool many = false;
};

Shape shape_of(bson::View body) {
  Shape shape;
  auto elements = bson::open(body);
  while (const auto element = bson::next(elements)) {
    const auto name = element->name;
    if (shape.name.empty()) shape.name = name;
    if (name == "readConcern") shape.has_read_concern = true;
    if (name == "writeConcern") shape.has_write_concern = true;
    if (name == "maxTimeMS") shape.has_limit = true;
    if (is_one_of(name, {"batchSize", "limit", "singleBatch"})) shape.has_size = true;
    if (is_one_of(name, {"updates", "deletes"})) shape.many = touches_many(element->inside());
  }
  return shape;
}

Shape checked_shape(const Command& command) {
  const std::string operation(command.operation);
  if (command.body.size() > largest_body)
    throw ValidationError(
        "", "size",
        operation +
            ": more than the 16 MiB that the server takes in one command; nothing was sent");
  try {
    return shape_of(command.body);
  } catch (const bson::Corrupt& corrupt) {
    throw Error(operation + ": the command is no BSON: " + std::string(corrupt.reason()),
                {.operation = operation});
  }
}

void require_allowed_in_a_transaction(std::string_view name, std::string_view operation) {
  if (is_one_of(name,
                {"find", "aggregate", "distinct", "getMore", "killCursors", "insert", "update",
                 "delete", "findAndModify", "commitTransaction", "abortTransaction"}))
    return;
  throw TransactionError(std::string(operation) + ": a transaction does not allow " +
                             std::string(name) + ": do it before or after; nothing was sent",
                         {.operation = std::string(operation)});
}

}  // namespace

// One number line for all sessions.
std::int64_t next_transaction_number() noexcept {
  static std::atomic<std::int64_t> last{0};
  return ++last;
}

Message::Message(const Command& command, const Terms& terms, std::int32_t first_batch,
                 std::optional<InTransaction> transaction)
    : body_(command.body),
      transaction_(transaction),
      repeatable_(command.effect == Effect::read || command.effect == Effect::idempotent) {
  const auto shape = checked_shape(command);
  // The server takes no limit for these: the cursor's own goes on.
  has_limit_ = shape.has_limit || is_one_of(shape.name, {"getMore", "killCursors"});
  if (shape.name == "find" && !shape.has_size) first_batch_ = first_batch;
  if (transaction_) {
    require_allowed_in_a_transaction(shape.name, command.operation);
    if (transaction_->first) read_concern_ = snapshot_read;
    if (is_one_of(shape.name, {"commitTransaction", "abortTransaction"}))
      write_concern_ = majority_write;
    return;
  }
  const bool alone = terms.deployment == Deployment::standalone;
  const auto& confirmation = terms.confirmation;
  if (command.effect == Effect::read) {
    // A majority does not know of what was written weakly, and one would not read one's own.
    if (!shape.has_read_concern && !confirmation.weak() &&
        is_one_of(shape.name, {"find", "aggregate", "count", "distinct"}))
      read_concern_ = majority_read;
  } else if (command.effect != Effect::unknown && !shape.has_write_concern) {
    write_concern_ = write_concern(confirmation.majority && !alone, confirmation.journal);
  }
  if (command.effect == Effect::write && !alone && !shape.many &&
      is_one_of(shape.name, {"insert", "update", "delete", "findAndModify"})) {
    once_only_ = repeatable_ = true;
  }
}

bson::View Message::bytes(Deadline deadline) {
  out_.clear();
  out_.room(body_.size() + additions);
  const auto start = out_.begin();
  out_.put_bytes(body_.data() + 4, body_.size() - 5);
  if (!read_concern_.empty()) out_.document("readConcern", read_concern_);
  if (!write_concern_.empty()) out_.document("writeConcern", write_concern_);
  if (once_only_ && !transaction_number_) transaction_number_ = next_transaction_number();
  if (once_only_) out_.int64("txnNumber", transaction_number_);
  if (transaction_) {
    out_.int64("txnNumber", transaction_->number);
    out_.boolean("autocommit", false);
    if (transaction_->first) out_.boolean("startTransaction", true);
  }
  if (first_batch_) out_.int32("batchSize", first_batch_);
  if (!has_limit_)  // 0 would mean no limit at all
    out_.int32("maxTimeMS", static_cast<std::int32_t>(std::clamp<std::int64_t>(
                                remaining(deadline).count(), 1, INT32_MAX)));
  out_.end(start);
  return out_.bytes();
}

}  // namespace loom::core
