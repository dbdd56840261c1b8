// SPDX-License-Identifier: Apache-2.0
// All of Loom, and no model.

#include <loom/loom.hpp>

int main() {}
