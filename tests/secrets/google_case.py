# SPDX-License-Identifier: Apache-2.0
"""What the tests of Google Secret Manager share: the stand-in, and how Loom and Google's own client
for Python are asked for the same secret."""

import importlib
import os
import tempfile
import unittest
from unittest import mock

from google.api_core import exceptions, retry
from google.api_core.client_options import ClientOptions
from google.auth import exceptions as auth_exceptions
from google.auth.compute_engine import _metadata
from google.cloud.secretmanager_v1 import SecretManagerServiceClient

import probe
from stand_in import StandIn

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
        outcome = probe.run(
            PROBE, word, name, "google", "--endpoint", self.stand_in.endpoint, "--token-endpoint",
            self.stand_in.token_endpoint, "--ca", self.stand_in.ca_file, "--deadline",
            str(int(deadline * 1000)), *more, environment=self.environment, value=value)
        # Whatever a test is about, nothing that opens Google's doors is said, nor what is kept there.
        for canary in self.stand_in.canaries() | ({value, PASSWORD} if outcome.error else {value}):
            for form in probe.forms_of(canary) if len(canary) > 8 else ():
                self.assertNotIn(form, outcome.said)
        return outcome

    def python(self, call=None, limit=20):
        """A value, or the kind of an error."""
        # Of its own accord it repeats what fails in the same way, but five times, for a minute.
        again = retry.Retry(retry.if_exception_type(exceptions.ServiceUnavailable), timeout=limit)
        call = call or (lambda client: client.access_secret_version(
            name=f"{SECRET}/versions/latest", retry=again, timeout=limit).payload.data)
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
