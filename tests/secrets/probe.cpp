// SPDX-License-Identifier: Apache-2.0
// A program that asks for one secret, as its arguments say, and tells in JSON what came of it. The
// tests in Python compare it with Python's own libraries.
//
//     secrets_probe get name [manager] [options]      {"value": "c2VjcmV0"}, or
//     secrets_probe set name manager [options]        {"error": "absent", "text": "…"}
//
// The value to set is standard input. Values travel as base64. With `--stop yes` it prints no
// value, but stops (SIGSTOP) while it holds it, and again when it does not any more.

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
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
  std::size_t threads = 1;
  bool stop = false;
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
    if (option == "--threads") read.threads = std::stoul(value);
    if (option == "--stop") read.stop = true;
    if (option == "--then") read.order.push_back(manager_called(value));
  }
  return read;
}

loom::Secret standard_input() {
  return loom::Secret::filled_by(100'000, [](std::span<char> room) {
    std::size_t size = 0;
    for (ssize_t count = 1; count > 0; size += static_cast<std::size_t>(count))
      count = ::read(STDIN_FILENO, room.data() + size, room.size() - size);
    return size;
  });
}

nlohmann::json do_it(const Arguments& arguments) {
  if (arguments.word == "set") {
    const auto value = standard_input();
    loom::set_secret(arguments.name, value, arguments.manager.value());
    if (arguments.stop) std::raise(SIGSTOP);
    return nlohmann::json::object();
  }
  const auto secret = arguments.manager ? loom::secret(arguments.name, *arguments.manager)
                                        : loom::secret(arguments.name);
  if (arguments.stop) {
    std::raise(SIGSTOP);
    return nlohmann::json::object();
  }
  return {{"value", loom::google::base64(secret.reveal()).reveal()},
          {"pageable", secret.pageable()}};
}

nlohmann::json outcome_of(const Arguments& arguments) {
  try {
    return loom::with_deadline(arguments.deadline, [&] { return do_it(arguments); });
  } catch (const loom::SecretError& error) {
    return {{"error", reasons.at(error.reason())},
            {"text", error.what()},
            {"retryable", error.retryable()}};
  }
}

/// What came of it in each of several threads at once; one outcome where all are the same.
nlohmann::json outcome_in_threads(const Arguments& arguments) {
  std::vector<nlohmann::json> outcomes(arguments.threads);
  {
    std::vector<std::jthread> threads;
    for (auto& outcome : outcomes)
      threads.emplace_back([&arguments, &outcome] { outcome = outcome_of(arguments); });
  }
  for (const auto& outcome : outcomes) {
    for (const char* member : {"value", "error"}) {
      if (outcome.value(member, "") != outcomes.front().value(member, "")) return outcomes;
    }
  }
  return outcomes.front();
}

}  // namespace

int main(int count, char** words) {
  const auto arguments = read({words + 1, words + count});
  nlohmann::json result;
  try {
    loom::use_google_secret_manager(arguments.google);
    loom::use_secret_managers(arguments.order);
    for (int i = 0; i < arguments.times; ++i)
      result = arguments.threads > 1 ? outcome_in_threads(arguments) : outcome_of(arguments);
  } catch (const loom::SecretError& error) {  // the options are refused
    result = {{"error", reasons.at(error.reason())}, {"text", error.what()}};
  }
  if (arguments.stop) std::raise(SIGSTOP);
  std::cout << result << "\n";
}
