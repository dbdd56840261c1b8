#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the certificates of a test into a folder.

Usage: make_certificates.py FOLDER

ca.pem, other.pem   two authorities
server.pem          key and certificate of 127.0.0.1, by the first
client.pem          those of a client, by the first; client.subject is its name for the server
stranger.pem        those of a client, by the second
"""

import pathlib
import sys

import trustme
from cryptography import x509

folder = pathlib.Path(sys.argv[1])
authority, other = trustme.CA(), trustme.CA()
authority.cert_pem.write_to_path(folder / "ca.pem")
other.cert_pem.write_to_path(folder / "other.pem")
authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")

for name, signer in {"client": authority, "stranger": other}.items():
    issued = signer.issue_cert(f"{name}@example.org", common_name=name, organization_name="clients")
    issued.private_key_and_cert_chain_pem.write_to_path(folder / f"{name}.pem")
    subject = x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes()).subject
    (folder / f"{name}.subject").write_text(subject.rfc4514_string())
