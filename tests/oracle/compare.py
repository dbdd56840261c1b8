#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks Pydantic and Loom about the same inputs: usage: compare.py <program of Loom's side>.

Both must take an input, and make the same of it, or name the same places in it; or the difference is one of
differences.py, which all stand in docs/coming_from_python.md. A difference that no longer occurs fails, too.
"""

import collections
import dataclasses
import json
import pathlib
import subprocess
import sys

import pydantic

import inputs
from differences import DIFFERENCES, VALUE
from models import MODELS, UNIONS

ROOT = pathlib.Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "coming_from_python.md"
SHOWN = 40  # differences that nobody declared


@dataclasses.dataclass
class Case:
    """One input, and what each side says: by path what is wrong there; and what it took."""
    model: str
    text: bytes
    pydantic: dict = dataclasses.field(default_factory=dict)  # path -> the types of the errors there
    loom: dict = dataclasses.field(default_factory=dict)      # path -> the rules that are broken there
    taken_by_pydantic: object = None
    taken_by_loom: object = None
    messages: dict = dataclasses.field(default_factory=dict)  # of Loom, by path

    @property
    def different(self):
        """The paths that one side names and the other does not; VALUE where both took it as something else."""
        if not self.pydantic and not self.loom:
            return set() if self.taken_by_pydantic == self.taken_by_loom else {VALUE}
        return set(self.pydantic) ^ set(self.loom)


def path_of(error):
    """Loom's form of a path: items[2].quantity. The tag of a union is no part of it."""
    loc = error["loc"] + ((error["ctx"]["field"],) if error["type"] == "validate" else ())
    path = ""
    for step, *before in zip(loc, ("",) + loc, ("", "") + loc):
        union = before[1] if isinstance(before[0], int) else before[0]
        if isinstance(step, int):
            path += f"[{step}]"
        elif union not in UNIONS:
            path += f".{step}" if path else step
    return path


def ask_pydantic(case):
    try:
        case.taken_by_pydantic = MODELS[case.model].model_validate_json(case.text)
    except pydantic.ValidationError as errors:
        for error in errors.errors():
            case.pydantic.setdefault(path_of(error), []).append(error["type"])


def ask_loom(cases, program):
    asked = b"".join(b"%s %d\n%s" % (case.model.encode(), len(case.text), case.text) for case in cases)
    answers = subprocess.run([program], input=asked, stdout=subprocess.PIPE, check=True).stdout.split(b"\n")[:-1]
    assert len(answers) == len(cases), f"{len(answers)} answers to {len(cases)} inputs"
    for case, line in zip(cases, answers):
        answer = json.loads(line)
        for problem in answer.get("problems", []):
            case.loom.setdefault(problem["path"], []).append(problem["rule"])
            case.messages[problem["path"]] = problem["message"]
        if "taken" in answer:
            # As Pydantic reads what Loom writes of it.
            written = line[len(b'{"taken":'):-1]
            try:
                case.taken_by_loom = MODELS[case.model].model_validate_json(written)
            except pydantic.ValidationError as errors:
                case.taken_by_loom = f"{written.decode()}, which Pydantic refuses: {errors.errors()}"


def explained(case):
    """The declared differences that a case shows, and what none of them explains."""
    left, shown = case.different, []
    for difference in DIFFERENCES:
        found = left and left & difference.paths(case)
        if found:
            shown.append(difference.name)
            left = left - found
    return shown, left


def show(case, left):
    print(f"--- {case.model}: {case.text[:300]!r}")
    print(f"    pydantic: {case.pydantic or case.taken_by_pydantic}")
    print(f"    loom:     {[(path, *rules, case.messages[path]) for path, rules in case.loom.items()] or case.taken_by_loom}")
    print(f"    differ:   {sorted(left)}")


def check_page():
    """Each difference has its row in the page, and each row there is a difference."""
    rows = [line.split("|")[1].strip() for line in PAGE.read_text().split("## Where the two differ")[-1].splitlines()
            if line.startswith("| ") and not line.startswith(("| ---", "| an input"))]
    names = [difference.name for difference in DIFFERENCES]
    return [f"{PAGE.name} has no row '{name}'" for name in names if name not in rows] + \
           [f"{PAGE.name} has a row '{row}' that no input shows" for row in rows if row not in names]


def main():
    random_cases = [Case(model, text) for model in MODELS for text in inputs.random_inputs(model)]
    cases = random_cases + [Case(model, text) for model in MODELS for text in inputs.each_odd_value(model)]
    ask_loom(cases, sys.argv[1])
    occurred, unexplained, verdicts = collections.Counter(), [], collections.Counter()
    for case in cases:
        ask_pydantic(case)
        verdicts["taken" if not case.pydantic else "refused", "taken" if not case.loom else "refused"] += 1
        shown, left = explained(case)
        occurred.update(shown)
        if left:
            unexplained.append((case, left))

    for case, left in unexplained[:SHOWN]:
        show(case, left)
    print(f"Pydantic {pydantic.VERSION}, seed {inputs.SEED}: {len(MODELS)} models, {len(random_cases)} random inputs and "
          f"{len(cases) - len(random_cases)} with each odd value at each place")
    for (theirs, ours), count in sorted(verdicts.items()):
        print(f"{count:6} {theirs} by Pydantic, {ours} by Loom")
    for difference in DIFFERENCES:
        print(f"{occurred[difference.name]:6} differ: {difference.name}")
    print(f"{len(unexplained):6} differ and are not declared")

    wrong = check_page() + [f"no input shows the difference '{d.name}'" for d in DIFFERENCES if not occurred[d.name]]
    for line in wrong:
        print(line)
    sys.exit(1 if unexplained or wrong else 0)


main()
