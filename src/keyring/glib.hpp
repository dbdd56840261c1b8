#pragma once
// SPDX-License-Identifier: Apache-2.0
// What GLib hands out, owned as C++ owns things.

#include <libsecret/secret.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "core/deadline.hpp"

namespace loom::keyring {

struct ObjectEnd {
  void operator()(gpointer object) const noexcept { g_object_unref(object); }
};
struct ErrorEnd {
  void operator()(GError* error) const noexcept { g_error_free(error); }
};
struct ListEnd {
  void operator()(GList* objects) const noexcept { g_list_free_full(objects, g_object_unref); }
};
struct TableEnd {
  void operator()(GHashTable* table) const noexcept { g_hash_table_unref(table); }
};
struct ValueEnd {
  void operator()(SecretValue* value) const noexcept { secret_value_unref(value); }
};

template <class T>
using Object = std::unique_ptr<T, ObjectEnd>;
using Error = std::unique_ptr<GError, ErrorEnd>;
using Objects = std::unique_ptr<GList, ListEnd>;
using Attributes = std::unique_ptr<GHashTable, TableEnd>;
/// A secret in libsecret's own memory, which is locked and wiped as Loom's is.
using Value = std::unique_ptr<SecretValue, ValueEnd>;

/// Calls a function of GLib whose last argument takes its error.
template <class F>
auto with_error(Error& error, F&& f) {
  GError* raw = nullptr;
  auto result = f(&raw);
  error.reset(raw);
  return result;
}

/// What ends GLib's waiting at a deadline: its calls know no other limit.
class Limit {
 public:
  explicit Limit(core::Deadline deadline);
  ~Limit();
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;

  GCancellable* get() const noexcept { return cancellable_.get(); }

 private:
  Object<GCancellable> cancellable_{g_cancellable_new()};
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_over_ = false;
  std::thread watch_;
};

/// While it lives, what GLib has to tell this thread waits in a place of its own, which ends with
/// it: a program that does not use GLib would never look.
class Context {
 public:
  Context() { g_main_context_push_thread_default(context_); }
  ~Context() {
    // What GLib shall release is released here too.
    while (g_main_context_iteration(context_, FALSE)) {
    }
    g_main_context_pop_thread_default(context_);
    g_main_context_unref(context_);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

 private:
  GMainContext* const context_ = g_main_context_new();
};

/// While it lives, the end of the session's bus does not end this program, as GLib would have it.
class Survival {
 public:
  explicit Survival(GDBusConnection* bus);
  ~Survival();
  Survival(const Survival&) = delete;
  Survival& operator=(const Survival&) = delete;

 private:
  GDBusConnection* bus_;
  gboolean exits_;
};

}  // namespace loom::keyring
