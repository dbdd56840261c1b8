// SPDX-License-Identifier: Apache-2.0
// base64, and the checksum of a secret.

#include "google_secret_manager/encoding.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace loom::google {
namespace {

std::string decoded(std::string_view text) {
  const auto bytes = from_base64(text);
  return bytes ? std::string(bytes->reveal()) : "(none)";
}

// Source: https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
TEST(Crc32c, is_that_of_the_standard) {
  std::string up, down;
  for (char i = 0; i < 32; ++i) up += i, down += static_cast<char>(31 - i);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(crc32c(up), 0x46DD794Eu);
  EXPECT_EQ(crc32c(down), 0x113FDB5Cu);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(crc32c(""), 0u);
}

// Source: https://www.rfc-editor.org/rfc/rfc4648#section-10
TEST(Base64, is_that_of_the_standard) {
  const std::pair<std::string, std::string> pairs[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : pairs) {
    EXPECT_EQ(base64(bytes).reveal(), text);
    EXPECT_EQ(decoded(text), bytes);
  }
  EXPECT_EQ(base64url("\xFB\xFF\xFE?"), "-__-Pw");
}

TEST(Base64, refuses_what_is_none) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "====", "Z=g=", "=Zg=", "Zm9v Zg==", " Zg=",
                           "Zg==\n", "Zm9v\n", "Z-_g", "Zg==Zg==", "Zm9\xFF"})
    EXPECT_EQ(decoded(text), "(none)") << text;
}

TEST(Base64, gives_back_what_it_was_given) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 1000; ++i) {
    std::string bytes(random() % 100, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    EXPECT_EQ(decoded(base64(bytes).reveal()), bytes);
  }
}

}  // namespace
}  // namespace loom::google
