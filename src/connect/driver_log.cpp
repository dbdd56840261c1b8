// SPDX-License-Identifier: Apache-2.0
// Starts the C driver, and keeps its log from the program's output.

#include "connect/driver_log.hpp"

#include <mongoc/mongoc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

namespace loom::core {
namespace {

thread_local std::vector<std::string>* listener = nullptr;

// Reasons that a caller should see come back as errors of the call; the log only repeats them.
void keep_quiet(mongoc_log_level_t level, const char*, const char* message, void*) {
  if (listener && level <= MONGOC_LOG_LEVEL_WARNING) listener->emplace_back(message);
}

}  // namespace

void start_driver() {
  // Never ended: libmongoc cannot be started a second time, and a static object of the program may
  // still use a connection while it is destroyed.
  static const bool started = [] {
    mongoc_log_set_handler(keep_quiet, nullptr);
    mongoc_init();
    // The driver's counters, for its mongoc-stat: their file would outlive every program.
    shm_unlink(("/mongoc-" + std::to_string(getpid())).c_str());
    return true;
  }();
  static_cast<void>(started);
}

DriverWarnings::DriverWarnings() { listener = &texts_; }

DriverWarnings::~DriverWarnings() { listener = nullptr; }

}  // namespace loom::core
