#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes every document of the BSON corpus into a file of its own, for the fuzzers to begin with.

Usage: write_seeds.py CORPUS_FOLDER SEED_FOLDER
"""

import json
import pathlib
import sys

corpus, seeds = (pathlib.Path(argument) for argument in sys.argv[1:])
seeds.mkdir(parents=True, exist_ok=True)
for source in sorted(corpus.glob("*.json")):
    content = json.loads(source.read_text(encoding="utf-8"))
    cases = content.get("valid", []) + content.get("decodeErrors", [])
    texts = [case[key] for case in cases for key in ("canonical_bson", "degenerate_bson", "bson") if key in case]
    for index, text in enumerate(texts):
        (seeds / f"{source.stem}-{index:03}").write_bytes(bytes.fromhex(text))
