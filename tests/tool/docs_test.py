#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/command.md: each line that begins with `$ ` is run, and says what stands below it.
Numbers may differ, `…` stands for anything, on a line of its own for any lines. Run by tests/secrets/keyring_session.sh, whose folder is the
example's home."""

import os
import pathlib
import re
import subprocess
import unittest
import urllib.parse

from support import LOOM, MONGOD, ROOT, SETTINGS

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HOME = os.environ["XDG_DATA_HOME"]
EXAMPLE_HOME = "/home/ada/.local/share"


def pattern_of(expected):
    for written, here in (EXAMPLE_HOME, HOME), (urllib.parse.quote(EXAMPLE_HOME, ""), HOME.replace("/", "%2F")):
        expected = expected.replace(written, here)
    pattern = re.sub(r"[0-9]+", "[0-9]+", re.escape(expected))
    return re.sub(r"^…\\\n", r"(.*\n)*", pattern, flags=re.MULTILINE).replace("…", ".*")


class Examples(unittest.TestCase):
    def setUp(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(SETTINGS)}
        path = f"{pathlib.Path(LOOM).parent}:{os.environ['PATH']}"
        self.environment = kept | {"PATH": path, "LOOM_MONGOD": MONGOD}

    def tearDown(self):
        self.run_line("loom server stop")

    def run_line(self, line):
        done = subprocess.run(line, shell=True, capture_output=True, text=True, env=self.environment)
        self.assertEqual((done.returncode, done.stderr), (0, ""), line)
        return done.stdout

    def test_say_what_they_are_said_to(self):
        lines = 0
        for block in BLOCK.findall((ROOT / "docs/command.md").read_text()):
            for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, expected = example.split("\n", 1)
                with self.subTest(line):
                    self.assertRegex(self.run_line(line), rf"\A{pattern_of(expected)}\Z")
                    lines += 1
        self.assertGreater(lines, 5)


if __name__ == "__main__":
    unittest.main()
