#pragma once
// SPDX-License-Identifier: Apache-2.0
// Text as JSON writes it.

#include <string>
#include <string_view>

namespace loom::core {

/// `text` as a JSON string, quotes included. What is no UTF-8 is shown by its bytes.
std::string quoted(std::string_view text);

}  // namespace loom::core
