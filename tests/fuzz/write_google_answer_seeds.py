#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what google_answer_fuzz begins with: a file for each kind of input, whose first byte is the
kind."""

import json
import pathlib
import sys

# A key has a form that a fuzzer would not find; this one is of 512 bits and opens nothing.
KEY = """-----BEGIN PRIVATE KEY-----
MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAuhaOBN/Zu4CiuIsn
5Ve29DSarbN7Jd++2QBK+Yw6m2E/yjTgZL9a1P+PetWBPyoF4IRk/+pzbczxMnSE
77neYwIDAQABAkBgy96v9mjhubXq3KeyCoBmYv6aoCPMvageZKKbUDAkJfx3NsaE
mDL7K77gihUlcR8WZlrcOVUlMLnGFRMhSN0RAiEA59aEWRkTQV3iq2t6WmeWsRE1
OQUPTqRld5qLwJ6qAk8CIQDNe2wtwbOkaVHkjbByhtiUig9/GykcxxPEN5IRVOwB
rQIhALN2J+78bR5debguM4FFzK12X5eq5gV/Vpg2BtZtO7cbAiEArtF7tu4edRl5
p9Z4MOfSqYVQK9aiwq4Ifh69MeurIr0CIQCnysWaF7h5z3FO/AOmjxnsJjlpCBim
OkxStyAORE+veg==
-----END PRIVATE KEY-----
"""

SEEDS = [
    (0, {"type": "service_account", "client_email": "a@b.example", "private_key_id": "1", "private_key": KEY,
         "universe_domain": "googleapis.com"}),
    (0, {"type": "authorized_user", "client_id": "1", "client_secret": "\u00fc\n\"", "refresh_token": "3",
         "quota_project_id": "p"}),
    (0, {"type": "external_account"}),
    (1, {"name": "projects/1/secrets/s/versions/4", "payload": {"data": "aHVudGVyMg==", "dataCrc32c": "1"}}),
    (1, {"payload": {"data": "aHVudGVyMg=="}}),
    (2, {"error": {"code": 404, "message": "no such secret", "status": "NOT_FOUND"}}),
    (3, {"access_token": "ya29.token", "expires_in": 3599, "token_type": "Bearer"}),
    (253, {"error": "invalid_grant", "error_description": "withdrawn"}),
    (4, "projects/my-project/locations/europe-west1/secrets/db-password/versions/4"),
    (4, "aHVudGVyMg=="),
]


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, (kind, content) in enumerate(SEEDS):
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / f"seed{number}").write_bytes(bytes([kind]) + text.encode())


if __name__ == "__main__":
    main()
