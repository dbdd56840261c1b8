# SPDX-License-Identifier: Apache-2.0
"""Runs the probe, a program that asks Loom for one secret."""

import base64
import json
import os
import subprocess
import time
import urllib.parse

# What would lead a test to the user's own accounts.
FOREIGN = ("GOOGLE_", "CLOUDSDK_", "GCE_", "GCLOUD_")


def clean_environment(**changes):
    kept = {k: v for k, v in os.environ.items()
            if not k.startswith(FOREIGN) and not k.lower().endswith("_proxy")}
    return {**kept, "HOME": "/nonexistent", **changes}


def forms_of(canary):
    """How a text may be written; its base64 at each place that it may have in a longer text."""
    shifted = [base64.b64encode(b"\0" * shift + canary)[4:-4] for shift in range(3)]
    return {canary, urllib.parse.quote(canary, safe="").encode(), *shifted}


class Outcome:
    """What came of it: a value or an error's reason, and how long it took."""

    def __init__(self, output, seconds, errors=b""):
        answer = json.loads(output)
        self.said = output + errors
        self.value = base64.b64decode(answer["value"]) if "value" in answer else None
        self.error = answer.get("error")
        self.text = answer.get("text", "")
        self.retryable = answer.get("retryable")
        self.seconds = seconds

    def __repr__(self):
        return f"{self.error}: {self.text}" if self.error else repr(self.value)


def run(probe, *words, environment, value=b""):
    start = time.monotonic()
    done = subprocess.run([probe, *words], input=value, env=environment, capture_output=True,
                          timeout=120, check=True)
    return Outcome(done.stdout, time.monotonic() - start, done.stderr)
