// SPDX-License-Identifier: Apache-2.0
// A fuzzer of URIs: any text is read or refused by a ConnectionError, which repeats no secret, and
// what is read is as safe as it should be.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connect/uri.hpp"
#include "loom/info/error.hpp"

namespace {

constexpr std::string_view password = "f@zz:w/rd%s";
constexpr std::string_view inline_password = "iNl1ne-w0rd";

void require(bool holds, const char* sentence, std::string_view uri) {
  if (holds) return;
  std::fprintf(stderr, "%s: %.*s\n", sentence, static_cast<int>(uri.size()), uri.data());
  std::abort();
}

/// What holds of each URI that is taken without a word, by the driver's own reading of it.
void require_confirmed_writes(const mongoc_uri_t& uri, std::string_view text) {
  const auto* concern = mongoc_uri_get_write_concern(&uri);
  const auto w = mongoc_write_concern_get_w(concern);
  require(w == MONGOC_WRITE_CONCERN_W_DEFAULT || w == MONGOC_WRITE_CONCERN_W_MAJORITY,
          "writes without a majority", text);
  require(
      !mongoc_write_concern_journal_is_set(concern) || mongoc_write_concern_get_journal(concern),
      "writes without a journal", text);
  for (const char* option : {MONGOC_URI_TLSINSECURE, MONGOC_URI_TLSALLOWINVALIDCERTIFICATES,
                             MONGOC_URI_TLSALLOWINVALIDHOSTNAMES})
    require(!mongoc_uri_get_option_as_bool(&uri, option, false), "no certificate", text);
}

void read(std::string_view text, const loom::ConnectOptions& options) {
  try {
    const auto uri = loom::core::parse_uri(text, options);
    require(loom::core::is_local(*uri) || mongoc_uri_get_tls(uri.get()), "no TLS", text);
    require_confirmed_writes(*uri, text);
    const char* set = mongoc_uri_get_password(uri.get());
    require(!set || !*set || set == password, "a password of the URI was taken", text);
    require(std::string_view(mongoc_uri_get_string(uri.get())).find(password) == text.npos,
            "the secret stands in the URI's text", text);
  } catch (const loom::ConnectionError& error) {
    require(error.reason() == loom::ConnectionError::Reason::uri, "another reason", text);
    require(std::string_view(error.what()).find(password) == text.npos, "the secret is told", text);
  }
}

/// A password in the URI, with anything around it, is neither taken nor told.
void read_inline(std::string_view bytes) {
  // Where the fuzzer itself writes it, from the comparisons that it sees, a refusal may tell it.
  if (bytes.find(inline_password) != bytes.npos) return;
  const auto middle = std::min(bytes.find('\n'), bytes.size());
  const auto end = std::min(bytes.find('\n', middle + 1), bytes.size());
  const auto text =
      "mongodb://" + std::string(bytes.substr(0, middle)) + ":" + std::string(inline_password) +
      std::string(bytes.substr(std::min(middle + 1, end), end - std::min(middle + 1, end))) + "@" +
      std::string(bytes.substr(std::min(end + 1, bytes.size())));
  try {
    loom::core::parse_uri(text);
    require(false, "a password of the URI was taken", text);
  } catch (const loom::ConnectionError& error) {
    require(std::string_view(error.what()).find(inline_password) == text.npos,
            "the password is told", text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const loom::ConnectOptions nothing, with_secret{.secret = loom::Secret::copy_of(password)};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto* options : {&nothing, &with_secret}) {
    read(bytes, *options);
    read("mongodb://" + std::string(bytes), *options);
    read("mongodb://u:%s@127.0.0.1/?" + std::string(bytes), *options);
  }
  read_inline(bytes);
  return 0;
}
