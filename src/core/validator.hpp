#pragma once
// SPDX-License-Identifier: Apache-2.0
// The rules of a model as the server holds them against every client: made, installed, compared.

#include <string>

#include "core/collection_options.hpp"
#include "loom/bson/document.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/model_info.hpp"

namespace loom::core {

/// {"$jsonSchema": …}, the rules of the model in the server's dialect; empty for a time series,
/// which takes none, and for a model that says nothing of its documents.
///
/// It asks nothing that a document lacks which this program would read: types that the codec takes,
/// members that have no default. What the dialect cannot say (rules across fields, times) is left
/// out.
/// Source: https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/
Document validator_of(const ModelInfo& model);

/// Writes the validator into a `create` command.
void write_validator(bson::Writer& body, const ModelInfo& model);

/// How the validator of a collection that exists differs from the model's rules, for a reader;
/// empty where it holds them.
std::string difference_of_validator(const ModelInfo& model);

/// Puts the model's rules into the validator of a collection that exists. What else is in it stays:
/// the rules of other models, and those that others wrote.
void install_validator(const ModelInfo& model);

}  // namespace loom::core
