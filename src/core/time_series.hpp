#pragma once
// SPDX-License-Identifier: Apache-2.0
// What is different about a time series: its collection's options, its times, and that no index
// tells whether a record is there.

#include <string>

#include "loom/bson/view.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/model_info.hpp"
#include "loom/core/tracking.hpp"

namespace loom::core {

/// Throws a TransactionError where a time series would be written in a transaction.
void require_transactional(const ModelInfo& model);

/// Throws a ValidationError where a document's time is one that would stop MongoDB's expiry.
void require_expirable(const ModelInfo& model, bson::View document);

/// Whether a record of a time series whose insert is in doubt is there. False for other models:
/// there the index of the `_id` tells.
bool has_arrived(const ModelInfo& model, const Tracking& tracking);

/// Writes the options into a `create` command.
void write_options(bson::Writer& out, const TimeSeriesInfo& info);

/// How a collection that exists differs from the declared time series, for a reader; empty where it
/// does not.
std::string difference_of_options(const ModelInfo& model);

}  // namespace loom::core
