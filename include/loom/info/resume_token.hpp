#pragma once
// SPDX-License-Identifier: Apache-2.0
// A place in the changes of a collection, to go on from.

#include <utility>

#include "loom/bson/codec_bytes.hpp"

namespace loom {

/// A place between two changes, as the server names it: a value that can be stored and compared.
///
/// It stays good as long as the server keeps the changes that follow it. What stands in it is the
/// server's own.
///
/// BSON:   {"_data": "8263…"}
/// Source: https://www.mongodb.com/docs/manual/changeStreams/#resume-tokens
///
///     struct Progress : loom::PersistableModel<Progress> { …  std::optional<loom::ResumeToken>
///     after; }; progress.after = change.token(); Order::watch({.after = progress.after});
class ResumeToken {
 public:
  ResumeToken() noexcept = default;
  /// The token that stands in a stored document.
  explicit ResumeToken(Document document) noexcept : document_(std::move(document)) {}

  bool is_set() const noexcept { return !document_.empty(); }
  const Document& document() const noexcept { return document_; }

  friend bool operator==(const ResumeToken&, const ResumeToken&) = default;

 private:
  Document document_;
};

template <>
struct codec<ResumeToken> {
  static const Document& to_bson(const ResumeToken& token) noexcept { return token.document(); }
  static ResumeToken from_bson(Document document) { return ResumeToken(std::move(document)); }
};

}  // namespace loom
