#pragma once
// SPDX-License-Identifier: Apache-2.0
// Bytes as text of 64 characters.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loom::json {

/// Appends bytes as base64, padded with =.
///
/// Source: https://www.rfc-editor.org/rfc/rfc4648#section-4
void append_base64(std::string& text, const std::byte* bytes, std::size_t size);

/// Reads the one text that `append_base64` writes for some bytes; false for every other.
bool from_base64(std::string_view text, std::vector<std::byte>& bytes);

}  // namespace loom::json
