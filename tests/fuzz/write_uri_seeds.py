#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what uri_fuzz begins with: URIs, and the parts of URIs around a password, with each option.

Usage: write_uri_seeds.py SEED_FOLDER
"""

import pathlib
import sys

OPTIONS = """appName=a authMechanism=SCRAM-SHA-256 authMechanism=MONGODB-X509 authSource=admin compressors=zlib,zstd
    authMechanismProperties=AWS_SESSION_TOKEN:t connectTimeoutMS=1 directConnection=true heartbeatFrequencyMS=500
    journal=false localThresholdMS=1 maxPoolSize=4 readConcernLevel=local readPreference=secondary replicaSet=r
    retryReads=false retryWrites=false serverSelectionTimeoutMS=1 socketTimeoutMS=1 ssl=true tls=true tls=false
    tlsAllowInvalidCertificates=true tlsAllowInvalidHostnames=true tlsCAFile=a.pem tlsCertificateKeyFile=a.pem
    tlsInsecure=true w=0 w=1 w=majority wtimeoutMS=1 zlibCompressionLevel=1""".split()
HOSTS = ["127.0.0.1", "localhost:27018,127.0.0.2", "[::1]:27017", "%2Ftmp%2Fa.sock", "db.example.org", "a@b", "127.0.0.1.x"]

seeds = pathlib.Path(sys.argv[1])
seeds.mkdir(parents=True, exist_ok=True)
rests = [f"{host}/?tls=true" for host in HOSTS] + [f"{host}/{option}" for host in HOSTS for option in ("", "?w=1")]
rests += [f"127.0.0.1/db?{option}" for option in OPTIONS]
rests += [f"db.example.org/?tls=true&{option}" for option in OPTIONS]
texts = [f"mongodb://{rest}" for rest in rests] + ["mongodb+srv://db.example.org/?tls=false", "http://a/"]
texts += [f"user\n{tail}\n{rest}" for rest in rests for tail in ("", "%40%3A", "@")]
for index, text in enumerate(texts):
    (seeds / f"{index:03}").write_text(text, encoding="utf-8")
