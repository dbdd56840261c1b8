#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which documents, and in which order: values that are copied freely and sent when they are asked.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "loom/core/explain.hpp"
#include "loom/core/memory.hpp"
#include "loom/info/aggregation.hpp"
#include "loom/info/filter.hpp"
#include "loom/info/lookup.hpp"
#include "loom/info/saving.hpp"
#include "loom/info/sort.hpp"
#include "loom/info/unsafely.hpp"
#include "loom/info/writes.hpp"

namespace loom {

template <class Model, class... Arguments>
inline constexpr bool write_stands_on_a_selection = false;
template <class Model>
inline constexpr bool sample_stands_on_a_selection = false;
template <class Model>
inline constexpr bool latest_stands_on_a_selection = false;
template <class Model>
inline constexpr bool model_tells_its_latest =
    core::count_managed<Model, TimeInserted>(core::MembersOf<Model>{}) == 1 ||
    std::is_same_v<core::OwnId<Model>, Id<Model>>;

/// How many documents `load_many` holds in memory without being asked to.
inline constexpr std::int64_t most_loaded_at_once = 100'000;

/// Objects that are read one by one, holding one batch of them; an input range.
///
///     for (const Order& order : Order::all().stream()) total += order.total;
template <class Model>
class Stream {
 public:
  explicit Stream(core::Cursor cursor) : cursor_(std::move(cursor)) {}

  class Iterator {
   public:
    using value_type = Model;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(Stream* stream) : stream_(stream) {}
    Model& operator*() const { return *stream_->current_; }
    Model* operator->() const { return &*stream_->current_; }
    Iterator& operator++() {
      stream_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !stream_->current_; }

   private:
    Stream* stream_ = nullptr;
  };

  /// Reads the first one. Throws: DecodeError, ConnectionError, TimeoutError, TransactionError (its
  /// transaction has ended); so does `++`.
  Iterator begin() {
    advance();
    return Iterator(this);
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  void advance() {
    current_.reset();
    cursor_.require_its_transaction();
    while (batch_.at == batch_.end) {
      const auto bytes = cursor_.next_batch();
      if (bytes.empty()) return;
      batch_ = bson::open(bytes);
    }
    if (const auto document = bson::next(batch_))
      detail::take_row(document->value, current_.emplace());
  }

  core::Cursor cursor_;
  bson::Cursor batch_{nullptr, nullptr};
  std::optional<Model> current_;
};

template <class Row>
Stream<Row> Aggregation<Row>::stream() const {
  return Stream<Row>(core::aggregate(pipeline_));
}

/// What can be asked of a choice of documents.
template <class Model, class Derived>
class Terminals {
 public:
  /// All of them. More than 100,000 are refused unless `limit` or `unbounded` was said.
  ///
  /// Throws: DecodeError; loom::Error, where there are more.
  [[nodiscard]] std::vector<Model> load_many() const {
    std::vector<Model> objects;
    const auto& query = spec();
    auto cursor = core::find(core::model_info<Model>(), query);
    const bool capped = query.limit == 0 && !derived().is_unbounded();
    for (auto bytes = cursor.next_batch(); !bytes.empty(); bytes = cursor.next_batch()) {
      auto batch = bson::open(bytes);
      for (auto rest = batch; const auto document = bson::next(batch); rest = batch) {
        if (objects.size() == objects.capacity()) core::make_room(objects, bson::count(rest));
        if (capped && objects.size() == most_loaded_at_once) refuse_more();
        core::take_loaded(document->value, objects.emplace_back());
      }
    }
    return objects;
  }
  /// The first one, or nothing.
  [[nodiscard]] std::optional<Model> load_one() const {
    std::optional<Model> object;
    const auto found = core::find_one(core::model_info<Model>(), spec());
    if (!found.document().empty()) core::take_loaded(found.document(), object.emplace());
    return object;
  }
  /// One after the other, holding one batch in memory while the next is fetched.
  [[nodiscard]] Stream<Model> stream() const {
    return Stream<Model>(core::find(core::model_info<Model>(), spec()));
  }
  /// How many there are.
  [[nodiscard]] std::int64_t count() const {
    return core::count(core::model_info<Model>(), spec());
  }
  /// Each object with the one that its Ref refers to, joined on the server.
  ///
  /// BSON:   {"$lookup": {"from": "customers", "foreignField": "_id", …}}
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/aggregation/lookup/
  ///
  ///     for (const auto& [order, customer] :
  ///     Order::all().lookup(fld<&Order::customer>).load_many()) …
  template <class Reference>
  [[nodiscard]] auto lookup(Reference) const {
    static_assert(field_is_a_ref<Reference>,
                  "load_refs and lookup follow a loom::Ref: this field is none");
    if constexpr (field_is_a_ref<Reference>) {
      using Other = typename detail::referred<Reference>::Model;
      static_assert(stands_in_one_database<Model, Other>,
                    "lookup joins collections of one database: use loom::load_refs over two");
      return Lookup<Model, Other>(core::joined(core::pipeline_of(core::model_info<Model>(), spec()),
                                               Reference::path(), Other::persist_db.collection));
    }
  }
  /// Whether there is one.
  [[nodiscard]] bool exists() const { return core::exists(core::model_info<Model>(), spec()); }

  /// How the server runs this, as JSON to be read: its plans, and what came of the one it took.
  ///
  /// The query is run for it, and its values stand in the text.
  /// BSON:   {"explain": {"find": …}, "verbosity": "executionStats"}
  /// Source: https://www.mongodb.com/docs/manual/reference/explain-results/
  [[nodiscard]] std::string explain() const {
    return core::explain(core::model_info<Model>(), spec());
  }
  /// The same as values: which index, how many documents examined. The query is run for it.
  [[nodiscard]] Plan plan() const { return core::plan(core::model_info<Model>(), spec()); }

 private:
  const Derived& derived() const { return static_cast<const Derived&>(*this); }
  const core::Query& spec() const {
    static_assert(core::assert_model<Model>());
    return derived().query_;
  }
  [[noreturn]] static void refuse_more() {
    throw Error("more than 100,000 " + std::string(reflect::type_name<Model>) +
                    " objects would be held in memory: say .limit(n), read them by .stream(), or "
                    "say .unbounded(loom::unsafely::unbounded)",
                {core::operation("find", core::model_info<Model>()), 0, {}, false});
  }
};

/// Documents in an order, or a part of them. It can be read, but not written: `limit` and `sort`
/// would not hold for a write.
template <class Model>
class Query : public Terminals<Model, Query<Model>>, public Stages<Model, Query<Model>> {
 public:
  explicit Query(core::Query query) : query_(std::move(query)) {}
  core::Pipeline pipeline() const { return core::pipeline_of(core::model_info<Model>(), query_); }

  /// In the order of these keys; a second call replaces the first.
  ///
  /// BSON: {"sort": {"age": -1, "name": 1}}
  ///
  ///     Customer::all().sort(fld<&Customer::age>.desc(), fld<&Customer::name>.asc())
  template <class... Keys>
  [[nodiscard]] Query sort(Keys... keys) const {
    static_assert((sort_is_of_this_model<Model, Keys> && ...),
                  "a sort names fields of the model that is read, by asc() or desc()");
    Query result = *this;
    if constexpr ((sort_is_of_this_model<Model, Keys> && ...)) {
      bson::Writer out;
      const auto start = out.begin();
      const auto put = [&](const SortOp<Model>& key) { out.int32(key.path(), key.direction()); };
      (put(keys), ...);
      out.end(start);
      result.query_.sort = Document::adopt({out.bytes().begin(), out.bytes().end()});
    }
    return result;
  }
  /// Without the first `n`. Throws: ValidationError for a negative number.
  [[nodiscard]] Query skip(std::int64_t n) const {
    Query result = *this;
    result.query_.skip = core::require_at_least(0, "skip", n);
    return result;
  }
  /// At most `n`, which is at least one. Throws: ValidationError for another number.
  [[nodiscard]] Query limit(std::int64_t n) const {
    Query result = *this;
    result.query_.limit = core::require_at_least(1, "limit", n);
    return result;
  }
  /// So many documents in one answer of the server; without it, as many as are read fastest.
  ///
  /// Fewer, where each takes long: the server closes a cursor that is asked for nothing for half an
  /// hour.
  /// Throws: ValidationError for a number under one.
  [[nodiscard]] Query batch_size(std::int32_t n) const {
    Query result = *this;
    result.query_.batch_size =
        static_cast<std::int32_t>(core::require_at_least(1, "batch_size", n));
    return result;
  }
  /// The server may sort on its disk what is too much for its memory (100 MiB), which is slow.
  ///
  /// Source: https://www.mongodb.com/docs/manual/reference/command/find/
  [[nodiscard]] Query allow_disk_use() const {
    Query result = *this;
    result.query_.disk_use = true;
    return result;
  }
  /// However many there are: `load_many` holds them all.
  [[nodiscard]] Query unbounded(unsafely::Unbounded) const {
    Query result = *this;
    result.unbounded_ = true;
    return result;
  }

  // Said here, so that the compiler can say what to do instead.
  template <class M = Model>
  Query sample(std::int64_t) const {
    static_assert(sample_stands_on_a_selection<M>,
                  "sample chooses among all documents that a filter means: say it right after "
                  "filter(…) or all(), before sort, skip and limit");
    return *this;
  }
  template <class M = Model>
  std::optional<M> load_latest() const {
    static_assert(latest_stands_on_a_selection<M>,
                  "load_latest has an order of its own: say it right after filter(…) or all(); "
                  "after a sort say load_one()");
    return std::nullopt;
  }
  template <class... Arguments>
  UpdateResult update(const Arguments&...) const {
    return refuse_write<UpdateResult, Arguments...>();
  }
  template <class... Arguments>
  std::int64_t erase(const Arguments&...) const {
    return refuse_write<std::int64_t, Arguments...>();
  }
  template <class... Arguments>
  std::optional<Model> find_one_and_update(const Arguments&...) const {
    return refuse_write<std::optional<Model>, Arguments...>();
  }
  template <class... Arguments>
  std::optional<Model> find_one_and_erase(const Arguments&...) const {
    return refuse_write<std::optional<Model>, Arguments...>();
  }

 private:
  friend class Terminals<Model, Query>;
  bool is_unbounded() const noexcept { return unbounded_; }
  template <class Result, class... Arguments>
  static Result refuse_write() {
    if constexpr (detail::assert_mutable<Model>())
      static_assert(write_stands_on_a_selection<Model, Arguments...>,
                    "a write does not keep to limit, skip and sort: write on the selection before "
                    "them; find_one_and_update takes a SortOp among its arguments");
    return {};
  }

  core::Query query_;
  bool unbounded_ = false;
};

/// The documents that a filter means; `Filtered` is false for `M::all()`, which is not written by.
template <class Model, bool Filtered = true>
class Selection : public Terminals<Model, Selection<Model, Filtered>>,
                  public Writes<Model, Selection<Model, Filtered>, Filtered>,
                  public Stages<Model, Selection<Model, Filtered>> {
 public:
  explicit Selection(Filter<Model> filter)
      : filter_(std::move(filter)), query_{filter_.document(), {}} {}
  core::Pipeline pipeline() const { return core::pipeline_of(core::model_info<Model>(), query_); }

  /// As in Query.
  template <class... Keys>
  [[nodiscard]] Query<Model> sort(Keys... keys) const {
    return Query<Model>(query_).sort(keys...);
  }
  [[nodiscard]] Query<Model> skip(std::int64_t n) const { return Query<Model>(query_).skip(n); }
  [[nodiscard]] Query<Model> limit(std::int64_t n) const { return Query<Model>(query_).limit(n); }
  [[nodiscard]] Query<Model> unbounded(unsafely::Unbounded word) const {
    return Query<Model>(query_).unbounded(word);
  }
  [[nodiscard]] Query<Model> batch_size(std::int32_t n) const {
    return Query<Model>(query_).batch_size(n);
  }
  /// So many of the documents, chosen by chance; once in a while the same one twice.
  ///
  /// BSON:   {"$sample": {"size": 10}}
  /// Throws: ValidationError for a number under one.
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/aggregation/sample/
  [[nodiscard]] Query<Model> sample(std::int64_t n) const {
    core::Query query = query_;
    query.sample = core::require_at_least(1, "sample", n);
    return Query<Model>(std::move(query));
  }

  /// The one that was inserted last, or nothing: by its TimeInserted where the model has one, then
  /// by its id. Without a TimeInserted an ObjectId tells the second.
  ///
  /// BSON: {"sort": {"created_at": -1, "_id": -1}, "limit": 1}; an index over both makes it quick
  ///
  ///     auto last = Order::filter(fld<&Order::customer> == ada.id).load_latest();
  [[nodiscard]] std::optional<Model> load_latest() const {
    static_assert(model_tells_its_latest<Model>,
                  "this model does not keep when it was inserted: add a loom::TimeInserted member, "
                  "or say .sort(…).load_one()");
    return Query<Model>(core::newest_first(core::model_info<Model>(), query_)).load_one();
  }

 private:
  friend class Terminals<Model, Selection>;
  friend class Writes<Model, Selection, Filtered>;
  bool is_unbounded() const noexcept { return false; }

  Filter<Model> filter_;
  core::Query query_;
};

}  // namespace loom
