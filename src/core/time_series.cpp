// SPDX-License-Identifier: Apache-2.0
// What is different about a time series: its collection's options, its times, and that no index
// tells whether a record is there.

#include "core/time_series.hpp"

#include <array>
#include <cstdint>
#include <vector>

#include "core/collection_options.hpp"
#include "core/stored_document.hpp"
#include "core/transaction.hpp"
#include "loom/bson/build.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

// What 32 bits of seconds hold: MongoDB's ids of buckets begin with them.
constexpr std::int64_t last_expirable = 2'147'483'647'999;

Key name_of(Granularity granularity) {
  constexpr std::array<Key, 3> names{"seconds", "minutes", "hours"};
  return names[static_cast<std::size_t>(granularity)];
}

std::string or_none(Key text) { return text.empty() ? "none" : std::string(text); }

std::string seconds(std::int64_t n) { return n == 0 ? "none" : std::to_string(n) + " s"; }

}  // namespace

void require_transactional(const ModelInfo& model) {
  if (model.kind == ModelKind::time_series)
    require_no_transaction(operation("insert", model),
                           "MongoDB writes to no time series in one; persist() before or after it");
}

void require_expirable(const ModelInfo& model, bson::View document) {
  if (!model.time_series || !model.time_series->ttl) return;
  const auto time = bson::find(bson::open(document), model.time_series->time);
  const auto at = bson::integer_of(time);
  if (at < 0 || at > last_expirable)
    throw ValidationError(std::string(model.time_series->time), "ttl",
                          "a time series with a ttl takes no time before 1970 or after "
                          "2038-01-19T03:14:07Z, for MongoDB would stop to erase what is old: set "
                          "the time, or declare no ttl");
}

bool has_arrived(const ModelInfo& model, const Tracking& tracking) {
  if (model.kind != ModelKind::time_series) return false;
  const auto sent = tracking.snapshot.bytes();
  const auto id = id_of(sent);
  const auto time = bson::find(bson::open(sent), model.time_series->time);
  Query query;
  query.filter = bson::build([&](bson::Writer& out) {
    write_id_equals(out, id);
    // The time leads to the bucket: without it the whole collection would be read.
    const auto equals = out.begin_document(model.time_series->time);
    out.value(Key("$eq"), time->type, time->value);
    out.end(equals);
  });
  return !find_anew(model, query, tracking).document().empty();
}

void write_options(bson::Writer& out, const TimeSeriesInfo& info) {
  const auto options = out.begin_document(Key("timeseries"));
  out.string(Key("timeField"), info.time);
  if (!info.metakey.empty()) out.string(Key("metaField"), info.metakey);
  out.string(Key("granularity"), name_of(info.granularity));
  out.end(options);
  if (info.ttl) out.int64(Key("expireAfterSeconds"), info.ttl->count());
}

std::string difference_of_options(const ModelInfo& model) {
  const CollectionOptions options(model);
  const auto found = options.find("timeseries");
  const std::string place = std::string(model.database) + "." + std::string(model.collection);
  const std::string declares = ", and " + std::string(model.type) + " declares ";
  if (!found) return place + " is no time series" + declares + "it as one";

  const auto text = [&](Key field) {
    return or_none(bson::text_of(bson::find(bson::inside_of(found), field)));
  };
  const auto& wanted = *model.time_series;
  std::string texts;
  const auto compare = [&](Key what, const std::string& has, const std::string& declared) {
    if (has != declared)
      texts += (texts.empty() ? "" : "; ") + ("the " + std::string(what)) + " of the time series " +
               place + " is " + has + declares + declared;
  };
  compare("time", text("timeField"), std::string(wanted.time));
  compare("metakey", text("metaField"), or_none(wanted.metakey));
  compare("granularity", text("granularity"), std::string(name_of(wanted.granularity)));
  compare("ttl", seconds(bson::integer_of(options.find("expireAfterSeconds"))),
          seconds(wanted.ttl ? wanted.ttl->count() : 0));
  return texts;
}

}  // namespace loom::core
