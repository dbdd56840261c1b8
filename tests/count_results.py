#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints `passed failed` for a JUnit file of ctest; a program of GoogleTest or unittest counts by its own tests."""

import re
import sys
import xml.etree.ElementTree


def number(output, pattern):
    found = re.search(pattern, output, re.MULTILINE)
    return int(found.group(1)) if found else 0


def counts(test):
    ok = test.get("status") == "run"
    output = test.findtext("system-out") or ""
    if ok and (unittests := number(output, r"^Ran (\d+) tests? in .*\n\nOK$")):
        return unittests, 0
    passed = number(output, r"^\[  PASSED  \] (\d+) tests?\.")
    failed = number(output, r"^\[  FAILED  \] (\d+) tests?, listed below")
    if not ok:
        return passed, max(failed, 1)
    return (passed if "[  PASSED  ]" in output else 1), 0


def main():
    try:
        tests = [counts(test) for test in xml.etree.ElementTree.parse(sys.argv[1]).iter("testcase")]
    except OSError:
        tests = [(0, 1)]  # ctest itself did not get so far
    print(sum(passed for passed, _ in tests), sum(failed for _, failed in tests))


main()
