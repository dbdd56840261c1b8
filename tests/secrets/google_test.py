#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loom and Google's own client for Python, asked for the same secrets of one stand-in, by one plan of
failures: the same values and the same kinds of error. Then what only Loom promises."""

import importlib
import json
import os
import socket
import tempfile
import threading
import unittest
from unittest import mock

from google.api_core import exceptions
from google.api_core.client_options import ClientOptions
from google.auth import exceptions as auth_exceptions
from google.auth.compute_engine import _metadata
from google.cloud.secretmanager_v1 import SecretManagerServiceClient

import probe
from stand_in import Fault, StandIn, crc32c, unbase64url

PROBE = os.environ["LOOM_SECRETS_PROBE"]
SECRET = "projects/loom-project/secrets/db-password"
PASSWORD = "pässword\0with /everything\"".encode()

# The kinds of error, by Python's classes; the first that fits.
KINDS = [
    (exceptions.NotFound, "absent"),
    (exceptions.Forbidden, "denied"),
    (exceptions.Unauthorized, "unauthenticated"),
    (auth_exceptions.RefreshError, "unauthenticated"),
    (exceptions.FailedPrecondition, "disabled"),
    (exceptions.BadRequest, "refused"),
    (exceptions.TooManyRequests, "unreachable"),
    (exceptions.ServerError, "unreachable"),
    (exceptions.RetryError, "unreachable"),
    (auth_exceptions.DefaultCredentialsError, "malformed"),
    (auth_exceptions.MalformedError, "malformed"),
]


def kind_of(error):
    for python, kind in KINDS:
        if isinstance(error, python):
            # Over REST Python's client tells a 400 by its text only.
            return "disabled" if kind == "refused" and "DISABLED" in str(error) else kind
    raise error


class GoogleTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.stand_in = StandIn(folder.name)
        self.addCleanup(self.stand_in.close)
        self.stand_in.versions[SECRET] = [b"the first", PASSWORD]
        self.environment = probe.clean_environment(
            GOOGLE_CLOUD_PROJECT="loom-project",
            GOOGLE_APPLICATION_CREDENTIALS=self.stand_in.write_credentials())

    def use_metadata(self):
        del self.environment["GOOGLE_APPLICATION_CREDENTIALS"]
        self.environment["GCE_METADATA_HOST"] = self.stand_in.metadata_host
        self.environment["GCE_METADATA_IP"] = self.stand_in.metadata_host  # for Python

    def use_file(self, path):
        self.environment["GOOGLE_APPLICATION_CREDENTIALS"] = path

    def loom(self, word="get", name="db-password", value=b"", deadline=20, more=()):
        return probe.run(
            PROBE, word, name, "google", "--endpoint", self.stand_in.endpoint, "--token-endpoint",
            self.stand_in.token_endpoint, "--ca", self.stand_in.ca_file, "--deadline",
            str(int(deadline * 1000)), *more, environment=self.environment, value=value)

    def python(self, call=None, limit=20):
        """A value, or the kind of an error."""
        call = call or (lambda client: client.access_secret_version(
            name=f"{SECRET}/versions/latest", timeout=limit).payload.data)
        environment = {**self.environment, "REQUESTS_CA_BUNDLE": self.stand_in.ca_file}
        with mock.patch.dict(os.environ, environment, clear=True):
            importlib.reload(_metadata)  # it looks at the environment once only
            try:
                endpoint = self.stand_in.endpoint.removeprefix("https://")
                return call(SecretManagerServiceClient(
                    transport="rest", client_options=ClientOptions(api_endpoint=endpoint)))
            except Exception as error:  # whatever it is, it has a kind or is thrown again
                return kind_of(error)

    def assert_both(self, expected, faults=(), limit=20):
        """Both give this value, or an error of this kind, by the same plan of failures."""
        for who in ("Loom", "Python"):
            self.stand_in.api_faults = list(faults)
            with self.subTest(who):
                got = self.loom(deadline=limit) if who == "Loom" else self.python(limit=limit)
                if who == "Loom":
                    got = got.error or got.value
                self.assertEqual(got, expected)

    def assert_error(self, outcome, kind, *words):
        self.assertEqual(outcome.error, kind, outcome)
        for word in words:
            self.assertIn(word, outcome.text)


class AsPythonDoes(GoogleTest):
    def test_a_service_account_signs_its_own_token(self):
        self.assert_both(PASSWORD)
        self.assertEqual(self.stand_in.asked_for_tokens, [])
        loom, python = (asked.headers["authorization"] for asked in self.stand_in.asked)
        self.assertEqual(loom.count("."), 2)
        self.assertEqual(*(json.loads(unbase64url(text.removeprefix("Bearer ").split(".")[0]))
                           for text in (loom, python)))

    def test_the_metadata_server_gives_a_token(self):
        self.use_metadata()
        self.assert_both(PASSWORD)
        asked = self.stand_in.asked_metadata[0]
        self.assertTrue(asked.path.startswith(
            "/computeMetadata/v1/instance/service-accounts/default/token"))

    def test_a_person_refreshes_a_token(self):
        # Python asks Google itself, whatever the file says; Loom's test names another in code.
        self.use_file(self.stand_in.authorized_user(quota_project_id="paying-project"))
        self.assertEqual(self.loom().value, PASSWORD)
        self.assertEqual(len(self.stand_in.asked_for_tokens), 1)
        self.assertEqual(self.stand_in.asked[0].headers["x-goog-user-project"], "paying-project")

    def test_credentials_that_gcloud_left_are_found(self):
        folder = os.path.dirname(self.environment.pop("GOOGLE_APPLICATION_CREDENTIALS"))
        self.stand_in.write_credentials("application_default_credentials.json")
        self.environment["CLOUDSDK_CONFIG"] = folder
        self.assert_both(PASSWORD)
        home = os.path.join(folder, "home")
        os.makedirs(os.path.join(home, ".config"))
        os.symlink(folder, os.path.join(home, ".config", "gcloud"))
        del self.environment["CLOUDSDK_CONFIG"]
        self.environment["HOME"] = home
        self.assert_both(PASSWORD)

    def test_each_refusal_is_of_its_kind(self):
        for status, kind in {400: "refused", 403: "denied", 404: "absent", 500: "unreachable"}.items():
            with self.subTest(status):
                self.assert_both(kind, [Fault(status=status)])

    def test_a_version_that_is_disabled(self):
        self.stand_in.versions[SECRET].append(None)
        self.assert_both("disabled")

    def test_an_unknown_secret(self):
        self.stand_in.versions.clear()
        self.assert_both("absent")

    def test_a_token_that_is_refused_is_renewed_once(self):
        self.use_metadata()
        self.assert_both(PASSWORD, [Fault(status=401)])
        self.stand_in.asked.clear()
        self.assert_both("unauthenticated", [Fault(status=401)] * 9)
        self.assertEqual(len({a.headers["authorization"] for a in self.stand_in.asked[:2]}), 2)

    def test_a_server_that_is_overloaded_is_asked_again(self):
        self.assert_both(PASSWORD, [Fault(status=503)])
        self.assert_both("unreachable", [Fault(status=503)] * 99, limit=3)

    def test_a_key_of_another_account_is_refused(self):
        other = StandIn(tempfile.mkdtemp(dir=os.path.dirname(self.stand_in.ca_file)))
        self.addCleanup(other.close)
        self.use_file(other.write_credentials())
        self.assert_both("unauthenticated")

    def test_credentials_that_are_none(self):
        account = self.stand_in.service_account()
        broken = {
            "no JSON": "{",
            "an empty file": "",
            "a list": "[]",
            "no type": json.dumps({**account, "type": None}),
            "no key": json.dumps({k: v for k, v in account.items() if k != "private_key"}),
            "a key that is none": json.dumps({**account, "private_key": "hunter2"}),
            "half a key": json.dumps({**account, "private_key": account["private_key"][:600]}),
        }
        for what, text in broken.items():
            with self.subTest(what):
                self.use_file(self.stand_in.write("broken.json", text))
                loom = self.loom()
                self.assert_error(loom, "malformed")
                self.assertNotIn("hunter2", loom.text)
                with self.assertRaises((auth_exceptions.GoogleAuthError, ValueError, AttributeError)):
                    self.python_client()

    def python_client(self):
        with mock.patch.dict(os.environ, self.environment, clear=True):
            SecretManagerServiceClient(transport="rest").access_secret_version(name=SECRET)

    def test_a_file_that_is_named_and_not_there(self):
        self.use_file("/nonexistent/credentials.json")
        self.assert_error(self.loom(), "not_configured", "/nonexistent/credentials.json")
        self.assertEqual(self.python(), "malformed")  # DefaultCredentialsError for all of these

    def test_a_version_is_added(self):
        def add(value):
            return lambda client: client.add_secret_version(
                request={"parent": SECRET, "payload": {"data": value, "data_crc32c": crc32c(value)}}).name

        self.assertIsNone(self.loom("set", value=b"by Loom\n").error)
        self.assertEqual(self.python(), b"by Loom\n")
        self.assertEqual(self.python(add(b"by Python")), f"{SECRET}/versions/4")
        self.assertEqual(self.loom().value, b"by Python")
        loom, python = (json.loads(asked.body)["payload"] for asked in self.stand_in.asked
                        if asked.method == "POST")
        self.assertEqual(set(loom), set(python))
        self.stand_in.versions.clear()
        self.assert_error(self.loom("set", value=b"x"), "absent", "gcloud secrets create")
        self.assertEqual(self.python(add(b"x")), "absent")


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
        outcomes = []
        threads = [threading.Thread(target=lambda: outcomes.append(self.loom())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({outcome.value for outcome in outcomes}, {PASSWORD})

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
