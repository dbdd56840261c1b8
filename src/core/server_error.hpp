#pragma once
// SPDX-License-Identifier: Apache-2.0
// Makes typed errors of the server's error documents, without the values that these may quote.

#include <memory>
#include <string>
#include <string_view>

#include "loom/bson/view.hpp"
#include "loom/info/error.hpp"

namespace loom::core {

/// What the error document of a command ({ok: 0, code, errmsg, errorLabels …}), or an entry of its
/// `writeErrors`, means: DuplicateKeyError, DocumentRefusedError, HistoryLostError or ServerError.
/// `operation` is as in Command.
std::shared_ptr<const Error> server_error(bson::View document, std::string_view operation);

/// Throws what `server_error` gives.
[[noreturn]] void throw_server_error(bson::View document, std::string_view operation);

/// The code, labels and kind of an error document.
ErrorFacts error_facts(bson::View document, std::string_view operation);

/// The server's own words, with all that may be a document's value replaced by an ellipsis.
std::string without_values(std::string_view server_text);

}  // namespace loom::core
