#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`loom secret`: in a keyring of the tests' own, from terminals and from pipes. Python's keyring reads
and writes the same secrets. Run by tests/secrets/keyring_session.sh."""

import fcntl
import os
import pathlib
import select
import subprocess
import termios
import unittest

import keyring

from support import LOOM, ROOT, CommandTest, until

CANARY = "cAnary!7%41 ünd=/+"
USER = "loom-test"


class Terminal:
    """The command on a terminal of its own, as its user sees it."""

    def __init__(self, test, *words):
        # This side of it stays open as well, so that it can be looked at after the command's end.
        self.master, self.slave = os.openpty()
        self.process = subprocess.Popen(
            [LOOM, *words], stdin=self.slave, stdout=self.slave, stderr=self.slave,
            env=test.environment, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        self.shown = b""
        for close in (self.master, self.slave):
            test.addCleanup(os.close, close)
        test.addCleanup(self.process.wait)
        test.addCleanup(self.process.kill)

    def read(self):
        """Takes what is there by now; whether there was anything."""
        there = bool(select.select([self.master], [], [], 0.05)[0])
        if there:
            self.shown += os.read(self.master, 4096)
        return there

    def until_it_says(self, text):
        until(lambda: self.read() and text.encode() in self.shown)

    def type(self, text):
        os.write(self.master, text.encode())

    def shows_what_is_typed(self):
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def system_knows(self):
        """What other processes may read about it."""
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        return b"".join((folder / name).read_bytes() for name in ("cmdline", "environ", "comm"))

    def end(self):
        """Its exit status; minus the signal that ended it."""
        status = self.process.wait(timeout=60)
        while self.read():
            pass
        return status


class Secrets(CommandTest):
    def setUp(self):
        super().setUp()
        # Of the session, and not of the test's home.
        self.environment |= {"LOCAL_KEYRING_USERNAME": USER, "XDG_DATA_HOME": os.environ["XDG_DATA_HOME"]}
        self.name = self.id().rsplit(".", 1)[-1]

    def end_server(self):
        pass  # none was started

    def python_reads(self):
        return keyring.get_password(self.name, USER)

    def keep(self, value, name=None):
        keyring.set_password(name or self.name, USER, value)

    def test_is_typed_twice_and_never_shown(self):
        terminal = Terminal(self, "secret", "set", self.name)
        terminal.until_it_says("Secret for " + self.name)
        self.assertFalse(terminal.shows_what_is_typed())
        terminal.type(CANARY + "\n")
        terminal.until_it_says("Again: ")
        self.assertFalse(terminal.shows_what_is_typed())
        known = terminal.system_knows()
        self.assertIn(b"secret\0set\0", known)
        self.assertNotIn(CANARY.encode(), known)
        terminal.type(CANARY + "\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertIn(f"The keyring keeps {self.name}.", terminal.shown.decode())
        self.assertNotIn(CANARY.encode(), terminal.shown)
        self.assertEqual(self.python_reads(), CANARY)

    def test_typed_in_two_ways_is_not_kept(self):
        terminal = Terminal(self, "secret", "set", self.name)
        terminal.until_it_says("Secret for")
        terminal.type(CANARY + "\n")
        terminal.until_it_says("Again: ")
        terminal.type(CANARY + "x\n")
        self.assertEqual(terminal.end(), 1)
        self.assertIn(b"not the same", terminal.shown)
        self.assertNotIn(CANARY.encode(), terminal.shown)
        self.assertIsNone(self.python_reads())

    def test_interrupted_leaves_the_terminal_as_it_was(self):
        for key, signal in ("\x03", 2), ("\x1c", 3):
            terminal = Terminal(self, "secret", "set", self.name)
            terminal.until_it_says("Secret for")
            terminal.type("half of it" + key)
            self.assertEqual(terminal.end(), -signal)
            self.assertTrue(terminal.shows_what_is_typed())
            self.assertNotIn(b"half of it", terminal.shown)
        self.assertIsNone(self.python_reads())

    def test_from_a_pipe_is_all_but_the_last_line_break(self):
        for given, kept in ((CANARY, CANARY), ("a\n", "a"), ("a\nb\n\n", "a\nb\n"), (" a ", " a ")):
            self.done("secret", "set", self.name, "--manager", "keyring", stdin=given)
            self.assertEqual(self.python_reads(), kept)
            self.assertEqual(self.done("secret", "get", self.name).out, kept)

    def test_that_is_none_or_too_long_is_refused(self):
        for nothing in "", "\n":
            self.refused("secret", "set", self.name, stdin=nothing, says=["empty"])
        self.refused("secret", "set", self.name, stdin="x" * 65537, says=["64 KiB"])
        self.assertIsNone(self.python_reads())
        self.done("secret", "set", self.name, stdin="x" * 65536 + "\n")
        self.assertEqual(len(self.python_reads()), 65536)

    def test_of_python_is_handed_on_byte_for_byte(self):
        self.keep(CANARY)
        self.assertEqual(self.done("secret", "get", self.name, "--manager", "keyring").out, CANARY)

    def test_is_shown_on_a_terminal_only_by_a_word(self):
        self.keep(CANARY)
        refused = Terminal(self, "secret", "get", self.name)
        self.assertEqual(refused.end(), 1)
        self.assertIn(b"--show", refused.shown)
        self.assertNotIn(CANARY.encode(), refused.shown)
        shown = Terminal(self, "secret", "get", self.name, "--show")
        self.assertEqual(shown.end(), 0)
        self.assertEqual(shown.shown.decode(), CANARY + "\r\n")

    def test_on_the_command_line_is_refused_and_not_repeated(self):
        for words in ([CANARY], ["--value=" + CANARY], ["--", CANARY]):
            answer = self.refused("secret", "set", self.name, *words, status=2, says=["command line"])
            self.assertNotIn(CANARY, answer.err)
        self.assertIsNone(self.python_reads())

    def test_that_is_not_there_is_one_line(self):
        self.refused("secret", "get", "loom-unknown", says=["loom-unknown", "loom secret set"])
        self.refused("secret", "get", says=["NAME"], status=2)
        self.refused("secret", "get", "", says=["name"])
        self.refused("secret", "get", "a", "--manager", "pocket", says=["keyring"], status=2)

    def test_in_a_locked_keyring_is_said_to_be_locked(self):
        in_a_session_of_its_own = ["sh", ROOT / "tests/secrets/keyring_session.sh", "sh", "-c"]
        script = """
            echo value | "$LOOM_COMMAND" secret set a || exit 9
            dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \\
              org.freedesktop.Secret.Service.Lock \\
              array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
            exec "$LOOM_COMMAND" secret get a"""
        done = subprocess.run([*in_a_session_of_its_own, script], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (1, "The keyring keeps a.\n"), done)
        self.assertRegex(done.stderr, r"(?m)^loom: [^\n]*locked[^\n]*\n\Z")

    def test_without_a_session_or_a_project_says_what_is_missing(self):
        self.refused("secret", "get", "a", more={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, says=["keyring"])
        self.refused("secret", "get", "a", "--manager", "google", says=["GOOGLE_CLOUD_PROJECT"])
        nothing = self.home / "credentials.json"
        nothing.write_text("{}")
        more = {"GOOGLE_CLOUD_PROJECT": "p", "GOOGLE_APPLICATION_CREDENTIALS": str(nothing)}
        self.refused("secret", "set", "a", stdin=CANARY, more=more, says=[str(nothing)])

    def test_that_cannot_be_written_is_an_error(self):
        self.keep(CANARY)
        with open("/dev/full", "w") as full:
            done = subprocess.run([LOOM, "secret", "get", self.name], stdout=full, stderr=subprocess.PIPE, text=True, env=self.environment)  # fmt: skip
        self.assertEqual((done.returncode, done.stderr), (1, "loom: the output cannot be written\n"))


if __name__ == "__main__":
    unittest.main()
