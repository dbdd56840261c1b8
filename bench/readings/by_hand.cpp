// SPDX-License-Identifier: Apache-2.0
// Readings by libmongoc: a time series, an unordered bulk of all of them, a group by $dateTrunc.

#include <mongoc/mongoc.h>

#include <memory>
#include <stdexcept>

#include "reading.hpp"

namespace bench {
namespace {

template <auto Destroy>
struct Destroyer {
  void operator()(auto* what) const { Destroy(what); }
};
template <class T, auto Destroy>
using Owned = std::unique_ptr<T, Destroyer<Destroy>>;

/// The driver's document; no template takes it, for that would forget its alignment.
class Bson {
 public:
  Bson() : document_(bson_new()) {}
  explicit Bson(const std::string& json) {
    bson_error_t error;
    document_ = bson_new_from_json(reinterpret_cast<const std::uint8_t*>(json.data()),
                                   static_cast<ssize_t>(json.size()), &error);
    if (!document_) throw std::runtime_error(error.message);
  }
  ~Bson() { bson_destroy(document_); }
  Bson(const Bson&) = delete;
  Bson& operator=(const Bson&) = delete;
  bson_t* get() const { return document_; }

 private:
  bson_t* document_;
};

void require(bool ok, const bson_error_t& error) {
  if (!ok) throw std::runtime_error(error.message);
}

}  // namespace

struct ByHand::Impl {
  Owned<mongoc_client_t, mongoc_client_destroy> client;
  Owned<mongoc_database_t, mongoc_database_destroy> database;
  Owned<mongoc_collection_t, mongoc_collection_destroy> collection;
};

ByHand::ByHand(const std::string& uri) : impl_(std::make_unique<Impl>()) {
  impl_->client.reset(mongoc_client_new(uri.c_str()));
  if (!impl_->client) throw std::runtime_error("the server's URI is none");
  impl_->database.reset(mongoc_client_get_database(impl_->client.get(), "loombench"));
  impl_->collection.reset(
      mongoc_client_get_collection(impl_->client.get(), "loombench", "by_hand"));
}

ByHand::~ByHand() = default;

void ByHand::drop_database() {
  bson_error_t error;
  require(mongoc_database_drop(impl_->database.get(), &error), error);
}

void ByHand::insert(std::vector<Reading>& readings) {
  bson_error_t error;
  const Bson options(
      R"({"timeseries": {"timeField": "at", "metaField": "sensor", "granularity": "minutes"}})");
  Owned<mongoc_collection_t, mongoc_collection_destroy> made(
      mongoc_database_create_collection(impl_->database.get(), "by_hand", options.get(), &error));
  require(made != nullptr, error);

  const Bson unordered(R"({"ordered": false})");
  const Owned<mongoc_bulk_operation_t, mongoc_bulk_operation_destroy> bulk(
      mongoc_collection_create_bulk_operation_with_opts(impl_->collection.get(), unordered.get()));
  const Bson document;
  for (const auto& reading : readings) {
    bson_reinit(document.get());
    bson_oid_t id;
    bson_oid_init(&id, nullptr);
    BSON_APPEND_OID(document.get(), "_id", &id);
    BSON_APPEND_DATE_TIME(document.get(), "at", reading.at.since_epoch().count());
    bson_append_utf8(document.get(), "sensor", 6, reading.sensor.data(),
                     static_cast<int>(reading.sensor.size()));
    BSON_APPEND_DOUBLE(document.get(), "celsius", reading.celsius);
    BSON_APPEND_INT32(document.get(), "battery", reading.battery);
    require(mongoc_bulk_operation_insert_with_opts(bulk.get(), document.get(), nullptr, &error),
            error);
  }
  require(mongoc_bulk_operation_execute(bulk.get(), nullptr, &error), error);
}

Means ByHand::means_by_day() {
  const Bson pipeline(std::string(R"({"pipeline": [{"$group": {"_id": {"$dateTrunc": {"date": "$at",
                  "unit": "day", "timezone": ")") +
                      zone_name + R"("}}, "mean": {"$avg": "$celsius"}}}]})");
  const Owned<mongoc_cursor_t, mongoc_cursor_destroy> cursor(mongoc_collection_aggregate(
      impl_->collection.get(), MONGOC_QUERY_NONE, pipeline.get(), nullptr, nullptr));
  Means means;
  const bson_t* row = nullptr;
  while (mongoc_cursor_next(cursor.get(), &row)) {
    bson_iter_t day, mean;
    if (bson_iter_init_find(&day, row, "_id") && bson_iter_init_find(&mean, row, "mean"))
      means[bson_iter_date_time(&day)] = bson_iter_double(&mean);
  }
  bson_error_t error;
  require(!mongoc_cursor_error(cursor.get(), &error), error);
  return means;
}

}  // namespace bench
