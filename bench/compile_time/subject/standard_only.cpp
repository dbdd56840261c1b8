// SPDX-License-Identifier: Apache-2.0
// The headers of the standard library that any such program has.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

int main() {}
