// SPDX-License-Identifier: Apache-2.0
// `loom secret`: keeps a secret, and hands one on.

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "commands.hpp"
#include "hidden_input.hpp"
#include "loom/info/error.hpp"
#include "loom/secret/secret_manager.hpp"

namespace loom::command {
namespace {

const std::map<std::string, SecretManager> managers = {{"keyring", SecretManager::keyring},
                                                       {"google", SecretManager::google}};

/// What was said after `loom secret get` or `set`.
struct Words {
  std::string name;
  std::string manager;  // empty: as a program would ask
  bool show = false;

  std::optional<SecretManager> chosen() const {
    if (manager.empty()) return std::nullopt;
    return managers.at(manager);
  }
};

// This process holds a secret, and no program of the same user has to look into it.
void keep_others_out() { prctl(PR_SET_DUMPABLE, 0); }

void write_out(std::string_view text) {
  while (!text.empty()) {
    const auto written = write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw Error("the output cannot be written");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void get(const Words& words) {
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  if (terminal && !words.show)
    throw Error("a secret is not shown on a terminal: hand it on to a program (loom secret get " +
                words.name + " | …), or say --show");
  keep_others_out();
  const auto manager = words.chosen();
  const auto found = manager ? secret(words.name, *manager) : secret(words.name);
  // As it is, and past the buffers of streams.
  write_out(found.reveal());
  if (terminal) write_out("\n");
}

void set(const Words& words) {
  keep_others_out();
  const auto manager = words.chosen().value_or(secret_managers().front());
  set_secret(words.name, ask_for_secret(words.name), manager);
  std::cout << (manager == SecretManager::google
                    ? "Added a version of " + words.name + " to Google Secret Manager.\n"
                    : "The keyring keeps " + words.name + ".\n");
}

CLI::App* add_word(CLI::App& secret, const char* word, const char* what,
                   const std::shared_ptr<Words>& words, void (*act)(const Words&)) {
  auto* command = secret.add_subcommand(word, what);
  command->add_option("NAME", words->name, "The secret's name")->required();
  command
      ->add_option("--manager", words->manager,
                   "keyring, or google for Google Secret Manager; else as a program asks: google "
                   "where GOOGLE_CLOUD_PROJECT or GOOGLE_CLOUD_PROJECT_NUM is set")
      ->check(CLI::IsMember(managers));
  command->callback([words, act] { act(*words); });
  return command;
}

}  // namespace

void add_secret(CLI::App& app) {
  auto* secret = app.add_subcommand("secret", "Secrets, in the keyring or Google Secret Manager");
  secret->require_subcommand(1);
  const auto words = std::make_shared<Words>();
  add_word(*secret, "set", "Keep a secret; asks for it, or takes it from the standard input", words,
           set);
  add_word(*secret, "get", "Hand a secret on, byte for byte, to the standard output", words, get)
      ->add_flag("--show", words->show, "Also where that is a terminal")
      ->disable_flag_override();
}

}  // namespace loom::command
