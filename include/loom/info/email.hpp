#pragma once
// SPDX-License-Identifier: Apache-2.0
// Addresses of e-mail.

#include <string>
#include <string_view>

#include "loom/info/checked.hpp"
#include "loom/info/str_case.hpp"

namespace loom {

/// The text is an address of e-mail as forms take it: dots and words, one @, a domain with a dot;
/// ASCII only, without comments and quoted parts.
///
/// Source: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
struct email {
  static constexpr std::string_view name = "email";
  /// What it looks like; beside its lengths.
  static constexpr std::string_view expression =
      "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*"
      "@(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+"
      "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  static bool ok(std::string_view text);
  static std::string message() { return "must be an e-mail address, like ada@example.org"; }
  template <class>
  static SchemaKeyword keyword() {
    return {"format", "\"email\""};
  }
};

/// An address of e-mail in lower case, so that one address is one value in a unique index.
///
///     loom::Email email = "Ada@Example.org";  // ada@example.org
using Email = Checked<StrLower, email>;

}  // namespace loom
