#pragma once
// SPDX-License-Identifier: Apache-2.0
// What Loom's codec is measured against: bson_append_* and bson_iter, written by hand.

#include <cstdint>
#include <span>
#include <user.hpp>

namespace by_hand {

/// Encodes into one buffer that is used again; the bytes are valid until the next call.
std::span<const std::uint8_t> encode(const User& user);

void decode(std::span<const std::uint8_t> document, User& user);

}  // namespace by_hand
