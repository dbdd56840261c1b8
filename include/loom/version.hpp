#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which Loom a program runs with, and which driver.

#include <string_view>

namespace loom {

/// The version of the Loom that this program runs with: "0.1.0".
///
///     std::cout << "Loom " << loom::version() << '\n';
std::string_view version() noexcept;

/// The version of the C driver beneath it, libmongoc: "1.23.1".
std::string_view driver_version() noexcept;

}  // namespace loom
