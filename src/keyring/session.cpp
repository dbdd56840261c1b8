// SPDX-License-Identifier: Apache-2.0
// One conversation with the keyring of this user, by libsecret.

#include "keyring/session.hpp"

namespace loom::keyring {
namespace {

using Reason = SecretError::Reason;

const char* const how_to_unlock =
    "unlock it: log in to the desktop's session; without a desktop, say `gnome-keyring-daemon "
    "--replace --unlock`";

bool is_one_of(const Error& error, GQuark domain, std::initializer_list<gint> codes) {
  for (const gint code : codes) {
    if (g_error_matches(error.get(), domain, code)) return true;
  }
  return false;
}

/// Throws what an error of GLib means; `otherwise` for one that has no meaning of its own.
void check(const Error& error, Reason otherwise) {
  if (!error) return;
  if (is_one_of(error, G_IO_ERROR, {G_IO_ERROR_CANCELLED, G_IO_ERROR_TIMED_OUT}) ||
      is_one_of(error, G_DBUS_ERROR,
                {G_DBUS_ERROR_NO_REPLY, G_DBUS_ERROR_TIMEOUT, G_DBUS_ERROR_TIMED_OUT}))
    throw SecretError(Reason::unreachable, "the keyring does not answer within the deadline");
  if (is_one_of(error, SECRET_ERROR, {SECRET_ERROR_IS_LOCKED}))
    throw SecretError(Reason::locked, std::string("the keyring is locked: ") + how_to_unlock);
  if (otherwise == Reason::no_service ||
      is_one_of(error, G_DBUS_ERROR,
                {G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
                 G_DBUS_ERROR_DISCONNECTED}) ||
      is_one_of(error, G_IO_ERROR, {G_IO_ERROR_CLOSED}))
    throw SecretError(Reason::no_service,
                      std::string("no keyring runs in this session (") + error->message +
                          "): start gnome-keyring or another Secret Service, or name another "
                          "manager");
  throw SecretError(otherwise, std::string("the keyring refuses: ") + error->message);
}

Attributes attributes_of(const ItemName& name, bool with_application) {
  Attributes table(g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free));
  const auto put = [&](const char* key, const std::string& value) {
    g_hash_table_replace(table.get(), g_strdup(key), g_strdup(value.c_str()));
  };
  put("service", name.service);
  put("username", name.username);
  // Python's keyring replaces only what has the attributes that it writes itself.
  if (with_application) put("application", "Python keyring library");
  return table;
}

Object<GDBusConnection> connect(const Limit& limit) {
  Error error;
  auto* const bus = with_error(
      error, [&](GError** e) { return g_bus_get_sync(G_BUS_TYPE_SESSION, limit.get(), e); });
  check(error, Reason::no_service);
  return Object<GDBusConnection>(bus);
}

}  // namespace

Session::Session(core::Deadline deadline) : limit_(deadline), bus_(connect(limit_)) {
  survival_.emplace(bus_.get());
  Error error;
  // One of its own, not libsecret's common one: that would outlive a keyring that is started anew.
  service_.reset(with_error(error, [&](GError** e) {
    return secret_service_open_sync(SECRET_TYPE_SERVICE, nullptr, SECRET_SERVICE_OPEN_SESSION,
                                    limit_.get(), e);
  }));
  check(error, Reason::no_service);
}

Object<SecretItem> Session::find(const ItemName& name) {
  const auto attributes = attributes_of(name, false);
  Error error;
  // It opens no window that asks for the keyring's password: the program may have no screen.
  const Objects items(with_error(error, [&](GError** e) {
    return secret_service_search_sync(service_.get(), nullptr, attributes.get(), SECRET_SEARCH_ALL,
                                      limit_.get(), e);
  }));
  check(error, Reason::malformed);
  const auto count = g_list_length(items.get());
  if (count > 1)
    throw SecretError(Reason::ambiguous,
                      "the keyring has " + std::to_string(count) + " items of the service " +
                          name.service + " and the user " + name.username +
                          ": remove all but one (`secret-tool clear service … username …` "
                          "removes all)");
  if (count == 0) {
    // A keyring that is locked may not even say which items it has.
    const auto keyring = default_keyring();
    if (secret_collection_get_locked(keyring.get()))
      throw SecretError(Reason::locked, std::string("the keyring is locked: ") + how_to_unlock);
    return nullptr;
  }
  Object<SecretItem> item(static_cast<SecretItem*>(g_object_ref(items->data)));
  if (secret_item_get_locked(item.get()))
    throw SecretError(Reason::locked,
                      "the keyring that holds " + name.service + " is locked: " + how_to_unlock);
  return item;
}

Value Session::read(SecretItem& item) {
  Error error;
  with_error(error,
             [&](GError** e) { return secret_item_load_secret_sync(&item, limit_.get(), e); });
  check(error, Reason::malformed);
  Value value(secret_item_get_secret(&item));
  if (!value) throw SecretError(Reason::malformed, "the keyring's item holds no secret");
  return value;
}

void Session::overwrite(SecretItem& item, SecretValue& value) {
  Error error;
  with_error(error, [&](GError** e) {
    return secret_item_set_secret_sync(&item, &value, limit_.get(), e);
  });
  check(error, Reason::refused);
}

void Session::add(const ItemName& name, SecretValue& value) {
  const auto keyring = default_keyring();
  const auto attributes = attributes_of(name, true);
  const auto label = "Password for '" + name.username + "' on '" + name.service + "'";
  Error error;
  // Without a schema, as Python's keyring writes it.
  const Object<SecretItem> item(with_error(error, [&](GError** e) {
    return secret_item_create_sync(keyring.get(), nullptr, attributes.get(), label.c_str(), &value,
                                   SECRET_ITEM_CREATE_REPLACE, limit_.get(), e);
  }));
  check(error, Reason::refused);
}

Object<SecretCollection> Session::default_keyring() {
  Error error;
  Object<SecretCollection> keyring(with_error(error, [&](GError** e) {
    return secret_collection_for_alias_sync(service_.get(), SECRET_COLLECTION_DEFAULT,
                                            SECRET_COLLECTION_NONE, limit_.get(), e);
  }));
  check(error, Reason::malformed);
  // A keyring that was never unlocked has no default one yet.
  if (!keyring)
    throw SecretError(Reason::locked,
                      std::string("no keyring was opened in this session: ") + how_to_unlock);
  return keyring;
}

}  // namespace loom::keyring
