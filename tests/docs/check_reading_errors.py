#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares docs/reading_errors.md with the sentences that the headers make the compiler say.

A sentence is the text of a static_assert, or of a throw in what runs at compile time. On the page it
stands in a line of its own behind "> ".
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parent.parent.parent
LITERAL = r'"(?:[^"\\\n]|\\.)*"'
SAID = re.compile(rf"(?:static_assert\([^;]*?,|\bthrow)\s*((?:{LITERAL}\s*)+)\)?;", re.DOTALL)


def sentence(literals):
    """What adjacent string literals say."""
    text = "".join(part[1:-1] for part in re.findall(LITERAL, literals))
    return re.sub(r"\\(.)", r"\1", text)


def main():
    said = {}
    for header in sorted((ROOT / "include").rglob("*.hpp")):
        for literals in SAID.findall(header.read_text(encoding="utf-8")):
            said.setdefault(sentence(literals), header.relative_to(ROOT))
    page = (ROOT / "docs" / "reading_errors.md").read_text(encoding="utf-8").splitlines()
    listed = [line[2:].strip() for line in page if line.startswith("> ")]

    wrong = [f"not on the page: {text} ({header})" for text, header in said.items() if text not in listed]
    wrong += [f"on the page, but no header says it: {text}" for text in listed if text not in said]
    wrong += [f"twice on the page: {text}" for text in set(listed) if listed.count(text) > 1]
    print("\n".join(wrong) or f"{len(listed)} sentences are explained")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
