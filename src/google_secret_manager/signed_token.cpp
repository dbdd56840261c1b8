// SPDX-License-Identifier: Apache-2.0
// A token that a service account signs itself, by OpenSSL.

#include "google_secret_manager/signed_token.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <climits>
#include <memory>
#include <string>

#include "google_secret_manager/encoding.hpp"
#include "info/quoted.hpp"
#include "loom/info/error.hpp"

namespace loom::google {
namespace {

struct KeyEnd {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct BioEnd {
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
struct ContextEnd {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyEnd>;

[[noreturn]] void throw_no_key() {
  ERR_clear_error();  // what OpenSSL says of a key is of no use to the next one who asks
  throw SecretError(SecretError::Reason::malformed,
                    "the service account's 'private_key' is no RSA key in PEM (PKCS#8): make a new "
                    "key in the console's page of the service account");
}

/// An answer to whoever would be asked for the password of an encrypted key: there is none.
int no_password(char*, int, int, void*) { return -1; }

Key read_key(std::string_view pem) {
  if (pem.size() > INT_MAX) throw_no_key();
  const std::unique_ptr<BIO, BioEnd> source(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!source) throw std::bad_alloc();
  Key key(PEM_read_bio_PrivateKey(source.get(), nullptr, &no_password, nullptr));
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) throw_no_key();
  return key;
}

std::string sign(const Key& key, std::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, ContextEnd> context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  std::string signature;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1)
    throw_no_key();
  signature.resize(size);
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes, text.size()) != 1)
    throw_no_key();
  signature.resize(size);
  return signature;
}

}  // namespace

Secret signed_token(const ServiceAccount& account, std::string_view audience,
                    std::chrono::system_clock::time_point now) {
  using core::quoted;
  const auto begin = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  const auto header = R"({"alg":"RS256","typ":"JWT","kid":)" + quoted(account.key_id) + "}";
  const auto claims = R"({"iss":)" + quoted(account.email) + R"(,"sub":)" + quoted(account.email) +
                      R"(,"aud":)" + quoted(audience) + R"(,"iat":)" +
                      std::to_string(begin.count()) + R"(,"exp":)" +
                      std::to_string((begin + signed_token_life).count()) + "}";
  const auto text = base64url(header) + "." + base64url(claims);
  // Without the signature it is no secret yet.
  const auto signature = base64url(sign(read_key(account.private_key.reveal()), text));
  return Secret::copy_of(text + "." + signature);
}

}  // namespace loom::google
