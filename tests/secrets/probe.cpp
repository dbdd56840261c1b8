// SPDX-License-Identifier: Apache-2.0
// A program that asks for one secret, as its arguments say, and tells in JSON what came of it. The
// tests in Python compare it with Python's own libraries.
//
//     secrets_probe get name [manager] [options]      {"value": "c2VjcmV0"}, or
//     secrets_probe set name manager [options]        {"error": "absent", "text": "…"}
//
// The value to set is standard input. Values travel as base64.

#include <chrono>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "google_secret_manager/encoding.hpp"
#include "loom/loom.hpp"

namespace {

using loom::SecretManager;
using Reason = loom::SecretError::Reason;

const std::map<Reason, std::string> reasons{
    {Reason::absent, "absent"},
    {Reason::locked, "locked"},
    {Reason::no_service, "no_service"},
    {Reason::denied, "denied"},
    {Reason::unauthenticated, "unauthenticated"},
    {Reason::disabled, "disabled"},
    {Reason::ambiguous, "ambiguous"},
    {Reason::integrity, "integrity"},
    {Reason::unreachable, "unreachable"},
    {Reason::malformed, "malformed"},
    {Reason::unsupported_credentials, "unsupported_credentials"},
    {Reason::not_configured, "not_configured"},
    {Reason::not_linked, "not_linked"},
    {Reason::refused, "refused"},
};

SecretManager manager_called(const std::string& name) {
  return name == "google" ? SecretManager::google : SecretManager::keyring;
}

struct Arguments {
  std::string word, name;
  std::optional<SecretManager> manager;
  std::vector<SecretManager> order;
  loom::GoogleSecretManagerOptions google;
  std::chrono::milliseconds deadline{20'000};
  int times = 1;
};

Arguments read(const std::vector<std::string>& words) {
  Arguments read{words.at(0), words.at(1)};
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (!words[i].starts_with("--")) {
      read.manager = manager_called(words[i]);
      continue;
    }
    const auto& option = words[i];
    const auto& value = words.at(++i);
    if (option == "--endpoint") read.google.endpoint = value;
    if (option == "--token-endpoint") read.google.token_endpoint = value;
    if (option == "--project") read.google.project = value;
    if (option == "--ca") read.google.ca_file = value;
    if (option == "--deadline") read.deadline = std::chrono::milliseconds(std::stol(value));
    if (option == "--times") read.times = std::stoi(value);
    if (option == "--then") read.order.push_back(manager_called(value));
  }
  return read;
}

loom::Secret standard_input() {
  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  return loom::Secret::copy_of(text);
}

nlohmann::json do_it(const Arguments& arguments) {
  if (arguments.word == "set") {
    loom::set_secret(arguments.name, standard_input(), arguments.manager.value());
    return nlohmann::json::object();
  }
  const auto secret = arguments.manager ? loom::secret(arguments.name, *arguments.manager)
                                        : loom::secret(arguments.name);
  return {{"value", loom::google::base64(secret.reveal()).reveal()},
          {"pageable", secret.pageable()}};
}

}  // namespace

int main(int count, char** words) {
  const auto arguments = read({words + 1, words + count});
  nlohmann::json result;
  for (int i = 0; i < arguments.times; ++i) {
    try {
      if (i == 0) loom::use_google_secret_manager(arguments.google);
      loom::use_secret_managers(arguments.order);
      result = loom::with_deadline(arguments.deadline, [&] { return do_it(arguments); });
    } catch (const loom::SecretError& error) {
      result = {{"error", reasons.at(error.reason())},
                {"text", error.what()},
                {"retryable", error.retryable()}};
    }
  }
  std::cout << result << "\n";
}
