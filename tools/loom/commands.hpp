#pragma once
// SPDX-License-Identifier: Apache-2.0
// The parts of the command. Each adds its words, and what happens when they are said: an exception
// is an error of one line, and `status` is what the command ends with.

#include <CLI/CLI.hpp>

namespace loom::command {

/// The word that asks for one JSON object instead of lines; it was said where its count() is not 0.
inline const CLI::Option* add_json_flag(CLI::App& command) {
  return command.add_flag("--json")->description("Print one JSON object")->disable_flag_override();
}

/// `loom server …`
void add_server(CLI::App& app, int& status);

/// `loom secret …`
void add_secret(CLI::App& app);

/// `loom doctor`
void add_doctor(CLI::App& app, int& status);

}  // namespace loom::command
