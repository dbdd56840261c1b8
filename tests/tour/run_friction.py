#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles the cases of friction.txt (its head tells the format) and checks the compiler's words.

A case that landed.txt lists must hold; another one is reported only.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


@dataclasses.dataclass
class Case:
    name: str
    words: list = dataclasses.field(default_factory=list)
    must_compile: bool = False
    top: list = dataclasses.field(default_factory=list)
    body: list = dataclasses.field(default_factory=list)

    def source(self):
        return "\n".join([*self.top, "void friction_case() {", *self.body, "}", ""])


def read_cases(text):
    cases = []
    for line in text.splitlines():
        if line.startswith("== "):
            cases.append(Case(line[3:].strip()))
        elif not cases or not line.strip():
            continue
        elif line.startswith("say:"):
            cases[-1].words = [word.strip() for word in line[4:].split(",") if word.strip()]
        elif line.strip() == "ok":
            cases[-1].must_compile = True
        elif line.startswith("top:"):
            cases[-1].top.append(line[4:].strip())
        else:
            cases[-1].body.append(line)
    return cases


class Compiler:
    """One compiler with the prelude as a precompiled header, which spares most of the time."""

    def __init__(self, path, include, build):
        self.build = pathlib.Path(build)
        self.build.mkdir(parents=True, exist_ok=True)
        self.command = [path, "-std=c++20", "-I", include, "-Werror=unused-result"]
        version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
        self.is_clang = "clang" in version.stdout

    def run(self, *arguments):
        environment = {**os.environ, "LC_ALL": "C"}
        return subprocess.run(
            [*self.command, *map(str, arguments)], capture_output=True, text=True, env=environment
        )

    def precompile(self, prelude):
        """The compiler's complaint, empty when the prelude compiles."""
        suffix = "pch" if self.is_clang else "gch"
        # A copy beside the precompiled header: g++ looks for `<header>.gch` next to the header.
        header = self.build / "prelude.hpp"
        header.write_text(prelude.read_text())
        result = self.run("-x", "c++-header", header, "-o", f"{header}.{suffix}")
        self.prelude = ["-include-pch", f"{header}.pch"] if self.is_clang else ["-include", header]
        return result.stderr if result.returncode else ""

    def check(self, case):
        """Why the case does not hold; empty when it does."""
        source = self.build / f"{case.name}.cpp"
        source.write_text(case.source())
        result = self.run(*self.prelude, "-fsyntax-only", source)
        first = next((line for line in result.stderr.splitlines() if "error:" in line), "")
        if case.must_compile:
            return f"must compile, but: {first}" if result.returncode else ""
        if not result.returncode:
            return "compiles, but must not"
        missing = [word for word in case.words if not holds(first, word)]
        return f"does not say {', '.join(missing)}: {first}" if missing else ""


def holds(text, word):
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--include", required=True, help="the folder of loom/loom.hpp")
    parser.add_argument("--build", required=True, help="a folder for what is made here")
    parser.add_argument("names", nargs="*", help="only these cases")
    options = parser.parse_args()

    cases = read_cases((HERE / "friction.txt").read_text())
    lines = (HERE / "landed.txt").read_text().splitlines()
    landed = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    unknown = {name for name in landed if not name.endswith(".cpp")} - {case.name for case in cases}
    if unknown:
        sys.exit(f"landed.txt names no case of friction.txt: {', '.join(sorted(unknown))}")
    if options.names:
        cases = [case for case in cases if case.name in options.names]

    prelude = HERE / "friction_prelude.hpp"
    compiler = Compiler(options.compiler, options.include, options.build)
    complaint = compiler.precompile(prelude)
    if complaint:
        print(f"{prelude.name} does not compile:\n{complaint[:4000]}")
        reasons = ["the prelude does not compile"] * len(cases)
    else:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            reasons = list(pool.map(compiler.check, cases))

    failed = 0
    for case, reason in zip(cases, reasons):
        if not reason:
            print(f"ok       {case.name}" + ("" if case.name in landed else " (not in landed.txt)"))
        elif case.name in landed:
            failed += 1
            print(f"FAILED   {case.name}: {reason}")
        else:
            print(f"not yet  {case.name}: {reason}")
    sys.exit(min(failed, 100))


if __name__ == "__main__":
    main()
