// SPDX-License-Identifier: Apache-2.0
// The command `loom`: the private server, secrets, and what is wrong with a connection.

#include <exception>
#include <iostream>
#include <string>

#include "commands.hpp"
#include "loom/version.hpp"
#include "output.hpp"

namespace {

constexpr int failure = 1;
constexpr int wrong_usage = 2;

int fail(const std::string& text) {
  std::cerr << "loom: " << loom::command::in_one_line(text) << '\n';
  return failure;
}

std::string in_words(const CLI::App& app, const CLI::ParseError& error) {
  // CLI11 repeats a word that is too many, which here may be the secret.
  if (app.got_subcommand("secret") && dynamic_cast<const CLI::ExtrasError*>(&error))
    return "only a name is expected: the secret itself never stands on the command line";
  return error.what();
}

/// What is asked for, help among it, is given with status 0.
int answer_or_refuse(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
  fail(in_words(app, error) + " (see loom --help)");
  return wrong_usage;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Loom's command: the private server, secrets, and what is wrong with a connection.",
               "loom");
  app.set_version_flag("--version",
                       "loom " + std::string(loom::version()) + " (libmongoc " +
                           std::string(loom::driver_version()) + ")",
                       "Print the versions of Loom and of its driver");
  app.require_subcommand(1);
  app.fallthrough(false);

  int status = 0;
  loom::command::add_server(app, status);
  loom::command::add_secret(app);
  loom::command::add_doctor(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return answer_or_refuse(app, error);
  } catch (const std::exception& error) {
    return fail(error.what());
  }
  if (!std::cout.flush()) return fail("the output cannot be written");
  return status;
}
