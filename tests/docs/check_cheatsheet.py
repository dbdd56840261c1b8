#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles every line of docs/cheatsheet.md and compares it with the JSON beside it.

A line is a row of a table whose second cell is JSON; a third cell is the type of its value. The first ```cpp
block of the page declares the models. It is built against an installed Loom, as the examples are.
"""

import json
import re
import subprocess
import sys

from run_examples import BLOCK, HERE, ROOT, pkg_config, run, setting

CELL = re.compile(r"(?<!\\)\|")


def rows(page):
    """The number of each line, and its cells without their backticks."""
    for number, line in enumerate(page.splitlines(), 1):
        if line.startswith("| `"):
            cells = [cell.strip().strip("`").replace("\\|", "|") for cell in CELL.split(line)[1:-1]]
            if cells[1][:1] in "{[":
                yield number, cells


def program(models, lines):
    checks = []
    for number, (code, _, *kind) in lines:
        checks.append(f"  cheatsheet::line({number}, cheatsheet::of({code}));")
        if kind:
            made = f"decltype(cheatsheet::result({code}))"
            checks.append(f'  static_assert(std::is_same_v<{made}, std::type_identity<{kind[0]}>>, "line {number}");')
    return "\n".join(['#include "cheatsheet.hpp"', models, "int main() {", *checks, "}", ""])


def parsed(text):
    """JSON in which the order of names counts, and numbers are compared by their values."""
    return json.loads(text, object_pairs_hook=list)


def main():
    compiler, build = setting(__doc__)
    page = (ROOT / "docs" / "cheatsheet.md").read_text(encoding="utf-8")
    lines = list(rows(page))
    source = build / "cheatsheet.cpp"
    source.write_text(program(BLOCK.search(page).group(1), lines))
    binary = str(build / "cheatsheet")
    command = [*compiler, "-std=c++20", f"-I{HERE}", *pkg_config("--cflags"), str(source)]
    folder = pkg_config("--variable=libdir")[0]  # a shared Loom is found there when it runs
    command += ["-o", binary, *pkg_config("--libs"), f"-Wl,-rpath,{folder}"]
    if complaint := run(command):
        sys.exit(complaint)
    output = subprocess.run([binary], capture_output=True, text=True, check=True).stdout
    made = [line.split(" ", 1)[1] for line in output.splitlines()]
    wrong = [
        f"docs/cheatsheet.md:{number}: {said}"
        for (number, cells), said in zip(lines, made, strict=True)
        if parsed(said) != parsed(f'{{"": {cells[1]}}}')
    ]
    print("\n".join(wrong) or f"{len(made)} lines are what they say")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
