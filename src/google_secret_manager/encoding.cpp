// SPDX-License-Identifier: Apache-2.0
// base64 by OpenSSL, and the checksum by its table.

#include "google_secret_manager/encoding.hpp"

#include <openssl/evp.h>

#include <array>
#include <climits>
#include <stdexcept>

namespace loom::google {
namespace {

unsigned char* octets(char* text) { return reinterpret_cast<unsigned char*>(text); }
const unsigned char* octets(const char* text) {
  return reinterpret_cast<const unsigned char*>(text);
}

/// What OpenSSL counts in an int.
int length_of(std::string_view text) {
  if (text.size() > INT_MAX / 2) throw std::length_error("more than a token or a secret can hold");
  return static_cast<int>(text.size());
}

constexpr std::uint32_t castagnoli = 0x82F63B78;  // the polynomial, lowest bit first

constexpr auto crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ (rest & 1 ? castagnoli : 0);
    table[byte] = rest;
  }
  return table;
}();

}  // namespace

Secret base64(std::string_view bytes) {
  const auto length = length_of(bytes);
  // OpenSSL ends its text by a zero, for which the room holds a byte more.
  return Secret::filled_by((bytes.size() + 2) / 3 * 4 + 1, [&](std::span<char> room) {
    return static_cast<std::size_t>(
        EVP_EncodeBlock(octets(room.data()), octets(bytes.data()), length));
  });
}

std::optional<Secret> from_base64(std::string_view text) {
  const auto end = text.find_last_not_of('=');
  const auto padding = text.size() - (end == std::string_view::npos ? 0 : end + 1);
  // OpenSSL skips white space at the ends, and takes padding for zeros wherever it stands.
  if (text.size() % 4 != 0 || padding > 2 || text.find_first_of(" \t\r\n=") < text.size() - padding)
    return std::nullopt;
  const auto length = length_of(text);
  int decoded = 0;
  auto bytes = Secret::filled_by(text.size() / 4 * 3, [&](std::span<char> room) {
    if (!text.empty()) decoded = EVP_DecodeBlock(octets(room.data()), octets(text.data()), length);
    return decoded < 0 ? 0 : static_cast<std::size_t>(decoded) - padding;
  });
  return decoded < 0 ? std::nullopt : std::optional(std::move(bytes));
}

std::string base64url(std::string_view bytes) {
  const auto encoded = base64(bytes);
  std::string text(encoded.reveal());
  text.erase(text.find_last_not_of('=') + 1);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::uint32_t crc32c(std::string_view bytes) noexcept {
  std::uint32_t rest = 0xFFFFFFFF;
  for (const char byte : bytes)
    rest = (rest >> 8) ^ crc_table[(rest ^ static_cast<unsigned char>(byte)) & 0xFF];
  return ~rest;
}

}  // namespace loom::google
