// SPDX-License-Identifier: Apache-2.0
// What GLib hands out, and the limits that Loom sets it.

#include "keyring/glib.hpp"

namespace loom::keyring {

Limit::Limit(core::Deadline deadline)
    : watch_([this, deadline] {
        std::unique_lock lock(mutex_);
        if (!ended_.wait_until(lock, deadline, [this] { return is_over_; }))
          g_cancellable_cancel(cancellable_.get());
      }) {}

Limit::~Limit() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ended_.notify_one();
  watch_.join();
}

Survival::Survival(GDBusConnection* bus)
    : bus_(bus), exits_(g_dbus_connection_get_exit_on_close(bus)) {
  g_dbus_connection_set_exit_on_close(bus_, FALSE);
}

Survival::~Survival() { g_dbus_connection_set_exit_on_close(bus_, exits_); }

}  // namespace loom::keyring
