// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a file of credentials, comes from Google's servers or is asked for: a value or
// a SecretError, and never a byte beyond what is there.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "google_secret_manager/answers.hpp"
#include "google_secret_manager/credentials.hpp"
#include "google_secret_manager/encoding.hpp"
#include "google_secret_manager/secret_name.hpp"
#include "google_secret_manager/signed_token.hpp"

namespace {

using namespace loom::google;

template <class F>
void try_it(F&& f) {
  try {
    f();
  } catch (const loom::SecretError& error) {
    if (std::string_view(error.what()).empty()) std::abort();
  }
}

Response response(long status, std::string_view body) {
  return {status, loom::Secret::copy_of(body), "Google", {}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 5) {
    case 0:
      try_it([&] {
        const auto credentials = parse_credentials(text, "a file");
        if (const auto* account = std::get_if<ServiceAccount>(&credentials.account))
          signed_token(*account, "https://secretmanager.googleapis.com/", {});
      });
      break;
    case 1:
      try_it([&] { read_value(response(200, text), "a secret"); });
      break;
    case 2:
      try_it([&] { require_success(response(404, text), "a secret"); });
      break;
    case 3:
      try_it([&] { read_token(response(data[0] < 128 ? 200 : 400, text)); });
      break;
    default:
      try_it([&] { read_name(text, "a-project"); });
      if (const auto bytes = from_base64(text)) {
        if (base64(bytes->reveal()).reveal().size() != text.size()) std::abort();
      }
  }
  return 0;
}
