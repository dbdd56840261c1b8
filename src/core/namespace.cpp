// SPDX-License-Identifier: Apache-2.0
// Which database a declared name means: its own, or a Sandbox's temporary one.

#include "core/namespace.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <shared_mutex>

#include "loom/core/command.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

constexpr std::size_t longest_name = 63;  // bytes, the server's limit

std::atomic<std::uint64_t> epochs{1};

struct Mapping {
  std::atomic<bool> active{false};  // spares an unmapped program the lock
  std::shared_mutex mutex;
  std::string prefix;
};

// Never destroyed: a static object of the program may still save something while it is.
Mapping& mapping() {
  static auto& instance = *new Mapping;
  return instance;
}

void set_prefix(std::string prefix) {
  {
    const std::unique_lock lock(mapping().mutex);
    mapping().active = !prefix.empty();
    mapping().prefix = std::move(prefix);
  }
  next_epoch();
}

bool is_servers_own(std::string_view name) {
  return name == "admin" || name == "config" || name == "local";
}

std::string mapped(std::string_view declared) {
  if (!mapping().active || is_servers_own(declared)) return std::string(declared);
  const std::shared_lock lock(mapping().mutex);
  return mapping().prefix + std::string(declared);
}

}  // namespace

void map_databases(std::string prefix) { set_prefix(std::move(prefix)); }

void unmap_databases() { set_prefix({}); }

void next_epoch() noexcept { ++epochs; }

std::uint64_t epoch() noexcept { return epochs; }

std::string database_name(std::string_view declared) {
  auto name = mapped(declared);
  if (name.empty() || name.find('\0') != name.npos)
    throw SchemaError("a database needs a name, without a NUL in it");
  if (name.size() > longest_name)
    throw SchemaError("the database name '" + name + "' has " + std::to_string(name.size()) +
                      " bytes; MongoDB takes at most 63: declare a shorter one");
  return name;
}

}  // namespace loom::core
