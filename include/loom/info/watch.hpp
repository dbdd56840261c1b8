#pragma once
// SPDX-License-Identifier: Apache-2.0
// The changes of a collection as typed values, one after the other, as they happen.

#include <cstddef>
#include <iterator>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "loom/core/change_stream.hpp"
#include "loom/info/resume_token.hpp"
#include "loom/info/saving.hpp"

namespace loom {

template <class Model>
inline constexpr bool document_before_is_kept = core::keeps_change_images<Model>();

/// One change of a document.
template <class Model>
class Change {
 public:
  /// Throws: DecodeError, with the places of the document that do not fit.
  explicit Change(const core::ChangeEvent& event, ResumeToken token)
      : kind_(event.kind), time_(event.time), token_(std::move(token)) {
    take_key(event.key);
    if (!event.after.empty()) core::take_loaded(event.after, after_.emplace());
    if (!event.before.empty()) core::take_loaded(event.before, before_.emplace());
  }

  ChangeKind kind() const noexcept { return kind_; }
  /// The key of the document.
  const core::OwnId<Model>& id() const noexcept { return id_; }
  /// The document after the change; nothing where it was erased.
  ///
  /// Where the model declares `change_images`, it is exactly as this change left it. Else that of
  /// an update is looked up when the change is read: it may hold later changes, too, and is nothing
  /// where the document is gone. A copy of it may be changed and persisted as any loaded object:
  /// nothing is written over what others changed since.
  const std::optional<Model>& after() const noexcept { return after_; }
  /// The document before the change; nothing where it was inserted. Only for models that declare
  /// `change_images`.
  const std::optional<Model>& before() const noexcept {
    static_assert(document_before_is_kept<Model>,
                  "documents before a change are kept where the model says so: static constexpr "
                  "auto change_images = loom::declare_change_images()");
    return before_;
  }
  /// When the change was made, by the primary's clock.
  Time time() const noexcept { return time_; }
  /// The place after this change, to go on from with another watch.
  const ResumeToken& token() const noexcept { return token_; }

 private:
  void take_key(const bson::Element& key) {
    const bson::Path path{nullptr, "_id"};
    bson::Mismatches mismatches;
    bson::Cursor value{key.value.data(), key.value.data() + key.value.size()};
    if (!bson::Codec<core::OwnId<Model>>::read(key.type, value, id_, path, mismatches))
      mismatches.add(path, bson::Codec<core::OwnId<Model>>::expected, bson::name_of(key.type));
    if (!mismatches.empty())
      throw DecodeError(std::string(reflect::type_name<Model>), mismatches.take());
  }

  ChangeKind kind_;
  core::OwnId<Model> id_;
  std::optional<Model> after_, before_;
  Time time_;
  ResumeToken token_;
};

/// From where a watch goes on, and what ends it.
struct WatchOptions {
  std::optional<ResumeToken> after{};  ///< nothing: from now on
  std::stop_token stop{};              ///< ends the range, within a second where the server answers
};

/// The changes of a collection; an input range that ends by a stop only.
///
/// It is open from its construction on: changes that are made before the first one is read are not
/// lost. It waits for changes as long as there is no stop, or until the deadline that is around the
/// reading. It keeps one connection of the pool.
///
/// Throws: TimeoutError, DecodeError (a document does not fit), SchemaError (the collection was
///         dropped or renamed, or did not keep an image), HistoryLostError, ServerError,
///         ConnectionError (the login is refused). Reading on goes on after what was thrown.
///
///     for (const loom::Change<Order>& change : Order::watch()) std::cout << change.id().str();
template <class Model>
class Watch {
 public:
  Watch(Document filter, WatchOptions options)
      : stream_(core::model_info<Model>(), {std::move(filter), start_of(options)},
                std::move(options.stop)) {
    static_assert(core::assert_model<Model>());
  }

  class Iterator {
   public:
    using value_type = Change<Model>;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(Watch* watch) : watch_(watch) {}
    const Change<Model>& operator*() const { return *watch_->current_; }
    const Change<Model>* operator->() const { return &*watch_->current_; }
    Iterator& operator++() {
      watch_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !watch_->current_; }

   private:
    Watch* watch_ = nullptr;
  };

  /// Waits for the next change; so does `++`.
  Iterator begin() {
    advance();
    return Iterator(this);
  }
  std::default_sentinel_t end() const noexcept { return {}; }

  /// The place after all that was read: also where nothing came yet, or an error was thrown.
  ResumeToken token() const { return ResumeToken(stream_.token()); }

 private:
  void advance() {
    current_.reset();
    if (const auto event = stream_.next()) current_.emplace(*event, token());
  }
  static Document start_of(const WatchOptions& options) {
    if (options.after && !options.after->is_set())
      throw ValidationError("after", "token",
                            "is not set: leave it out to watch from now on, or give the token of a "
                            "change");
    return options.after ? options.after->document() : Document();
  }

  core::ChangeStream stream_;
  std::optional<Change<Model>> current_;
};

}  // namespace loom
