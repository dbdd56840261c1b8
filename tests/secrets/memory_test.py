#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""After a Secret has ended its text is nowhere in the memory of the process: not as it is, not as a
URI or as base64 writes it. Runs inside keyring_session.sh."""

import os
import re
import secrets
import signal
import subprocess
import tempfile
import unittest

import probe
from stand_in import StandIn

PROBE = os.environ["LOOM_SECRETS_PROBE"]
READABLE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r\S* \S+ \S+ \S+ *(.*)")


def new_canary():
    return f"canary/{secrets.token_hex(24)}?".encode()


def forms_of(canary):
    return {canary[7:-1], *probe.forms_of(canary)}


def readable(mapping):
    """(first byte, size, name) of a line of /proc/…/maps, where that memory may hold the program's data."""
    found = READABLE.match(mapping)
    if not found or found[3].startswith("[v"):  # the kernel's own pages cannot be read
        return None
    begin, end = int(found[1], 16), int(found[2], 16)
    # What is larger is an address sanitizer's, and holds no data.
    return (begin, end - begin, found[3]) if end - begin < 1 << 30 else None


def found_in(process, canary):
    """The places in the process's memory that hold the canary."""
    found = []
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for begin, size, name in filter(None, map(readable, maps)):
            memory.seek(begin)
            content = memory.read(size)
            found += [f"{name or 'anonymous'}: {form}" for form in forms_of(canary) if form in content]
    return found


class MemoryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.stand_in = StandIn(folder.name)
        self.addCleanup(self.stand_in.close)
        self.canary = new_canary()
        self.stand_in.versions["projects/loom-project/secrets/canary"] = [self.canary]

    def assert_forgotten(self, *words, value=b""):
        """The process holds the canary, and then does not any more."""
        environment = {**os.environ, "LOCAL_KEYRING_USERNAME": "ada", "GOOGLE_CLOUD_PROJECT": "loom-project",
                       "GOOGLE_APPLICATION_CREDENTIALS": self.stand_in.write_credentials()}
        more = ("--endpoint", self.stand_in.endpoint, "--ca", self.stand_in.ca_file, "--stop", "yes")
        process = subprocess.Popen([PROBE, *words, *more], env=environment, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        process.stdin.write(value)
        process.stdin.close()

        def wait_for_stop():
            status = os.waitpid(process.pid, os.WUNTRACED)[1]
            self.assertTrue(os.WIFSTOPPED(status), f"it ended with status {status}")

        wait_for_stop()
        self.assertNotEqual(found_in(process.pid, self.canary), [])  # what is sought can be found
        os.kill(process.pid, signal.SIGCONT)
        wait_for_stop()
        found = found_in(process.pid, self.canary)
        os.kill(process.pid, signal.SIGCONT)
        self.assertIsNone(probe.Outcome(process.stdout.read(), 0).error)
        self.assertEqual(found, [])

    def test_a_secret_of_the_keyring(self):
        environment = {**os.environ, "LOCAL_KEYRING_USERNAME": "ada"}
        probe.run(PROBE, "set", "canary", "keyring", environment=environment, value=self.canary)
        self.assert_forgotten("get", "canary", "keyring")

    def test_a_secret_that_is_put_into_the_keyring(self):
        self.assert_forgotten("set", "canary", "keyring", value=self.canary)
        self.assert_forgotten("set", "canary", "keyring", value=self.canary)

    def test_a_secret_of_Google_Secret_Manager(self):
        self.assert_forgotten("get", "canary", "google")

    def test_a_secret_that_is_put_into_Google_Secret_Manager(self):
        self.assert_forgotten("set", "canary", "google", value=self.canary)
        self.assertEqual(len(self.stand_in.versions["projects/loom-project/secrets/canary"]), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
