// SPDX-License-Identifier: Apache-2.0
// A password or a token, and the pages that it lives in.

#include "loom/secret/secret.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <type_traits>

namespace loom {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> &&
              std::is_nothrow_move_assignable_v<Secret>);
static_assert(!std::is_constructible_v<Secret, const char*>);
static_assert(!std::is_convertible_v<Secret, std::string> &&
              !std::is_convertible_v<Secret, std::string_view> &&
              !std::is_convertible_v<Secret, const char*> && !std::is_convertible_v<Secret, bool>);

// The address sanitizer takes mlock for done without doing it.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LOOM_TEST_LOCKS_NOTHING
#endif
#endif
#ifdef LOOM_TEST_LOCKS_NOTHING
constexpr bool locks = false;
#else
constexpr bool locks = true;
#endif

/// What the kernel says of the mapping that holds this address: its flags, as in "rd wr lo dd".
std::string flags_of(const void* address) {
  std::ifstream maps("/proc/self/smaps");
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2)
      inside = begin <= wanted && wanted < end;
    else if (inside && line.starts_with("VmFlags:"))
      return line + " ";
  }
  return "";
}

TEST(Secret, holds_a_text_that_a_function_of_C_can_read) {
  const auto secret = Secret::copy_of(std::string_view("with a \0 within", 15));
  EXPECT_EQ(secret.reveal(), std::string_view("with a \0 within", 15));
  EXPECT_EQ(secret.reveal().data()[15], '\0');
}

TEST(Secret, is_empty_without_a_text) {
  EXPECT_EQ(Secret().reveal(), "");
  EXPECT_STREQ(Secret().reveal().data(), "");
  EXPECT_STREQ(Secret::copy_of("").reveal().data(), "");
}

TEST(Secret, is_at_one_place_at_a_time) {
  auto first = Secret::copy_of("hunter2");
  const auto* const place = first.reveal().data();
  auto second = std::move(first);
  EXPECT_EQ(second.reveal().data(), place);
  EXPECT_EQ(first.reveal(), "");  // NOLINT(bugprone-use-after-move): that it is empty is the test
  first = Secret::copy_of("another");
  second = std::move(first);
  EXPECT_EQ(second.reveal(), "another");
  auto& itself = second;
  second = std::move(itself);
  EXPECT_EQ(second.reveal(), "another");
}

TEST(Secret, is_filled_in_its_own_memory) {
  const auto secret = Secret::filled_by(10, [](std::span<char> room) {
    EXPECT_EQ(room.size(), 10);
    std::ranges::fill(room, 'x');
    return 4;
  });
  EXPECT_EQ(secret.reveal(), "xxxx");
  EXPECT_EQ(secret.reveal().data()[4], '\0');
  // Who says to have written more than there was room for is not believed.
  EXPECT_EQ(Secret::filled_by(3, [](auto) { return 99; }).reveal().size(), 3);
}

TEST(Secret, of_any_length_has_pages_of_its_own) {
  for (const std::size_t size : {1U, 4094U, 4095U, 4096U, 4097U, 70'000U}) {
    const std::string text(size, 'x');
    const auto secret = Secret::copy_of(text), beside = Secret::copy_of("y");
    EXPECT_EQ(secret.reveal(), text);
    EXPECT_EQ(beside.reveal(), "y");
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(secret.reveal().data()) % 4096, 0);
  }
}

TEST(Secret, stays_out_of_core_dumps_and_of_swap) {
  const auto secret = Secret::copy_of("hunter2");
  const auto flags = flags_of(secret.reveal().data());
  EXPECT_NE(flags.find(" dd "), std::string::npos) << flags;
  const bool locked = flags.find(" lo ") != std::string::npos;
  EXPECT_EQ(locked, locks && !secret.pageable()) << flags;
}

TEST(Secret, gives_its_pages_back) {
  const void* place = nullptr;
  {
    const auto secret = Secret::copy_of("hunter2");
    place = secret.reveal().data();
  }
  std::array<unsigned char, 1> resident{};
  EXPECT_EQ(mincore(const_cast<void*>(place), 1, resident.data()), -1);
}

}  // namespace
}  // namespace loom
