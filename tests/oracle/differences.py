# SPDX-License-Identifier: Apache-2.0
"""Where Loom differs from Pydantic on purpose. docs/coming_from_python.md says why, in a row for each."""

import dataclasses
import typing

VALUE = "=value"  # stands for the path where both take an input, as different values


@dataclasses.dataclass
class Difference:
    name: str
    paths: typing.Callable  # of a case: the paths whose difference it explains


DIFFERENCES = []
