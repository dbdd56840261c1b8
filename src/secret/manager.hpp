#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a manager of secrets does for the core, and how one that is linked makes itself known.

#include <string_view>

#include "loom/secret/secret_manager.hpp"

namespace loom::core {

/// A manager of secrets. Its functions are called by any thread.
class SecretKeeper {
 public:
  virtual Secret get(std::string_view name) = 0;
  virtual void set(std::string_view name, std::string_view value) = 0;

 protected:
  ~SecretKeeper() = default;
};

/// Makes a manager known; its component calls it before `main` begins. `keeper` lives as long as
/// the program.
void add_secret_keeper(SecretManager manager, SecretKeeper& keeper) noexcept;

}  // namespace loom::core
