#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`loom doctor`: on servers and machines that are well, and on those that are not."""

import concurrent.futures
import pathlib
import unittest

import pymongo
import trustme

from support import CommandTest, Mongod, until


class Doctor(CommandTest):
    def examine(self, status, more=None, before=()):
        """What it finds, by subject; the answer in lines says the same."""
        with concurrent.futures.ThreadPoolExecutor() as both:  # some wait for a server in vain
            in_json = both.submit(self.loom, "doctor", "--json", more=more, before=before)
            in_lines = both.submit(self.loom, "doctor", more=more, before=before)
        answer, lines = in_json.result(), in_lines.result()
        self.assertEqual((answer.status, answer.err), (status, ""), answer)
        self.assertEqual(answer.out.count("\n"), 1)
        findings = answer.json()["findings"]
        self.assertEqual(answer.json()["well"], status == 0)
        problems = [each for each in findings if each["level"] == "problem"]
        self.assertEqual(bool(problems), status == 1)
        for problem in problems:
            self.assertTrue(problem["remedy"], problem)

        self.assertEqual((lines.status, lines.err), (status, ""), lines)
        ending = {0: "All is well.", 1: "1 problem."}.get(len(problems), f"{len(problems)} problems.")
        self.assertEqual(lines.out.splitlines()[-1], ending)
        for each in findings:
            self.assertRegex(lines.out, rf"(?m)^{each['level']} +{each['subject']}: ")
        return {each["subject"]: each for each in findings}

    def problems(self, *expected, **options):
        """The findings, of which these are the problems."""
        findings = self.examine(1, **options)
        found = [s for s, each in findings.items() if each["level"] == "problem"]
        self.assertEqual(found, list(expected))
        return findings

    def test_finds_the_private_server_well(self):
        findings = self.examine(0)
        self.assertEqual(
            list(findings),
            ["loom", "time zones", "mongod", "connection", "tls", "server", "replica set", "clock"],
        )
        self.assertIn(f"{self.folder}/mongodb-27017.sock", findings["connection"]["text"])
        self.assertEqual(findings["server"]["text"], "MongoDB 6.0.5")
        self.assertEqual(findings["replica set"]["text"], "loom, 1 member")
        data = pathlib.Path("/usr/share/zoneinfo/tzdata.zi").read_text()
        self.assertIn(data.split()[2], findings["time zones"]["text"])

    def test_finds_that_there_is_no_mongod(self):
        findings = self.problems("mongod", "connection", more={"LOOM_MONGOD": "", "PATH": "/nowhere"})
        self.assertIn("loom server install", findings["mongod"]["remedy"])
        self.assertNotIn("clock", findings)

    def test_finds_the_servers_own_reason(self):
        (self.folder / "data").mkdir(parents=True)
        self.folder.chmod(0o700)
        (self.folder / "data/storage.bson").write_text("junk")
        findings = self.problems("connection")
        self.assertIn("Unable to read the storage engine metadata", findings["connection"]["text"])
        self.assertNotIn("\n", findings["connection"]["text"])

    def test_finds_that_a_server_has_stopped(self):
        server = Mongod(self)
        server.kill()
        uri = f"mongodb://127.0.0.1:{server.port}/"
        findings = self.problems("connection", more={"MONGODB_LOCAL_URI": uri})
        self.assertIn(f"127.0.0.1:{server.port}", findings["connection"]["text"])
        self.assertIn("MONGODB_LOCAL_URI", findings["connection"]["remedy"])
        self.assertNotIn("mongod", findings)  # nobody would start it

    def test_finds_that_a_uri_is_refused(self):
        findings = self.problems("connection", more={"MONGODB_LOCAL_URI": "mongodb://127.0.0.1/?w=0"})
        self.assertIn("'w' gives up a safety", findings["connection"]["text"])
        self.assertEqual(findings["connection"]["remedy"], "correct what MONGODB_LOCAL_URI says")

    def test_finds_a_password_in_a_uri_and_does_not_repeat_it(self):
        uri = "mongodb://app:hunter2@db.example.org/?tls=true"
        findings = self.problems("connection", more={"MONGODB_URI": uri})
        self.assertEqual(findings["connection"]["remedy"], "correct what MONGODB_URI says")
        self.assertNotIn("hunter2", str(findings))

    def test_finds_that_a_secret_is_not_to_be_had(self):
        more = {"MONGODB_URI": "mongodb://app@127.0.0.1/", "MONGODB_SECRET": "db-password",
                "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}  # fmt: skip
        findings = self.problems("connection", more=more)
        self.assertIn("MONGODB_SECRET", findings["connection"]["remedy"])
        self.assertIn("keyring", findings["connection"]["text"])

    def test_finds_that_there_is_no_time_zone_data(self):
        empty = self.home / "zoneinfo"
        empty.mkdir()
        findings = self.problems("time zones", more={"TZDIR": str(empty)})
        self.assertIn(str(empty), findings["time zones"]["text"])
        self.assertIn("tzdata", findings["time zones"]["remedy"])
        self.problems("time zones", more={"TZDIR": str(empty / "none")})

    def test_finds_that_the_clocks_differ(self):
        self.done("server", "start")  # by the true clock
        before = ["faketime", "-f"]
        true_timers = {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        for shift, words, size in (("+1h", "ahead of", 3_600_000), ("-5s", "behind", 5_000)):
            findings = self.problems("clock", more=true_timers, before=[*before, shift])
            text = findings["clock"]["text"]
            self.assertIn(words, text)
            self.assertAlmostEqual(int(text.split()[0]), size, delta=500)
        findings = self.examine(0, more=true_timers, before=[*before, "+0.3s"])
        self.assertAlmostEqual(int(findings["clock"]["text"].split()[0]), 300, delta=200)

    def test_finds_tls_and_that_there_is_no_replica_set(self):
        authority, other = trustme.CA(), trustme.CA()
        for name, ca in ("ca", authority), ("other", other):
            ca.cert_pem.write_to_path(self.home / f"{name}.pem")
        certificate = authority.issue_cert("127.0.0.1")
        certificate.private_key_and_cert_chain_pem.write_to_path(self.home / "server.pem")
        server = Mongod(
            self, "--tlsMode", "requireTLS", "--tlsCertificateKeyFile", self.home / "server.pem",
            "--tlsCAFile", self.home / "ca.pem", "--tlsAllowConnectionsWithoutCertificates",
        )  # fmt: skip
        uri = f"mongodb://127.0.0.1:{server.port}/?tls=true&tlsCAFile={self.home}/"
        findings = self.problems("replica set", more={"MONGODB_LOCAL_URI": uri + "ca.pem"})
        self.assertTrue(findings["tls"]["text"].startswith("on,"), findings["tls"])
        self.assertIn("no transactions", findings["replica set"]["text"])

        findings = self.problems("connection", more={"MONGODB_LOCAL_URI": uri + "other.pem"})
        self.assertIn("tlsCAFile in MONGODB_LOCAL_URI", findings["connection"]["remedy"])
        self.assertIn("TLS", findings["connection"]["text"])
        self.assertNotIn("tls", findings)

    def test_finds_the_member_that_is_down(self):
        servers = [Mongod(self, "--replSet", "rs", "--oplogSize", "16") for _ in range(3)]
        hosts = [f"127.0.0.1:{server.port}" for server in servers]
        members = [{"_id": i, "host": host, "priority": 2 - i if i < 2 else 0} for i, host in enumerate(hosts)]
        with pymongo.MongoClient(hosts[0], directConnection=True) as first:
            first.admin.command("replSetInitiate", {"_id": "rs", "members": members})
            states = lambda: [m["stateStr"] for m in first.admin.command("replSetGetStatus")["members"]]
            until(lambda: states() == ["PRIMARY", "SECONDARY", "SECONDARY"], 60)
            setting = {"MONGODB_LOCAL_URI": f"mongodb://{hosts[0]}/?replicaSet=rs"}
            self.assertEqual(self.examine(0, more=setting)["replica set"]["text"], "rs, 3 members")
            servers[2].kill()
            until(lambda: states()[2].startswith("(not reachable"), 60)
        findings = self.problems("replica set", more=setting)
        self.assertIn(f"{hosts[2]} ((not reachable", findings["replica set"]["text"])


if __name__ == "__main__":
    unittest.main()
