// SPDX-License-Identifier: Apache-2.0
// Inserts many documents and settles each of them.
#include <algorithm>
#include <memory>
#include <stdexcept>

#include "core/statement.hpp"
#include "core/stored_document.hpp"
#include "core/transaction.hpp"
#include "loom/core/collection.hpp"
#include "loom/core/schema.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

// Room within the server's limit for what stands around the documents of one command.
constexpr std::size_t overhead = 16 * 1024;
constexpr std::size_t max_items = 100'000;

}  // namespace

BulkInsert::BulkInsert(const ModelInfo& model) : model_(model) { look_before_write(model); }

void BulkInsert::add(std::size_t index, bson::View document, Tracking& tracking) {
  if (document.size() > bson::max_document_size) {
    fail(index, std::make_shared<ValidationError>(
                    "", "size",
                    "a document of " + std::string(model_.type) + " takes " +
                        std::to_string(document.size()) +
                        " bytes, and MongoDB stores at most 16777216: split the document"));
    return;
  }
  require_same_insert(model_, tracking, document);
  if (!items_.empty() && (items_.size() == max_items ||
                          body_.size() + document.size() + overhead > bson::max_document_size))
    send();
  if (items_.empty()) {
    body_.clear();
    command_ = body_.begin();
    body_.string(Key("insert"), model_.collection);
    body_.boolean(Key("ordered"), false);
    documents_ = body_.begin_array(Key("documents"));
  }
  body_.document(Key(bson::IndexKey(items_.size())), document);
  items_.push_back({index, body_.size() - document.size(), document.size(), &tracking});
}

void BulkInsert::fail(std::size_t index, std::shared_ptr<const Error> cause) {
  failures_.push_back({index, std::move(cause)});
}

void BulkInsert::finish() {
  if (!items_.empty()) send();
  if (failures_.empty()) return;
  std::ranges::sort(failures_, {}, &BulkFailure::index);
  auto* transaction = Transaction::current();
  std::string text = std::to_string(failures_.size()) + " of the " + std::string(model_.type) +
                     " objects were not saved, " +
                     (transaction ? "so the transaction is undone" : "all others were") +
                     "; the first, at index " + std::to_string(failures_.front().index) + ": " +
                     failures_.front().cause->what();
  if (transaction) transaction->fail(operation("insert", model_), "some objects were not saved");
  throw BulkError(text, {operation("insert", model_), 0, {}, false}, std::move(failures_));
}

void BulkInsert::send() {
  body_.end(documents_);
  body_.end(command_);
  for (const auto& item : items_)
    item.tracking->snapshot = Snapshot(body_.bytes().subspan(item.offset, item.size));
  if (broken_) {
    fail_all(broken_, Standing::fresh);
    return;
  }
  try {
    settle(run({model_.database, body_.bytes(), Effect::write, operation("insert", model_)}));
  } catch (const InDoubtError&) {
    broken_ = std::make_shared<ConnectionError>(
        "the connection was lost at an earlier part of this bulk insert, so this item was not sent",
        ErrorFacts{operation("insert", model_), 0, {}, true});
    fail_all(current_error(), Standing::insert_in_doubt);
  } catch (const Error&) {
    broken_ = current_error();
    fail_all(broken_, Standing::fresh);
  }
}

void BulkInsert::settle(const Reply& reply) {
  for (const auto& item : items_) item.tracking->standing = saved_standing();
  for_each_write_error(reply, [&](bson::View error) {
    const auto place =
        static_cast<std::size_t>(bson::integer_of(bson::find(bson::open(error), "index"), -1));
    if (place >= items_.size()) return;
    items_[place].tracking->standing = Standing::fresh;
    fail(items_[place].index, server_error(error, operation("insert", model_)));
  });
  items_.clear();
}

void BulkInsert::fail_all(std::shared_ptr<const Error> cause, Standing standing) {
  for (const auto& item : items_) {
    item.tracking->standing = standing;
    fail(item.index, cause);
  }
  items_.clear();
}

std::shared_ptr<const Error> current_error() {
  // Each kind is kept as what it is: the caller of a bulk call asks by dynamic_cast.
  const auto caught = std::current_exception();
  const auto keep = [&]<class Kind>(std::type_identity<Kind>) -> std::shared_ptr<const Error> {
    try {
      std::rethrow_exception(caught);
    } catch (const Kind& error) {
      return std::make_shared<Kind>(error);
    } catch (...) {
      return nullptr;
    }
  };
  std::shared_ptr<const Error> kept;
  const auto first_of = [&]<class... Kinds>(std::type_identity<Kinds>... kinds) {
    ((kept || (kept = keep(kinds))), ...);
  };
  first_of(std::type_identity<DuplicateKeyError>{}, std::type_identity<ServerError>{},
           std::type_identity<ConflictError>{}, std::type_identity<InDoubtError>{},
           std::type_identity<TimeoutError>{}, std::type_identity<ConnectionError>{},
           std::type_identity<ValidationError>{}, std::type_identity<DecodeError>{},
           std::type_identity<SchemaError>{}, std::type_identity<TransactionError>{},
           std::type_identity<Error>{});
  return kept;
}

}  // namespace loom::core
