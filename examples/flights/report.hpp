#pragma once
// SPDX-License-Identifier: Apache-2.0
// Shows the findings: as tables for people, or as JSON for programs.

#include "findings.hpp"

namespace flights {

void print_tables(const Findings& findings);
void print_json(const Findings& findings);

}  // namespace flights
