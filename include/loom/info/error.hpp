#pragma once
// SPDX-License-Identifier: Apache-2.0
// What Loom throws. One root, and a child only where a caller would act differently; the data of an
// error are its members, so that nobody has to parse its text. No error repeats a document's values
// or a secret.

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace loom {

/// The facts that a server or the driver gave about a failure.
struct ErrorFacts {
  std::string operation;  ///< command and namespace, values left out: "update shop.orders"
  int code = 0;           ///< the server's code; 0 where no server spoke
  std::vector<std::string> labels;  ///< the server's error labels
  bool retryable = false;           ///< the same call may succeed when it is made again
};

/// What is wrong with one value.
struct Problem {
  std::string path;        ///< "items[2].quantity"
  std::string rule;        ///< "utf8", "ge" …
  std::string message;     ///< what goes on after the path: "must be at least 1"
  std::string value{};     ///< what was given, as text, cut; in no error's own text
  std::size_t line = 0;    ///< where a text stops to be JSON, from 1; else 0
  std::size_t column = 0;  ///< in code points, from 1; else 0
};

/// The root of all errors of Loom.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& text, ErrorFacts facts = {})
      : std::runtime_error(text), facts_(std::move(facts)) {}

  /// What was attempted, as command and namespace: "update shop.orders". Empty where no command
  /// was.
  const std::string& operation() const noexcept { return facts_.operation; }
  /// The server's code, or 0.
  int code() const noexcept { return facts_.code; }
  /// The server's error labels.
  const std::vector<std::string>& labels() const noexcept { return facts_.labels; }
  /// True where the same call may succeed when it is made again.
  bool retryable() const noexcept { return facts_.retryable; }

 private:
  ErrorFacts facts_;
};

/// No connection could be had: a URI that is none, a server that is not there, a refused login.
/// Nothing was sent.
class ConnectionError : public Error {
 public:
  enum class Reason {
    unreachable,  ///< no server answers there, or the private one cannot be started
    broken_off,   ///< who is there ends the connection unasked: it is going, or wants TLS
    untrusted,    ///< its certificate was not signed by an authority that is trusted
    wrong_host,   ///< its certificate is for another host
    tls,          ///< TLS did not come about: it offers none, is going, or a file is missing
    login,        ///< the user, the password or the certificate was refused
    uri,          ///< the URI is none, or gives up a safety
  };

  explicit ConnectionError(const std::string& text, ErrorFacts facts = {},
                           Reason reason = Reason::unreachable)
      : Error(text, std::move(facts)), reason_(reason) {}
  /// What kept the connection from us.
  Reason reason() const noexcept { return reason_; }

 private:
  Reason reason_;
};

/// The deadline passed, and nothing was written.
class TimeoutError : public Error {
  using Error::Error;
};

/// A write was sent and its answer is lost: it may or may not have been applied.
///
/// The object knows it: `persist()` refuses until `reload()`. Only an insert may be repeated.
class InDoubtError : public Error {
  using Error::Error;
};

/// The server refused a command.
class ServerError : public Error {
  using Error::Error;
};

/// The login has no right to do this, or there was no login.
class NotAuthorizedError : public ServerError {
  using ServerError::ServerError;
};

/// A unique index already holds the key.
class DuplicateKeyError : public ServerError {
 public:
  DuplicateKeyError(const std::string& text, ErrorFacts facts, std::string index,
                    std::vector<std::string> fields)
      : ServerError(text, std::move(facts)), index_(std::move(index)), fields_(std::move(fields)) {}
  /// The name of the index, as the server has it: "email_1".
  const std::string& index() const noexcept { return index_; }
  /// The fields of the index: {"email"}.
  const std::vector<std::string>& fields() const noexcept { return fields_; }

 private:
  std::string index_;
  std::vector<std::string> fields_;
};

/// The validator of a collection refuses a document.
///
/// Who gets it wrote in another way than by a whole object (`+=` may leave the bounds of a
/// Checked), or the server holds rules of another program or an older one.
class DocumentRefusedError : public ServerError {
 public:
  DocumentRefusedError(const std::string& text, ErrorFacts facts, std::vector<Problem> problems)
      : ServerError(text, std::move(facts)), problems_(std::move(problems)) {}
  /// Which rules of the server's the document breaks, and where: by their keywords ("maximum",
  /// "required"), without values. Empty where the server does not say.
  const std::vector<Problem>& problems() const noexcept { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// A change stream cannot go on from its token: the server no longer has the changes that follow
/// it.
///
/// What happened since is lost to the stream: read what the collection holds, then watch anew.
class HistoryLostError : public ServerError {
  using ServerError::ServerError;
};

/// Another writer changed what this object was about to change; nothing was written.
class ConflictError : public Error {
 public:
  ConflictError(const std::string& text, ErrorFacts facts, std::vector<std::string> fields,
                bool deleted)
      : Error(text, std::move(facts)), fields_(std::move(fields)), deleted_(deleted) {}
  /// The fields that collide, by their path: {"address.city"}.
  const std::vector<std::string>& fields() const noexcept { return fields_; }
  /// True where the document is gone.
  bool deleted() const noexcept { return deleted_; }

 private:
  std::vector<std::string> fields_;
  bool deleted_;
};

/// One item of a bulk call that was not saved.
struct BulkFailure {
  std::size_t index;                   ///< its place in the span that was given
  std::shared_ptr<const Error> cause;  ///< why: DuplicateKeyError, ConflictError, InDoubtError …
  /// True where a unique index already held its key.
  bool duplicate_key() const { return dynamic_cast<const DuplicateKeyError*>(cause.get()); }
};

/// Some items of a bulk call were not saved; all others were, but for a transaction, which is
/// undone.
class BulkError : public Error {
 public:
  BulkError(const std::string& text, ErrorFacts facts, std::vector<BulkFailure> failures)
      : Error(text, std::move(facts)), failures_(std::move(failures)) {}
  /// One entry for each item that failed, by ascending index.
  const std::vector<BulkFailure>& failures() const noexcept { return failures_; }

 private:
  std::vector<BulkFailure> failures_;
};

/// There is no document with this id.
class NotFoundError : public Error {
  using Error::Error;
};

/// Problems as a JSON array, for the answer to who sent them.
///
///     [{"path": "items[2].quantity", "rule": "le", "message": "must be at most 1000", "value":
///     "5000"}]
std::string to_json(const std::vector<Problem>& problems);

/// Values break their rules; nothing was sent.
class ValidationError : public Error {
 public:
  /// `subject` is what the error's text calls a value that has no path.
  explicit ValidationError(std::vector<Problem> problems, const std::string& subject = {});
  ValidationError(std::string path, std::string rule, std::string message);
  /// All problems at once.
  const std::vector<Problem>& problems() const noexcept { return problems_; }
  /// The problems as a JSON array: for an HTTP answer, whose reader sent the values.
  std::string to_json() const { return loom::to_json(problems_); }

 private:
  std::vector<Problem> problems_;
};

/// How one place of a stored document differs from the member it should fill.
struct Mismatch {
  std::string path;      ///< "items[2].quantity"
  std::string expected;  ///< "int"
  std::string found;     ///< "string", "nothing"
  /// "type", "missing", or the rule of a Checked that it breaks: "le"
  std::string rule = "type";
};

/// A stored document does not fit its model.
class DecodeError : public Error {
 public:
  DecodeError(const std::string& model, std::vector<Mismatch> mismatches);
  /// All places that do not fit, at once.
  const std::vector<Mismatch>& mismatches() const noexcept { return mismatches_; }
  /// The same as a ValidationError has them; without values, which are the database's.
  std::vector<Problem> problems() const;

 private:
  std::vector<Mismatch> mismatches_;
};

/// A collection, its indexes or its unknown fields are not as the program declares or needs them.
class SchemaError : public Error {
  using Error::Error;
};

/// A query that no index serves, in a Sandbox that requires indexes; it was not sent.
class MissingIndexError : public SchemaError {
 public:
  MissingIndexError(const std::string& text, ErrorFacts facts, std::vector<std::string> fields,
                    std::string declaration)
      : SchemaError(text, std::move(facts)),
        fields_(std::move(fields)),
        declaration_(std::move(declaration)) {}
  /// The fields that are searched or sorted by, as they are stored: {"state", "placed_at"}.
  const std::vector<std::string>& fields() const noexcept { return fields_; }
  /// What to add to the model's indexes: "loom::index(fld<&Order::state>)"; empty where no index
  /// would help.
  const std::string& declaration() const noexcept { return declaration_; }

 private:
  std::vector<std::string> fields_;
  std::string declaration_;
};

/// What a transaction does not allow: an object that was loaded before it, a new collection, an
/// operation after one that the server refused.
class TransactionError : public Error {
  using Error::Error;
};

/// A secret could not be had or kept. Its text says what to do; neither the secret nor a token is
/// in it.
class SecretError : public Error {
 public:
  enum class Reason {
    absent,                   ///< the manager has no secret of this name
    locked,                   ///< the keyring is locked
    no_service,               ///< no keyring runs in this session
    denied,                   ///< the account may not do it
    unauthenticated,          ///< the credentials are not accepted
    disabled,                 ///< this version of the secret is disabled or destroyed
    ambiguous,                ///< the keyring has several items of this name
    integrity,                ///< what arrived is not what was stored
    unreachable,              ///< no answer in time, or none that can be trusted
    malformed,                ///< credentials, or an answer, that are not what they should be
    unsupported_credentials,  ///< credentials of a kind that Loom does not know
    not_configured,           ///< no project or no credentials are set
    not_linked,               ///< the program has no such manager
    refused,                  ///< the name or the value cannot be kept
  };

  SecretError(Reason reason, const std::string& text, ErrorFacts facts = {})
      : Error(text, std::move(facts)), reason_(reason) {}
  /// What kept it from us.
  Reason reason() const noexcept { return reason_; }

 private:
  Reason reason_;
};

/// A time zone is unknown, or a wall-clock time is not one instant in it.
class TimeZoneError : public Error {
  using Error::Error;
};

}  // namespace loom
