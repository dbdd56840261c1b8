#pragma once
// SPDX-License-Identifier: Apache-2.0
// Why the server's validator refused a document: the paths and rules in its report, without the
// values.

#include <vector>

#include "loom/bson/reader.hpp"
#include "loom/info/error.hpp"

namespace loom::core {

/// The rules that are broken, by the `errInfo` of a DocumentValidationFailure.
///
/// Source: https://www.mongodb.com/docs/manual/core/schema-validation/handle-invalid-documents/
std::vector<Problem> problems_in(bson::Cursor error_info);

}  // namespace loom::core
