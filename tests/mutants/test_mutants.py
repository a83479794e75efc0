"""That the mutation run changes what it says, and that its tests see it."""

import subprocess
import sys

import pytest

from ledgerkit.invoices import discount_taking
from tests.conftest import ROOT
from tests.mutants.changes import mutants_of
from tests.mutants.swap import Functions

MODULE = '''\
"""A rule."""

RATE = 1


class Till:
    def take(self, cash: Decimal, bills: list) -> Decimal:
        """Not changed: 1 < 2."""
        assert cash > 0
        left = cash
        for bill in bills:
            if bill.held and not 0 < bill.open:
                continue
            left -= min(left, bill.open)
            self.seen.append(bill)
        if left < 0:
            raise ValueError(f"{left - 1} left")
        return left
'''


def changes(tmp_path, text):
    path = tmp_path / "rule.py"
    path.write_text(text)
    return {(mutant.line, mutant.change) for mutant in mutants_of(path)}


def test_what_a_function_reckons_is_changed_in_one_place_at_a_time(tmp_path):
    assert changes(tmp_path, MODULE) == {
        (12, "bill.held and (not 0 < bill.open)  ->  bill.held or not 0 < bill.open"),
        (12, "0 < bill.open  ->  0 <= bill.open"),
        (12, "0 < bill.open  ->  1 < bill.open"),
        (12, "0 < bill.open  ->  -1 < bill.open"),
        (13, "continue  ->  left out"),
        (14, "left -= min(left, bill.open)  ->  left += min(left, bill.open)"),
        (14, "left -= min(left, bill.open)  ->  left out"),
        (14, "min(left, bill.open)  ->  max(left, bill.open)"),
        (15, "self.seen.append(bill)  ->  left out"),
        (16, "left < 0  ->  left <= 0"),
        (16, "left < 0  ->  left < 1"),
        (16, "left < 0  ->  left < -1"),
        (18, "return left  ->  return -left"),
    }


def test_a_mutant_is_the_module_with_that_change_and_no_other(tmp_path):
    path = tmp_path / "rule.py"
    text = "def less(a, b):\n    return a < b or a - b > 2\n"
    path.write_text(text)
    pairs = ((1, 1), (1, 2), (3, 1), (5, 1))
    found = {}
    for mutant in mutants_of(path):
        names = {}
        exec(mutant.code(), names)
        found[mutant.change] = [names["less"](*pair) for pair in pairs]
    assert found["a < b  ->  a <= b"] == [True, True, False, True]
    assert found["a - b > 2  ->  a - b >= 2"] == [False, True, True, True]
    assert found["a - b  ->  a + b"] == [False, True, True, True]
    assert path.read_text() == text


def test_loaded_functions_get_the_changed_code_and_nothing_else_does():
    path = ROOT / "src/ledgerkit/invoices/discount_taking.py"
    [mutant] = [
        each
        for each in mutants_of(path)
        if each.change == "in_time >= offer.reduced  ->  in_time > offer.reduced"
    ]
    kept = discount_taking.earned_of.__code__
    functions = Functions([path])
    try:
        assert functions.swap(path, mutant.code(), mutant.function)
        assert discount_taking.earned_of.__code__ is not kept
        assert discount_taking.earned_of.__code__.co_name == "earned_of"
    finally:
        discount_taking.earned_of.__code__ = kept


@pytest.fixture(scope="module")
def told():
    """What a run says of the discounts' rules, with the tests that are about them."""
    arguments = ["src/ledgerkit/invoices/discount_taking.py", "--verbose"]
    arguments += ["--tests", "tests/invoices/test_discount_taking.py"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "change",
    [
        "p.day <= offer.until  ->  p.day < offer.until",
        "day <= offer.until  ->  day < offer.until",
        "taken > earned  ->  taken >= earned",
        "open_ - paid  ->  open_ + paid",
    ],
)
def test_a_known_mutant_is_killed(told, change):
    assert f": killed: {change}\n" in told


def test_what_no_test_reaches_is_said_to_survive(told):
    assert ": survived, no test reaches it: return max(self.taken" in told
    assert " killed: " in told.splitlines()[-1]
