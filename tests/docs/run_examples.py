#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles the examples of README.md and docs/*.md, and runs those that are programs.

A fenced block ```cpp is
- with `int main` in it: a whole program, compiled, linked and run; it must exit 0;
- with a first line `// given: shop.hpp`: statements, compiled as the body of a function after
  tests/docs/shop.hpp, which declares what they speak of;
- anything else: a sketch, which nobody compiles; it is only counted.
They are built against an installed Loom by pkg-config, as a reader would.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GIVEN = re.compile(r"^\s*// given: (\S+)\n")


def examples():
    """For each block its place, its source, and whether it is a program; no source for a sketch."""
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]:
        text = page.read_text() if page.exists() else ""
        for block in BLOCK.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            place = f"{page.relative_to(ROOT)}:{line}"
            code = block.group(1)
            given = GIVEN.match(code)
            if re.search(r"\bint main\b", code):
                yield place, code, True
            elif given:
                yield place, f'#include "{given.group(1)}"\nvoid example() {{\n{code}}}\n', False
            else:
                yield place, None, False


def run(command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return "" if result.returncode == 0 else f"exit code {result.returncode}\n{result.stdout}"


def pkg_config(*wanted):
    found = subprocess.run(["pkg-config", *wanted, "loom"], capture_output=True, text=True, check=True)
    return shlex.split(found.stdout)


def check(example, compiler, build):
    """Why the example is wrong; empty when it is right."""
    place, code, is_program = example
    name = re.sub(r"\W", "_", place)
    source = build / f"{name}.cpp"
    source.write_text(code)
    compile_it = [*compiler, "-std=c++20", f"-I{HERE}", *pkg_config("--cflags"), str(source)]
    if not is_program:
        return run([*compile_it, "-fsyntax-only", "-Wno-unused"])
    program = str(build / name)
    folder = pkg_config("--variable=libdir")[0]  # a shared Loom is found there when it runs
    link = [*pkg_config("--libs"), f"-Wl,-rpath,{folder}"]
    return run([*compile_it, "-o", program, *link]) or run([program])


def setting(description):
    """The compiler's words, and the folder to build in, with the installed Loom where pkg-config finds it."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--compiler", required=True, help="the compiler and its flags, as one text")
    parser.add_argument("--prefix", required=True, help="where Loom is installed")
    parser.add_argument("--build", required=True, help="a folder for what is made here")
    options = parser.parse_args()

    build = pathlib.Path(options.build)
    build.mkdir(parents=True, exist_ok=True)
    folders = [str(path.parent) for path in pathlib.Path(options.prefix).rglob("loom.pc")]
    os.environ["PKG_CONFIG_PATH"] = ":".join(folders)
    return shlex.split(options.compiler), build


def main():
    compiler, build = setting(__doc__)
    every = list(examples())
    real = [example for example in every if example[1] is not None]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        reasons = list(pool.map(lambda e: check(e, compiler, build), real))
    for (place, _, is_program), reason in zip(real, reasons):
        kind = "program" if is_program else "statements"
        print(f"{'FAILED' if reason else 'ok    '}  {place} ({kind})" + (f": {reason}" if reason else ""))
    print(f"{len(real)} examples compiled, {len(every) - len(real)} sketches left alone")
    sys.exit(min(sum(map(bool, reasons)), 100))


if __name__ == "__main__":
    main()
