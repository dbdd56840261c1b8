#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loom and Python's `keyring` over one Secret Service: each reads what the other wrote, updates it in
place, and they agree on what is absent and what is locked. Runs inside keyring_session.sh."""

import contextlib
import os
import signal
import subprocess
import tempfile
import unittest

import keyring
import keyring.errors
import secretstorage
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

import probe

PROBE = os.environ["LOOM_SECRETS_PROBE"]
USER = "ada"
TEXTS = ["hunter2", "", "ünïcode ✓", " spaces and\nlines ", "%s:@/", "x" * 5000]


def loom(word, name, value=None, **changes):
    environment = {**os.environ, "LOCAL_KEYRING_USERNAME": USER, **changes}
    return probe.run(PROBE, word, name, "keyring", "--deadline", changes.pop("deadline", "20000"),
                     environment=environment, value=(value or "").encode())


@contextlib.contextmanager
def default_keyring():
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        yield secretstorage.get_default_collection(bus)


def items(service, user=USER):
    """(label, attributes) of each item that Python's keyring would find."""
    with default_keyring() as collection:
        return [(item.get_label(), item.get_attributes())
                for item in collection.search_items({"service": service, "username": user})]


class KeyringTest(unittest.TestCase):
    def assert_value(self, name, text):
        outcome = loom("get", name)
        self.assertEqual(outcome.value, text.encode(), outcome)
        self.assertEqual(keyring.get_password(name, USER), text)

    def assert_error(self, outcome, kind, *words):
        self.assertEqual(outcome.error, kind, outcome)
        for word in words:
            self.assertIn(word, outcome.text)

    def test_each_reads_what_the_other_wrote(self):
        for number, text in enumerate(TEXTS):
            with self.subTest(text[:10]):
                self.assertIsNone(loom("set", f"by-loom-{number}", text).error)
                self.assert_value(f"by-loom-{number}", text)
                keyring.set_password(f"by-python-{number}", USER, text)
                self.assert_value(f"by-python-{number}", text)

    def test_each_updates_in_place_what_the_other_wrote(self):
        def by_loom(name, text):
            self.assertIsNone(loom("set", name, text).error)

        def by_python(name, text):
            keyring.set_password(name, USER, text)

        for number, writers in enumerate([(by_loom, by_python, by_loom), (by_python, by_loom, by_python)]):
            name = f"updated-{number}"
            for turn, write in enumerate(writers):
                write(name, f"value {turn}")
                self.assert_value(name, f"value {turn}")
                self.assertEqual(len(items(name)), 1)

    def test_an_item_looks_as_python_writes_it(self):
        loom("set", "looks", "x")
        [(label, attributes)] = items("looks")
        self.assertEqual(label, f"Password for '{USER}' on 'looks'")
        attributes.pop("xdg:schema", None)  # gnome-keyring adds it to all
        self.assertEqual(attributes, {"service": "looks", "username": USER,
                                      "application": "Python keyring library"})

    def test_an_item_of_another_program_is_updated_in_place(self):
        subprocess.run(["secret-tool", "store", "--label=by hand", "service", "by-hand", "username", USER],
                       input=b"first", check=True)
        self.assert_value("by-hand", "first")
        self.assertIsNone(loom("set", "by-hand", "second").error)
        self.assert_value("by-hand", "second")
        self.assertEqual([label for label, _ in items("by-hand")], ["by hand"])

    def test_two_items_of_one_name_are_none(self):
        subprocess.run(["secret-tool", "store", "--label=by hand", "service", "twice", "username", USER],
                       input=b"first", check=True)
        keyring.set_password("twice", USER, "second")
        self.assertEqual(len(items("twice")), 2)
        self.assert_error(loom("get", "twice"), "ambiguous", "2 items", "secret-tool")
        self.assert_error(loom("set", "twice", "x"), "ambiguous")

    def test_whose_secret_it_is(self):
        loom("set", "whose", "of Ada")
        loom("set", "whose", "of Bob", LOCAL_KEYRING_USERNAME="bob")
        self.assertEqual(keyring.get_password("whose", "bob"), "of Bob")
        for variables, expected in (({"LOGNAME": "ada", "USER": "bob"}, b"of Ada"), ({"USER": "bob"}, b"of Bob")):
            environment = {name: value for name, value in os.environ.items()
                           if name not in ("LOGNAME", "USER", "LNAME", "USERNAME")}
            outcome = probe.run(PROBE, "get", "whose", "keyring", environment={**environment, **variables})
            self.assertEqual(outcome.value, expected)

    def test_both_agree_on_what_is_absent(self):
        self.assertIsNone(keyring.get_password("nothing", USER))
        self.assert_error(loom("get", "nothing"), "absent", "nothing", USER)
        keyring.set_password("gone", USER, "x")
        keyring.delete_password("gone", USER)
        self.assert_error(loom("get", "gone"), "absent")

    def test_both_agree_on_what_is_locked(self):
        loom("set", "behind-a-lock", "x")
        with default_keyring() as collection:
            collection.lock()
        self.addCleanup(unlock)
        for name in ("behind-a-lock", "nothing"):
            with self.assertRaises(keyring.errors.KeyringLocked):
                keyring.get_password(name, USER)
            self.assert_error(loom("get", name), "locked", "unlock it")
            with self.assertRaises((keyring.errors.KeyringLocked, keyring.errors.PasswordSetError)):
                keyring.set_password(name, USER, "y")
            self.assert_error(loom("set", name, "y"), "locked")
        unlock()
        self.assert_value("behind-a-lock", "x")

    def test_without_a_bus_or_a_service(self):
        nowhere = "unix:path=/nonexistent"
        self.assert_error(loom("get", "x", DBUS_SESSION_BUS_ADDRESS=nowhere), "no_service", "gnome-keyring")
        self.assert_error(loom("set", "x", "y", DBUS_SESSION_BUS_ADDRESS=nowhere), "no_service")

    def test_a_keyring_that_was_never_opened(self):
        with tempfile.TemporaryDirectory() as home:
            places = {name: home for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
            done = subprocess.run(["dbus-run-session", "--", PROBE, "get", "x", "keyring"], timeout=60,
                                  capture_output=True, env={**os.environ, **places})
        self.assert_error(probe.Outcome(done.stdout.splitlines()[-1], 0), "locked", "no keyring was opened")

    def test_a_keyring_that_does_not_answer_ends_at_the_deadline(self):
        daemon = int(subprocess.run(
            ["dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/",
             "org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"],
            capture_output=True, check=True, text=True).stdout.split()[-1])
        os.kill(daemon, signal.SIGSTOP)
        try:
            outcome = loom("get", "x", deadline="1000")
        finally:
            os.kill(daemon, signal.SIGCONT)
        self.assert_error(outcome, "unreachable", "deadline")
        self.assertLess(outcome.seconds, 10)

    def test_names_that_are_no_text(self):
        environment = {**os.environb, b"LOCAL_KEYRING_USERNAME": b"\xff"}
        done = subprocess.run([PROBE, "get", "x", "keyring"], env=environment, capture_output=True, check=True)
        self.assert_error(probe.Outcome(done.stdout, 0), "refused", "UTF-8")


def unlock():
    """As a user does in the window that gnome-keyring shows; this is how it lets programs do so."""
    with contextlib.closing(secretstorage.dbus_init()) as bus:
        password = format_secret(open_session(bus), b"test\n", "text/plain")
        DBusAddressWrapper("/org/freedesktop/secrets",
                           "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", bus).call(
            "UnlockWithMasterPassword", "o(oayays)", "/org/freedesktop/secrets/collection/login", password)


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
