#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`loom server`: a real private server is looked at, kept and ended."""

import fcntl
import os
import pathlib
import signal
import subprocess
import time
import unittest

import pymongo

from support import LOOM, CommandTest, lives, until

# A server without users looks after three seconds, and needs one to end.
WOULD_HAVE_ENDED = 5
LONGEST_END = 15


class Server(CommandTest):
    def shell(self, script='read line; exit "$line"'):
        """`loom server shell` with a mongosh of these lines: a process that uses the server."""
        programs = self.home / "programs"
        programs.mkdir(exist_ok=True)
        mongosh = programs / "mongosh"
        mongosh.write_text(f'#!/bin/sh\necho "$@" >>{self.home}/arguments\n{script}\n')
        mongosh.chmod(0o755)
        environment = self.environment | {"PATH": f"{programs}:{os.environ['PATH']}"}
        process = subprocess.Popen([LOOM, "server", "shell"], stdin=subprocess.PIPE, text=True, env=environment)  # fmt: skip
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def users(self):
        return {user["pid"]: user["program"] for user in self.server_status()["users"]}

    def test_that_never_ran_is_not_running(self):
        status = self.server_status()
        self.assertEqual(
            {"running": False, "answers": False, "kept": False, "pid": None, "version": None,
             "uptime_ms": None, "users": [], "size_bytes": 0},
            {k: v for k, v in status.items() if k not in ("directory", "data", "log", "uri")},
        )  # fmt: skip
        self.assertEqual(status["directory"], str(self.folder))
        self.assertEqual(status["log"], str(self.folder / "log"))
        self.assertRegex(self.done("server", "status").out, r"\Arunning +no\n")
        self.assertIn("does not run", self.done("server", "stop").out)

    def test_started_stays_without_users_until_it_is_stopped(self):
        started = self.done("server", "start").out
        status = self.server_status()
        self.assertIn(f"process {status['pid']}", started)
        self.assertTrue(status["running"] and status["answers"] and status["kept"])
        self.assertEqual((status["users"], status["version"]), ([], "6.0.5"))
        self.assertGreater(status["size_bytes"], 1 << 20)
        time.sleep(WOULD_HAVE_ENDED)  # it would have ended
        later = self.server_status()
        self.assertEqual(later["pid"], status["pid"])
        self.assertGreater(later["uptime_ms"], status["uptime_ms"] + 4900)
        text = self.done("server", "status").out
        self.assertRegex(text, rf"running +yes, for [0-9]+ s, as process {status['pid']}\n")
        self.assertIn("by `loom server stop`", text)

        self.assertIn("has ended", self.done("server", "stop").out)
        self.assertFalse(lives(status["pid"]))
        ended = self.server_status()
        self.assertEqual((ended["running"], ended["kept"]), (False, False))
        self.assertGreater(ended["size_bytes"], 1 << 20)
        self.assertIn("does not run", self.done("server", "stop").out)

    def test_in_use_is_not_ended_and_its_users_are_named(self):
        self.done("server", "start")
        first, second = self.shell(), self.shell()
        until(lambda: len(self.users()) == 2)
        self.assertEqual(self.users(), {first.pid: "loom", second.pid: "loom"})
        server = self.server_status()["pid"]
        self.refused("server", "stop", says=[f"loom (process {first.pid})", f"(process {second.pid})"])
        status = self.server_status()
        self.assertEqual((status["pid"], status["kept"]), (server, False))

        first.communicate("0\n")
        self.refused("server", "stop", says=[f"loom (process {second.pid})"])
        second.communicate("0\n")
        until(lambda: not lives(server), LONGEST_END)

    def test_used_by_an_heir_of_its_lock_is_in_use(self):
        self.done("server", "start")
        # As after a fork() of a program that used it: the parent, which took the lock, is gone.
        lock = os.open(self.folder / "users.lock", os.O_RDWR)
        fcntl.flock(lock, fcntl.LOCK_SH)
        heir = subprocess.Popen(["sleep", "60"], pass_fds=[lock])
        os.close(lock)
        self.addCleanup(heir.wait)
        self.addCleanup(heir.kill)
        self.assertEqual(self.users(), {heir.pid: "sleep"})
        self.refused("server", "stop", says=[f"sleep (process {heir.pid})"])
        heir.kill()
        heir.wait()
        self.assertIn("has ended", self.done("server", "stop").out)

    def test_that_a_program_started_is_kept_from_then_on(self):
        user = self.shell()
        until(lambda: self.server_status()["answers"])
        status = self.server_status()
        self.assertFalse(status["kept"])
        self.assertIn(f"process {status['pid']}", self.done("server", "start").out)
        user.communicate("0\n")
        time.sleep(WOULD_HAVE_ENDED)
        self.assertEqual(self.server_status()["pid"], status["pid"])

    def test_started_by_several_at_once_is_one(self):
        starts = [
            subprocess.Popen([LOOM, "server", "start"], stdout=subprocess.DEVNULL, env=self.environment)
            for _ in range(4)
        ]
        self.assertEqual([start.wait() for start in starts], [0] * 4)
        log = (self.folder / "log").read_text()
        self.assertEqual(log.count('"msg":"MongoDB starting"'), 1)

    def test_that_was_killed_is_kept_again_by_its_next_start(self):
        self.done("server", "start")
        server = self.server_status()["pid"]
        os.kill(server, signal.SIGKILL)
        until(lambda: not self.server_status()["running"])
        self.assertIn("once it runs", self.done("server", "status").out)
        user = self.shell()
        until(lambda: self.server_status()["answers"])
        user.communicate("0\n")
        time.sleep(WOULD_HAVE_ENDED)
        self.assertTrue(self.server_status()["answers"])

    def test_that_hangs_is_seen_to(self):
        self.done("server", "start")
        server = self.server_status()["pid"]
        os.kill(server, signal.SIGSTOP)
        self.addCleanup(os.kill, server, signal.SIGCONT)
        status = self.server_status()
        self.assertEqual((status["running"], status["answers"], status["pid"]), (True, False, None))
        self.assertIn("does not answer", self.done("server", "status").out)

    def test_uri_leads_other_programs_to_it(self):
        uri = self.done("server", "uri").out
        self.assertRegex(uri, r"\Amongodb://%2F[^\n]+\n\Z")
        with pymongo.MongoClient(uri.strip()) as client:
            client.shop.orders.insert_one({"total": 1})
        time.sleep(WOULD_HAVE_ENDED)  # nobody has used it since, as Loom sees it
        with pymongo.MongoClient(uri.strip()) as client:
            self.assertEqual(client.shop.orders.count_documents({}), 1)
        self.assertEqual(self.server_status()["uri"], uri.strip())

    def test_shell_is_a_user_and_ends_as_mongosh_does(self):
        shell = self.shell()
        until(lambda: self.users())
        shell.communicate("7\n")
        self.assertEqual(shell.returncode, 7)
        arguments = (self.home / "arguments").read_text().split()
        self.assertEqual(arguments, [self.server_status()["uri"]])

    def test_shell_hears_no_interrupt_while_mongosh_does(self):
        shell = self.shell(script="trap 'exit 3' INT; while :; do sleep 0.1; done")
        until(lambda: (self.home / "arguments").exists())
        time.sleep(0.2)
        children = pathlib.Path(f"/proc/{shell.pid}/task/{shell.pid}/children").read_text().split()
        for process in [shell.pid, *map(int, children)]:  # as the terminal does
            os.kill(process, signal.SIGINT)
        self.assertEqual(shell.wait(), 3)

    def test_shell_without_mongosh_says_where_to_get_it(self):
        self.refused("server", "shell", says=["mongosh", "install"], more={"PATH": "/nowhere"})
        self.assertFalse(self.server_status()["running"])

    def test_that_cannot_run_is_one_line(self):
        self.refused("server", "start", says=["/bin/false", "did not start", "status 1"], more={"LOOM_MONGOD": "/bin/false"})  # fmt: skip
        self.refused("server", "uri", says=["LOOM_MONGOD"], more={"LOOM_MONGOD": "/nonexistent"})
        self.assertFalse(self.server_status()["kept"])
        self.folder.chmod(0o755)
        for word in ("status", "start", "stop", "uri"):
            self.refused("server", word, says=[f"chmod 700 '{self.folder}'"])
        self.folder.chmod(0o700)


class Usage(CommandTest):
    def test_that_is_wrong_is_one_line_and_status_2(self):
        for words in ([], ["nonsense"], ["server"], ["server", "restart"], ["server", "start", "now"],
                      ["server", "status", "--jsn"], ["doctor", "--json=perhaps"]):  # fmt: skip
            self.refused(*words, status=2, says=["see loom --help"])

    def test_is_told_at_every_level(self):
        for words in ([], ["server"], ["server", "status"], ["doctor"]):
            self.assertIn("Usage: loom", self.done(*words, "--help").out)

    def test_version_is_the_librarys(self):
        self.assertRegex(self.done("--version").out, r"\Aloom 0\.1\.0 \(libmongoc \d+\.\d+\.\d+\)\n\Z")

    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([LOOM, "server", "status"], stdout=full, stderr=subprocess.PIPE, text=True, env=self.environment)  # fmt: skip
        self.assertEqual((done.returncode, done.stderr), (1, "loom: the output cannot be written\n"))


if __name__ == "__main__":
    unittest.main()
