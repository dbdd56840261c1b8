#pragma once
// SPDX-License-Identifier: Apache-2.0
// Why a connection could not be made. The driver hands on nothing but text, so the texts that
// open_stream makes are told apart here.

#include <string>
#include <string_view>

#include "loom/info/error.hpp"

namespace loom::core {

// What a text of open_stream says, of its host.
inline constexpr std::string_view cannot_connect = "cannot connect to ";
inline constexpr std::string_view cannot_find = "cannot find the host ";
inline constexpr std::string_view no_tls_with = "no TLS with ";
inline constexpr std::string_view not_trusted = ", whose certificate is not trusted: ";
inline constexpr std::string_view other_host = ", whose certificate is for another host: ";

/// Why no server was found, by what the driver says of all that it tried.
ConnectionError::Reason reason_in(std::string_view text) noexcept;

/// What to do about it, without a full stop.
std::string remedy_in(std::string_view text);

}  // namespace loom::core
