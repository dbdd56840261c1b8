#pragma once
// SPDX-License-Identifier: Apache-2.0
// How bytes travel in JSON and in tokens: base64, and the checksum of a secret.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "loom/secret/secret.hpp"

namespace loom::google {

/// base64 with padding, as JSON of Google holds bytes.
Secret base64(std::string_view bytes);
/// The bytes of base64 with padding; nothing where it is none.
std::optional<Secret> from_base64(std::string_view text);
/// base64 of URLs without padding, as tokens hold it. For what is no secret.
std::string base64url(std::string_view bytes);

/// CRC32C (Castagnoli), as Google checks what it keeps.
///
/// Source: https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
std::uint32_t crc32c(std::string_view bytes) noexcept;

}  // namespace loom::google
