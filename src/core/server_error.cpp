// SPDX-License-Identifier: Apache-2.0
// Makes typed errors of the server's error documents, without the values that these may quote.

#include "core/server_error.hpp"

#include <algorithm>
#include <array>

#include "core/refused_document.hpp"
#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

constexpr int unauthorized = 13;
constexpr int duplicate_key = 11000;
constexpr int document_validation_failure = 121;
constexpr int change_stream_history_lost = 286;
constexpr int cursor_not_found = 43;

// The driver specifications' lists for reads and writes: a server that is going, coming or no
// primary.
constexpr std::array passing = {6,    7,     89,    91,    134,   189,   262,
                                9001, 10058, 10107, 11600, 11602, 13435, 13436};

/// What an error document says. Where its bytes are corrupt, what came before counts: an error must
/// not turn into another one.
struct Refusal {
  explicit Refusal(bson::View document) {
    try {
      read(bson::open(document));
    } catch (const bson::Corrupt&) {
      text.append(" (malformed)");
    }
  }

  int code = 0;
  std::string text;
  std::vector<std::string> labels;
  std::vector<std::string> key;   ///< the fields of the index
  std::vector<Problem> problems;  ///< of a document that the validator refuses

 private:
  void read(bson::Cursor elements) {
    while (const auto element = bson::next(elements)) {
      if (element->name == "code") code = static_cast<int>(bson::integer_of(element));
      if (element->name == "errmsg") text = bson::text_of(element);
      auto inside = bson::inside_of(element);
      if (element->name == "errorLabels")
        while (const auto label = bson::next(inside)) labels.emplace_back(bson::text_of(label));
      if (element->name == "keyPattern")
        while (const auto field = bson::next(inside)) key.emplace_back(field->name);
      if (element->name == "errInfo") problems = problems_in(inside);
    }
  }
};

ErrorFacts facts_of(const Refusal& refusal, std::string_view operation) {
  ErrorFacts facts{
      .operation = std::string(operation), .code = refusal.code, .labels = refusal.labels};
  facts.retryable = std::count(passing.begin(), passing.end(), facts.code) > 0 ||
                    std::count(facts.labels.begin(), facts.labels.end(), "RetryableWriteError") > 0;
  return facts;
}

std::string_view advice(int code) {
  switch (code) {
    case unauthorized:
      return ": log in, or grant the login the right to do this";
    case 260:
      return ": a watch goes on from a token that a watch of the same collection gave";
    case 280:
      return ": a watch goes on from a token with the filter that the token was given under; where "
             "that is so, read what the collection holds and watch anew";
    case 40573:
      return ": a watch needs a replica set; start the server with --replSet, or use Loom's "
             "private "
             "server, which is one";
    case cursor_not_found:
      return ": the server has closed the cursor, which it does after half an hour in which nobody "
             "asked for more; run the query again, and read faster or say a smaller .batch_size(n)";
    case 146:  // ExceededMemoryLimit
      return ": its disk does not help here; gather fewer or smaller values in one array, by a "
             "filter or by more groups";
    case 292:      // QueryExceededMemoryLimitNoDiskUseAllowed
    case 5643011:  // the same of $setWindowFields
      return ": say .allow_disk_use(), which is slow, or ask for less, by a filter, a limit or an "
             "index that gives the order";
    case 10334:
      return ": a document has at most 16 MiB";
    default:
      return "";
  }
}

HistoryLostError history_lost_error(const Refusal& refusal, std::string_view operation) {
  return HistoryLostError(
      std::string(operation) +
          ": the server no longer has the changes that follow this token: read what the collection "
          "holds and watch anew; a larger oplog (replSetResizeOplog) keeps changes longer",
      facts_of(refusal, operation));
}

template <class Kind>
Kind plain_error(const Refusal& refusal, std::string_view operation) {
  const auto text = std::string(operation) +
                    ": the server refused: " + without_values(refusal.text) + " (code " +
                    std::to_string(refusal.code) + ")" + std::string(advice(refusal.code));
  auto facts = facts_of(refusal, operation);
  if (refusal.code == cursor_not_found) facts.retryable = true;  // by another cursor
  return Kind(text, std::move(facts));
}

/// The name of the index stands only in the server's text: "… index: email_1 dup key: …".
std::string index_of(std::string_view text) {
  constexpr std::string_view before = "index: ", after = " dup key";
  const auto begin = text.find(before);
  if (begin == text.npos) return {};
  text.remove_prefix(begin + before.size());
  return std::string(text.substr(0, text.find(after)));
}

std::string joined(const std::vector<std::string>& names) {
  std::string result;
  for (const auto& name : names) result.append(result.empty() ? "" : ", ").append(name);
  return result;
}

DuplicateKeyError duplicate_key_error(const Refusal& refusal, std::string_view operation) {
  auto index = index_of(refusal.text);
  const auto text = std::string(operation) +
                    ": another document already has this key in the unique index " + index + " (" +
                    joined(refusal.key) + "): load that one, or choose another value";
  return DuplicateKeyError(text, facts_of(refusal, operation), std::move(index), refusal.key);
}

DocumentRefusedError document_refused_error(const Refusal& refusal, std::string_view operation) {
  std::string list;
  for (const auto& problem : refusal.problems)
    list.append(list.empty() ? " (" : "; ")
        .append(problem.path.empty() ? "the document" : problem.path)
        .append(1, ' ')
        .append(problem.message);
  return DocumentRefusedError(std::string(operation) +
                                  ": the collection's validator refuses the document" + list +
                                  (list.empty() ? "" : ")") +
                                  ": keep to its rules, or, where they are older than the model, "
                                  "bring them up to date by loom::prepare",
                              facts_of(refusal, operation), refusal.problems);
}

}  // namespace

ErrorFacts error_facts(bson::View document, std::string_view operation) {
  return facts_of(Refusal(document), operation);
}

std::shared_ptr<const Error> server_error(bson::View document, std::string_view operation) {
  const Refusal refusal(document);
  if (refusal.code == duplicate_key)
    return std::make_shared<DuplicateKeyError>(duplicate_key_error(refusal, operation));
  if (refusal.code == document_validation_failure)
    return std::make_shared<DocumentRefusedError>(document_refused_error(refusal, operation));
  if (refusal.code == change_stream_history_lost)
    return std::make_shared<HistoryLostError>(history_lost_error(refusal, operation));
  if (refusal.code == unauthorized)
    return std::make_shared<NotAuthorizedError>(
        plain_error<NotAuthorizedError>(refusal, operation));
  return std::make_shared<ServerError>(plain_error<ServerError>(refusal, operation));
}

void throw_server_error(bson::View document, std::string_view operation) {
  const Refusal refusal(document);
  if (refusal.code == duplicate_key) throw duplicate_key_error(refusal, operation);
  if (refusal.code == document_validation_failure) throw document_refused_error(refusal, operation);
  if (refusal.code == change_stream_history_lost) throw history_lost_error(refusal, operation);
  if (refusal.code == unauthorized) throw plain_error<NotAuthorizedError>(refusal, operation);
  throw plain_error<ServerError>(refusal, operation);
}

// The server quotes documents in braces and strings in quotation marks; single quotes are names of
// fields and operators, but for conversions, whose text is told by its words.
std::string without_values(std::string_view text) {
  const bool conversion =
      text.find("Failed to parse") != text.npos || text.find("parsing date string") != text.npos;
  std::string result;
  int depth = 0;
  char quote = 0;
  for (const char c : text) {
    const bool hidden = depth > 0 || quote;
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '"' || (c == '\'' && conversion)) {
      quote = c;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && depth > 0) {
      --depth;
    }
    if (!hidden && (depth > 0 || quote)) result += "…";
    if (!hidden && depth == 0 && !quote) result += c;
  }
  return result;
}

}  // namespace loom::core
