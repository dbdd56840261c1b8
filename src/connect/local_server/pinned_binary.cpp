// SPDX-License-Identifier: Apache-2.0
// The mongod that Loom itself brings: it is run only where it is the one that was pinned.

#include "connect/local_server/pinned_binary.hpp"

#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "bson/hex.hpp"
#include "loom/connect/local_server.hpp"
#include "loom/info/error.hpp"

namespace loom::core::local_server {
namespace {

using loom::local_server::pinned::sha256;

struct FreeDigest {
  void operator()(EVP_MD_CTX* digest) const noexcept { EVP_MD_CTX_free(digest); }
};

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) bson::append_hex(text, bytes[i]);
  return text;
}

/// Why another user could change what stands at `path`, and what to do; empty where none can.
std::string open_to_others(const std::filesystem::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return path.string() + " cannot be looked at.";
  if (status.st_uid != geteuid() && status.st_uid != 0)
    return path.string() + " belongs to another user: remove it, and run `loom server install`.";
  if (status.st_mode & (S_IWGRP | S_IWOTH))
    return "other users may change " + path.string() + ". Run: chmod go-w '" + path.string() + "'";
  return {};
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

bool is_pinned(const std::filesystem::path& mongod) { return sha256_of(mongod) == sha256; }

void require_pinned(const std::filesystem::path& mongod) {
  // First, so that nobody changes it between this look and its start.
  const auto file = std::filesystem::weakly_canonical(mongod);  // the cache may have a link
  for (const auto& path : {mongod.parent_path(), file.parent_path(), file})
    if (const auto why = open_to_others(path); !why.empty())
      throw ConnectionError("The private server was not started: " + why);
  const auto found = sha256_of(mongod);
  if (found == sha256) return;
  throw ConnectionError(
      "The private server was not started: " + mongod.string() +
      (found.empty() ? " cannot be read" : " is not the mongod that Loom put there") +
      " (its SHA-256 should be " + std::string(sha256) +
      "). Remove it and run `loom server install`, which brings it again; to use a mongod of your "
      "own, let LOOM_MONGOD name it.");
}

}  // namespace loom::core::local_server
