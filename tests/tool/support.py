# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command share: a home for it, the command in it, servers, waiting."""

import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

LOOM = os.environ["LOOM_COMMAND"]
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Also within keyring_session.sh, which has a home of its own.
HOME = pathlib.Path(pwd.getpwuid(os.geteuid()).pw_dir)
MONGOD = os.environ.get("LOOM_MONGOD") or str(HOME / ".cache/loom/mongod-6.0.5/mongod")
# What would lead the command elsewhere.
SETTINGS = ("MONGODB_", "GOOGLE_", "LOOM_", "TZDIR", "FAKETIME")


def until(condition, seconds=60):
    """Waits for it; fails where it does not come about."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.05)
    return result


def lives(process):
    """Whether a process runs; one that nobody waited for yet does not."""
    try:
        stat = pathlib.Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat[stat.rindex(")") + 2] != "Z"


class Answer:
    """How a run of the command ended, and what it said."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"status {self.status}\nout: {self.out}\nerr: {self.err}"


class CommandTest(unittest.TestCase):
    """Each test has a home of its own: no other server, no cache, no settings."""

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="loom-tool-", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.addCleanup(self.end_server)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(SETTINGS)}
        self.environment = kept | {
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "LOOM_MONGOD": MONGOD,
        }
        self.folder = self.home / "data/loom/server"

    def end_server(self):
        if (self.folder / "data").exists():
            self.environment.pop("TZDIR", None)
            self.loom("server", "stop")

    def loom(self, *words, more=None, stdin="", before=()):
        done = subprocess.run(
            [*before, LOOM, *words],
            input=stdin,
            capture_output=True,
            text=True,
            env=self.environment | (more or {}),
            timeout=120,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def done(self, *words, **options):
        """Runs it and expects that all went well."""
        answer = self.loom(*words, **options)
        self.assertEqual((answer.status, answer.err), (0, ""), answer)
        return answer

    def refused(self, *words, status=1, says=(), **options):
        """Runs it and expects one line of error that holds these words, and no other output."""
        answer = self.loom(*words, **options)
        self.assertEqual((answer.status, answer.out), (status, ""), answer)
        self.assertRegex(answer.err, r"\Aloom: [^\n]+\n\Z")
        for part in says:
            self.assertIn(part, answer.err)
        return answer

    def server_status(self):
        return self.done("server", "status", "--json").json()


def free_port():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


class Mongod:
    """A server of a test's own, on a port of this machine; `arguments` beside the usual."""

    def __init__(self, test, *arguments):
        self.port = free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mongod-", dir=test.home))
        self.process = subprocess.Popen(
            [MONGOD, "--dbpath", self.folder, "--port", str(self.port), "--bind_ip", "127.0.0.1",
             "--nounixsocket", "--logpath", self.folder / "log", *arguments]
        )  # fmt: skip
        test.addCleanup(self.kill)
        until(self.listens)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        self.process.kill()
        self.process.wait()
