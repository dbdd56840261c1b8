#pragma once
// SPDX-License-Identifier: Apache-2.0
// Why a connection could not be made: the driver hands on nothing but text, which is read here.

#include <string>
#include <string_view>

#include "loom/info/error.hpp"

namespace loom::core {

/// Why no server was found, by what the driver says of all that it tried.
ConnectionError::Reason reason_in(std::string_view text) noexcept;

/// What to do about it, without a full stop.
std::string_view remedy_in(std::string_view text) noexcept;

}  // namespace loom::core
