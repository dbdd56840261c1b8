// SPDX-License-Identifier: Apache-2.0
// The mongod that Loom itself brings: it is run only where it is the one that was pinned.

#include "connect/local_server/pinned_binary.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loom/info/error.hpp"

namespace loom::core::local_server {
namespace {

// MongoDB 6.0.5 for x86-64, as `./dev` downloads and checks it; a test compares the two.
constexpr std::string_view pinned =
    "268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8";

struct FreeDigest {
  void operator()(EVP_MD_CTX* digest) const noexcept { EVP_MD_CTX_free(digest); }
};

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

/// Empty where the file cannot be read or the digest cannot be had.
std::string sha256_of(const std::filesystem::path& path) {
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> digest(EVP_MD_CTX_new());
  std::ifstream file(path, std::ios::binary);
  if (!digest || !file || !EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr)) return {};
  std::vector<char> part(std::size_t{1} << 20);
  while (file.read(part.data(), static_cast<std::streamsize>(part.size())) || file.gcount() > 0)
    if (!EVP_DigestUpdate(digest.get(), part.data(), static_cast<std::size_t>(file.gcount())))
      return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned size = 0;
  if (file.bad() || !EVP_DigestFinal_ex(digest.get(), bytes.data(), &size)) return {};
  return hexadecimal(bytes.data(), size);
}

}  // namespace

void require_pinned(const std::filesystem::path& mongod) {
  const auto found = sha256_of(mongod);
  if (found == pinned) return;
  throw ConnectionError(
      "The private server was not started: " + mongod.string() +
      (found.empty() ? " cannot be read" : " is not the mongod that Loom put there") +
      " (its SHA-256 should be " + std::string(pinned) +
      "). Remove it and run ./dev setup in Loom's source, which brings it again; to use a mongod "
      "of your own, let LOOM_MONGOD name it.");
}

}  // namespace loom::core::local_server
