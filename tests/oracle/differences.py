# SPDX-License-Identifier: Apache-2.0
"""Where Loom differs from Pydantic on purpose. docs/coming_from_python.md says why, in a row for each.

A difference explains a path only where the input itself shows it: by the value that stands there.
"""

import dataclasses
import json
import math
import re
import typing

VALUE = "=value"  # stands for the path where both take an input, as different values


@dataclasses.dataclass
class Difference:
    name: str
    paths: typing.Callable  # of a case: the paths whose difference it explains


# --- What an input holds ---

class Number(str):
    """A number as it is written."""


def values(text):
    """The values of a JSON text by their paths; none where it is no JSON."""
    try:
        whole = json.loads(text, parse_int=Number, parse_float=Number)
    except (ValueError, RecursionError):
        return {}
    found, todo = {}, [("", whole)]
    while todo:
        path, value = todo.pop()
        found[path] = value
        if isinstance(value, dict):
            todo += [(f"{path}.{name}" if path else name, member) for name, member in value.items()]
        elif isinstance(value, list):
            todo += [(f"{path}[{i}]", element) for i, element in enumerate(value)]
    return found


def where(case, is_so):
    """The paths that only one side names, where the input has such a value."""
    found = values(case.text)
    return {path for path in case.different if path in found and is_so(found[path])}


def where_text(case, pattern, rule="type"):
    """Texts of a form that Loom refuses, for being of another type than expected."""
    return where(case, lambda value: type(value) is str and re.fullmatch(pattern, value)) & where_loom_says(case, rule)


def where_loom_says(case, *rules):
    return {path for path, broken in case.loom.items() if set(rules) & set(broken)}


def where_pydantic_says(case, *types):
    return {path for path, errors in case.pydantic.items() if set(types) & set(errors)}


# --- What differs ---

def given_twice(case):
    """Loom names the member; Pydantic may find something else wrong with the last of them."""
    twice = where_loom_says(case, "duplicate")
    return {path for path in case.different for place in twice
            if path == place or path.startswith((place + ".", place + "["))}


def no_json(case):
    stops = list(case.loom.values()) == [["json"]] and "" not in case.pydantic
    return case.different if stops and re.search(rb"NaN|Infinity", case.text) else set()


def endless_digits(case):
    is_so = where_pydantic_says(case, "json_invalid") and re.search(rb"[0-9]{4301}", case.text)
    return case.different if is_so else set()


def deep(case):
    return case.different if where_loom_says(case, "depth") else set()


def kind(case):
    found = set()
    for path in where_pydantic_says(case, "union_tag_not_found", "union_tag_invalid"):
        named = {f"{path}.{field}" for field in ("kind", "type")} & where_loom_says(case, "type", "kind", "missing")
        found |= {path} | named if named else set()
    return found


def no_double(value):
    """True for a whole number that is neither exactly a double nor the shortest text of one."""
    if not isinstance(value, Number) or not re.fullmatch("-?[0-9]+", value) or math.isinf(float(value)):
        return False
    shortest = repr(float(value)).partition("e")[0].removesuffix(".0").replace(".", "")
    return int(float(value)) != int(value) and shortest.rstrip("0") != value.rstrip("0")


def elements(case):
    """Loom names an array's length or another rule of its own beside what is wrong in its elements, Pydantic one of
    both: the elements, but for an array that is too long."""
    arrays = where_loom_says(case, "unique_items") | {path for path in case.loom if case.messages[path].startswith("expected an array of")}
    return {path for path in case.different for array in arrays if path == array or path.startswith(array + "[")}


TIME_OF_PYTHON = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T _][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})"
UUID_OF_PYTHON = r"(\{|urn:uuid:)?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?"

DIFFERENCES = [
    Difference("a member that is given twice", given_twice),
    Difference("`NaN`, `Infinity`", no_json),
    Difference("more than 100 levels, the arrays counted", deep),
    Difference("a whole number of more than 4,300 digits", endless_digits),
    Difference("a whole number that no `double` is", lambda case: where(case, no_double) & where_loom_says(case, "type")),
    Difference("`true` or `1.0` for a `Literal[1, 2]`",
               lambda case: where(case, lambda value: value is True or value == "1.0") & {"weight"}),
    Difference("a number for a `Decimal`",
               lambda case: where(case, lambda value: isinstance(value, Number)) & {"amount", "price"}),
    Difference("`\"1_000\"`, `\" 1\"` or other digits for a `Decimal`",
               lambda case: where_text(case, r"\s*\d[\d_]*\s*") & {"amount", "price"}),
    Difference("a `Decimal` of more than 28 digits",
               lambda case: where(case, lambda value: type(value) is str and len(re.sub("[^0-9]", "", value)) > 28)
               & where_pydantic_says(case, "multiple_of")),
    Difference("a time that has no seconds, a space for the `T`, a comma, or no colon in its offset",
               lambda case: where_text(case, TIME_OF_PYTHON) - finer(case)),
    Difference("a time finer than a millisecond", lambda case: finer(case)),
    Difference("`\"1700000000\"` for a time", lambda case: where_text(case, r"-?[0-9]+(\.[0-9]+)?")),
    Difference("the year 0", lambda case: where(case, lambda value: type(value) is str and value.startswith("0000-"))),
    Difference("a `UUID` without hyphens, in braces or as a URN", lambda case: where_text(case, UUID_OF_PYTHON)),
    Difference("base64 of URLs, or without its padding",
               lambda case: where_text(case, r"[A-Za-z0-9_-]*=*") & {"data"}),
    Difference("a key of a map that MongoDB cannot store", lambda case: where_loom_says(case, "key")),
    Difference("a variant of no known kind", kind),
    Difference("an array and its elements are both wrong", elements),
    Difference("a `float` that is nearly a multiple",
               lambda case: where(case, lambda value: isinstance(value, Number)) & where_loom_says(case, "multiple_of")),
]


def finer(case):
    return where_text(case, r".*\.[0-9]{3}0*[1-9][0-9]*([Zz]|[+-].*)")
