"""``python -m tests.mutants``: put errors into the money rules, and count survivors."""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path

from tests.mutants.changes import Mutant, mutants_of
from tests.mutants.run import Verdict, run_mutants

ROOT = Path(__file__).resolve().parent.parent.parent
RULES = ROOT / "src" / "ledgerkit"
#: The folders of money rules.
FOLDERS = (
    *("open_items", "invoices", "payables", "banking/matching"),
    *("receivables/collection", "receivables/reminders"),
)
#: How a number is read and how sure a proposal is: judgements, which the figures of
#: tests/banking/test_matching_figures.py hold.
JUDGEMENTS = {"confidence", "evidence", "line_clues", "numbers", "open_documents"}
JUDGEMENTS |= {"party_clues", "past_lines", "wording"}
#: The tests that are quick and are about them; doctests of the rules count as well.
TESTS = (
    *(f"tests/{name}" for name in ("open_items", "invoices", "payables")),
    *(f"tests/{name}" for name in ("banking", "receivables", "reports")),
    *(f"tests/books/test_{name}.py" for name in ("differences", "disputes")),
    *(f"tests/books/test_{name}.py" for name in ("plan_bill", "read_invoices")),
    *(f"src/ledgerkit/{folder}" for folder in FOLDERS),
)


def main() -> int:
    """Draw mutants, run them, and print what survives."""
    options = _options()
    paths = [path.resolve() for path in options.modules] or sorted(
        path
        for folder in FOLDERS
        for path in (RULES / folder).glob("*.py")
        if path.stem not in JUDGEMENTS
    )
    mutants = [mutant for path in paths for mutant in mutants_of(path)]
    made = len(mutants)
    if options.count and options.count < made:
        drawn = random.Random(options.seed).sample(range(made), options.count)
        mutants = [mutants[at] for at in sorted(drawn)]
    print(f"{len(mutants)} of {made} mutants", flush=True)
    verdicts: list[Verdict] = []

    def tell(mutant: Mutant, verdict: Verdict) -> None:
        verdicts.append(verdict)
        if options.verbose or not verdict.is_killed:
            place = f"{mutant.path.relative_to(ROOT)}:{mutant.line}"
            print(f"{place}: {verdict}: {mutant.change}", flush=True)

    failing = run_mutants(
        mutants, options.tests, processes=options.processes, tell=tell
    )
    if failing:
        print("Left out, as they fail without any mutant:", *failing, sep="\n")
    killed = sum(verdict.is_killed for verdict in verdicts)
    print(f"{killed} of {len(verdicts)} killed: {100 * killed // len(verdicts)} %")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__
    )
    add = parser.add_argument
    add("modules", nargs="*", type=Path, help="modules to change (default: the rules)")
    add("--tests", nargs="+", default=TESTS, help="tests to run")
    add("--count", type=int, default=0, help="how many mutants to draw (default: all)")
    add("--seed", type=int, default=1, help="of the draw")
    add("--processes", type=int, default=os.cpu_count() or 1)
    add("--verbose", action="store_true", help="name the killed ones too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
