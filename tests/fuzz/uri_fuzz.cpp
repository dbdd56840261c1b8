// SPDX-License-Identifier: Apache-2.0
// A fuzzer of URIs: any text is read or refused by a ConnectionError, which repeats no secret, and
// what is read is as safe as it should be.

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

void require(bool holds, const char* sentence, std::string_view uri) {
  if (holds) return;
  std::fprintf(stderr, "%s: %.*s\n", sentence, static_cast<int>(uri.size()), uri.data());
  std::abort();
}

void read(std::string_view text, const loom::ConnectOptions& options) {
  try {
    const auto uri = loom::core::parse_uri(text, options);
    require(loom::core::is_local(*uri) || mongoc_uri_get_tls(uri.get()), "no TLS", text);
    const char* set = mongoc_uri_get_password(uri.get());
    require(!set || !*set || set == password, "a password of the URI was taken", text);
    require(std::string_view(mongoc_uri_get_string(uri.get())).find(password) == text.npos,
            "the secret stands in the URI's text", text);
  } catch (const loom::ConnectionError& error) {
    require(error.reason() == loom::ConnectionError::Reason::uri, "another reason", text);
    require(std::string_view(error.what()).find(password) == text.npos, "the secret is told", text);
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
  return 0;
}
