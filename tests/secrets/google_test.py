#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What Loom promises of Google Secret Manager beyond what Google's own client does: what it refuses,
what it repeats, when it ends, and what it never says."""

import os
import socket
import tempfile
import unittest

import probe
from google_case import PASSWORD, PROBE, SECRET, GoogleTest
from stand_in import Fault, StandIn, crc32c


class WhatLoomPromises(GoogleTest):
    def test_names(self):
        self.assertEqual(self.loom(name="db-password/versions/1").value, b"the first")
        self.assertEqual(self.loom(name=SECRET).value, PASSWORD)
        self.assertEqual(self.loom(name=f"{SECRET}/versions/1").value, b"the first")
        self.stand_in.versions["projects/p/locations/europe-west1/secrets/s"] = [b"regional"]
        self.assertEqual(self.loom(name="projects/p/locations/europe-west1/secrets/s").value, b"regional")
        asked = len(self.stand_in.asked)
        for name in ("a/b", "../x", "a b", "a?x=y", "projects/p/secrets/", "s/versions/", "a%2fb", "projects/",
                     "projects//secrets/s", "projects/../secrets/s", "projects/p/locations//secrets/s",
                     "projects/a@b/secrets/s", "ä", "s/versions/latest/more"):
            with self.subTest(name):
                self.assert_error(self.loom(name=name), "refused", "db-password")
        self.assert_error(self.loom("set", "db-password/versions/1", b"x"), "refused")
        self.assertEqual(len(self.stand_in.asked), asked)

    def test_without_a_project_it_says_what_is_missing(self):
        del self.environment["GOOGLE_CLOUD_PROJECT"]
        self.assert_error(self.loom(), "not_configured", "GOOGLE_CLOUD_PROJECT")
        self.assertEqual(self.loom(more=("--project", "loom-project")).value, PASSWORD)
        self.environment["GOOGLE_CLOUD_PROJECT_NUM"] = "loom-project"
        self.assertEqual(self.loom().value, PASSWORD)

    def test_without_credentials_it_says_what_is_missing(self):
        self.use_metadata()
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        self.environment["GCE_METADATA_HOST"] = f"127.0.0.1:{port}"
        self.assert_error(self.loom(), "not_configured", "GOOGLE_APPLICATION_CREDENTIALS")

    def test_credentials_of_an_unknown_kind(self):
        for kind in ("external_account", "impersonated_service_account", "external_account_authorized_user"):
            self.use_file(self.stand_in.write_credentials("other.json", type=kind))
            self.assert_error(self.loom(), "unsupported_credentials", kind)
        self.use_file(self.stand_in.write_credentials("other.json", type="hunter2: 5"))
        self.assertNotIn("hunter2", self.loom().text)

    def test_a_universe_is_a_host(self):
        self.use_file(self.stand_in.write_credentials(universe_domain="a.example/evil?"))
        self.assert_error(self.loom(), "malformed", "universe_domain")

    def test_a_checksum(self):
        right = str(crc32c(PASSWORD))
        for checksum in ("", right, int(right)):
            self.stand_in.api_faults = [Fault(checksum=checksum)]
            self.assertEqual(self.loom().value, PASSWORD)
        self.stand_in.asked.clear()
        self.stand_in.api_faults = [Fault(checksum="1")]
        self.assertEqual(self.loom().value, PASSWORD)
        self.assertEqual(len(self.stand_in.asked), 2)
        self.stand_in.api_faults = [Fault(checksum="1")] * 2
        self.assert_error(self.loom(), "integrity")
        self.stand_in.api_faults = [Fault(checksum="no number")]
        self.assert_error(self.loom(), "malformed")

    def test_what_comes_instead_of_an_answer(self):
        for what, fault in {
            "a page": Fault(page=True),
            "a page for an unknown secret": Fault(status=404, page=True),
            "a page for a refusal": Fault(status=403, page=True),
            "nothing": Fault(body=b""),
            "no JSON": Fault(body=b"{"),
            "other JSON": Fault(body=b'{"payload": {"data": 5}}'),
            "no base64": Fault(body=b'{"payload": {"data": "hunter2!"}}'),
            "too much": Fault(body=b'"' + b"x" * 200_000 + b'"'),
            "an unknown error": Fault(status=404, name="<script>"),
        }.items():
            with self.subTest(what):
                self.stand_in.api_faults = [fault]
                outcome = self.loom()
                self.assert_error(outcome, "malformed")
                self.assertNotIn("hunter2", outcome.text)

    def test_an_answer_that_breaks_off(self):
        self.stand_in.api_faults = [Fault(cut=10)]
        self.assert_error(self.loom(), "unreachable")

    def test_an_answer_that_drips_ends_at_the_deadline(self):
        self.stand_in.api_faults = [Fault(drip=0.2)]
        outcome = self.loom(deadline=1.5)
        self.assert_error(outcome, "unreachable", "deadline")
        self.assertLess(outcome.seconds, 10)

    def test_a_redirect_is_not_followed(self):
        for status in (301, 302, 303, 307, 308):
            self.stand_in.api_faults = [Fault(status=status, headers={"Location": self.stand_in.endpoint + "/v1/x"})]
            self.assert_error(self.loom(), "malformed", "redirect")
        self.assertEqual({a.path for a in self.stand_in.asked}, {f"/v1/{SECRET}/versions/latest:access"})

    def test_another_certificate_is_not_trusted(self):
        other = StandIn(tempfile.mkdtemp(dir=os.path.dirname(self.stand_in.ca_file)))
        wrong_host = StandIn(tempfile.mkdtemp(dir=os.path.dirname(self.stand_in.ca_file)), "db.example.org")
        self.addCleanup(other.close)
        self.addCleanup(wrong_host.close)
        asked = (("--endpoint", other.endpoint), ("--endpoint", wrong_host.endpoint, "--ca", wrong_host.ca_file))
        for more in asked:
            self.assert_error(self.loom(more=more), "unreachable", "certificate")
        self.assertEqual(other.asked + wrong_host.asked, [])

    def test_only_https_is_spoken(self):
        self.assert_error(self.loom(more=("--endpoint", "http://localhost:1")), "refused", "https")
        self.assert_error(self.loom(more=("--token-endpoint", "http://localhost:1")), "refused", "https")

    def test_nobody_is_there(self):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        self.assert_error(self.loom(more=("--endpoint", f"https://localhost:{port}")), "unreachable")

    def test_an_overloaded_server_says_how_long(self):
        for status in (429, 503):
            self.stand_in.asked.clear()
            self.stand_in.api_faults = [Fault(status=status, headers={"Retry-After": "2"})]
            self.assertEqual(self.loom().value, PASSWORD)
            first, second = (asked.at for asked in self.stand_in.asked)
            self.assertGreaterEqual(second - first, 2)
        self.stand_in.api_faults = [Fault(status=429, headers={"Retry-After": "60"})]
        outcome = self.loom(deadline=5)
        self.assert_error(outcome, "unreachable", "429", "RESOURCE_EXHAUSTED")
        self.assertTrue(outcome.retryable)
        self.assertLess(outcome.seconds, 5)

    def test_pauses_grow(self):
        self.stand_in.api_faults = [Fault(status=503)] * 3
        self.assertEqual(self.loom().value, PASSWORD)
        times = [asked.at for asked in self.stand_in.asked]
        for number, (before, after) in enumerate(zip(times, times[1:])):
            self.assertGreaterEqual(after - before, 0.5 * 2**number)

    def test_errors_repeat_no_token(self):
        for status in (400, 401, 403, 404, 500):
            self.stand_in.api_faults = [Fault(status=status)] * 2
            outcome = self.loom()
            for asked in self.stand_in.asked:
                token = asked.headers["authorization"].removeprefix("Bearer ")
                self.assertNotIn(token, outcome.text)
            self.assertNotIn("planned", outcome.text)

    def test_a_token_is_kept_until_shortly_before_its_end(self):
        self.use_metadata()
        self.loom(more=("--times", "3"))
        self.assertEqual((len(self.stand_in.asked), len(self.stand_in.asked_metadata)), (3, 1))
        self.stand_in.token_life = 299
        self.loom(more=("--times", "3"))
        self.assertEqual((len(self.stand_in.asked), len(self.stand_in.asked_metadata)), (6, 4))

    def test_where_no_new_token_is_had_the_old_one_serves_while_it_holds(self):
        self.use_metadata()
        self.stand_in.token_life = 299
        self.stand_in.metadata_faults = [None, Fault(page=True), Fault(status=500)]
        self.assertEqual(self.loom(more=("--times", "3")).value, PASSWORD)
        self.assertEqual(len(self.stand_in.asked_metadata), 3)

    def test_what_answers_as_a_metadata_server(self):
        self.use_metadata()
        for what, fault, kind in (
            ("another server", Fault(headers={"Server": "other"}), "malformed"),
            ("a page", Fault(page=True), "malformed"),
            ("no token", Fault(body=b'{"expires_in": 5}'), "malformed"),
            ("an endless token", Fault(body=b'{"access_token": "x", "expires_in": 1e30}'), "malformed"),
            ("an overflow", Fault(body=b'{"access_token": "x", "expires_in": 9223372036854775807}'), "malformed"),
            ("a refusal", Fault(status=403), "unauthenticated"),
            ("a failure", Fault(status=500), "unreachable"),
            ("a redirect", Fault(status=302, headers={"Location": "http://127.0.0.1:1/", "Metadata-Flavor": "Google"}), "malformed"),
        ):
            with self.subTest(what):
                self.stand_in.metadata_faults = [fault]
                self.assert_error(self.loom(), kind)

    def test_a_slow_metadata_server_ends_at_the_deadline(self):
        self.use_metadata()
        self.stand_in.metadata_faults = [Fault(wait=20)]
        outcome = self.loom(deadline=1)
        self.assert_error(outcome, "unreachable", "deadline")
        self.assertLess(outcome.seconds, 10)

    def test_a_grant_that_was_withdrawn(self):
        self.use_file(self.stand_in.authorized_user(refresh_token="another"))
        outcome = self.loom()
        self.assert_error(outcome, "unauthenticated", "invalid_grant", "gcloud auth")
        self.assertNotIn("another", outcome.text)
        self.use_file(self.stand_in.authorized_user())
        self.stand_in.token_faults = [Fault(status=503), Fault(page=True)]
        self.assert_error(self.loom(), "malformed")

    def test_64_kibibytes_and_no_more(self):
        most = os.urandom(65536)
        self.assertIsNone(self.loom("set", value=most).error)
        self.assertEqual(self.loom().value, most)
        asked = len(self.stand_in.asked)
        self.assert_error(self.loom("set", value=most + b"x"), "refused", "65536", "65537")
        self.assertEqual(len(self.stand_in.asked), asked)

    def test_threads_share_one_token(self):
        self.use_metadata()
        self.assertEqual(self.loom(more=("--threads", "8")).value, PASSWORD)
        self.assertEqual((len(self.stand_in.asked), len(self.stand_in.asked_metadata)), (8, 1))

    def test_threads_wait_for_a_token_no_longer_than_their_deadline(self):
        self.use_metadata()
        self.stand_in.metadata_faults = [Fault(wait=20)] * 8
        outcome = self.loom(deadline=1, more=("--threads", "8"))
        self.assert_error(outcome, "unreachable", "deadline")
        self.assertLess(outcome.seconds, 10)

    def test_the_order_of_managers_is_kept(self):
        # No keyring runs here: whoever asks it finds out.
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"

        def ask(*order):
            words = [word for manager in order for word in ("--then", manager)]
            return probe.run(PROBE, "get", "db-password", "--endpoint", self.stand_in.endpoint, "--ca",
                             self.stand_in.ca_file, *words, environment=self.environment)

        self.assertEqual(ask("google", "keyring").value, PASSWORD)
        self.assertEqual(ask().value, PASSWORD)  # by GOOGLE_CLOUD_PROJECT
        self.assert_error(ask("keyring", "google"), "no_service")
        self.stand_in.api_faults = [Fault(status=403)]
        self.assert_error(ask("google", "keyring"), "denied")
        self.stand_in.versions.clear()
        self.assert_error(ask("google", "keyring"), "no_service")
        self.assert_error(ask("google"), "absent")
        del self.environment["GOOGLE_CLOUD_PROJECT"]
        self.assert_error(ask(), "no_service")


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
