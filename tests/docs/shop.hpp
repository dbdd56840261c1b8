#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the examples of the documents speak of.
#include <chrono>
#include <iostream>
#include <loom/loom.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using loom::fld;
using namespace std::chrono_literals;

struct Address {
  std::string street;
  std::string city;
};

struct Customer : loom::PersistableModel<Customer> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
  loom::Id<Customer> id;
  loom::StrLower email;
  std::string name;
  int age = 0;
  std::optional<Address> address;
  std::vector<std::string> tags;
  loom::IntCounter visits;
  loom::TimeInserted created_at;
  loom::TimeUpdated updated_at;
  static constexpr auto indexes = loom::indexes(loom::unique(fld<&Customer::email>));
};

struct Progress : loom::PersistableModel<Progress> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "progress");
  loom::Id<Progress> id;
  std::string reader;
  std::optional<loom::ResumeToken> after;
  static constexpr auto indexes = loom::indexes(loom::unique(fld<&Progress::reader>));
};

extern loom::Id<Customer> id;
extern Customer ada;
