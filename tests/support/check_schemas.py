#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says of JSON Schemas and of values whether they are valid, as PyPI's jsonschema sees it.

Reads JSON lines: {"schema": …} is checked against the meta-schema and holds for the {"value": …} that follow.
Writes a line for each: empty, or the place and the keyword that it breaks.
"""

import datetime
import decimal
import json
import sys

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

# Python's dates begin with the year 1, those of RFC 3339 with the year 0: a leap year, as 2000 is.
@Draft202012Validator.FORMAT_CHECKER.checks("date", ValueError)
def is_date(text):
    if not isinstance(text, str):
        return True  # which is the business of "type"
    return bool(datetime.date.fromisoformat(f"2000{text[4:]}" if text.startswith("0000-") else text))


# Numbers stay what is written: 0.3 is 3 times 0.1.
numbers = {"parse_float": decimal.Decimal}
validator = None
for line in sys.stdin:
    given = json.loads(line, **numbers)
    verdict = ""
    if "schema" in given:
        try:
            Draft202012Validator.check_schema(given["schema"])
        except SchemaError as error:
            verdict = f"no schema: {error.json_path} {error.message}"
        validator = Draft202012Validator(given["schema"], format_checker=Draft202012Validator.FORMAT_CHECKER)
    else:
        error = next(validator.iter_errors(given["value"]), None)
        if error is not None:
            verdict = f"{error.json_path} {error.validator}"
    print(verdict)
