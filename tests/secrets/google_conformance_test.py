#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loom and Google's own client for Python, asked for the same secrets of one stand-in, by one plan of
failures: the same values and the same kinds of error."""

import json
import os
import tempfile
import unittest
from unittest import mock

from google.auth import exceptions as auth_exceptions
from google.cloud.secretmanager_v1 import SecretManagerServiceClient

from google_case import PASSWORD, SECRET, GoogleTest
from stand_in import Fault, StandIn, crc32c, unbase64url


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


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
