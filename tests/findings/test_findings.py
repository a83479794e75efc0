"""Every kind of finding has a ledger that provokes it, and a text that says so.

``NAME.beancount`` is the ledger and ``NAME.expected`` what ``ledgerkit check``
prints of it. With the variable LEDGERKIT_WRITE_EXPECTED set, it is written anew: read
the diff.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from click.testing import CliRunner

import ledgerkit
from ledgerkit.books.subledger_findings import check_proofs
from ledgerkit.cli import main
from ledgerkit.errors import Finding
from ledgerkit.general_ledger.control_accounts import ControlAccountProof
from ledgerkit.language.finding_kinds import BEANCOUNT_ERROR, FINDING_KINDS
from ledgerkit.language.slip_kinds import IGNORED_PLUGIN, OUTSIDE_FILE
from ledgerkit.language.vocabulary import RESERVED_TYPES, TYPE_NAMES

HERE = Path(__file__).parent
WRITE = "LEDGERKIT_WRITE_EXPECTED" in os.environ
LEDGERS = sorted(HERE.glob("*.beancount"))

#: A control account differs from its open items only if ledgerkit has a fault: no
#: text provokes it. Its message is tested by itself below.
#: The proofs of statements are made with the statements: tests/general_ledger has them.
NOT_PROVOKED = {
    "control-account-differs",
    "cash-flow-differs",
    "equity-differs",
    "translation-differs",
}


def _proof(*, general_ledger: str, open_items: str) -> ControlAccountProof:
    return ControlAccountProof(
        account="Assets:Receivable",
        currency="EUR",
        general_ledger=Decimal(general_ledger),
        open_items=Decimal(open_items),
        unapplied=Decimal(0),
        unassigned=Decimal(0),
    )


each_ledger = pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.stem)


def checked(path: Path) -> str:
    """What ``ledgerkit check`` prints, seen from the ledger's folder."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        return CliRunner().invoke(main, ["check", path.name]).output
    finally:
        os.chdir(before)


def plugin_findings(path: Path) -> set[tuple[int, str]]:
    """What bean-check reports of ours: Beancount's own loader runs the plugin."""
    _directives, errors, _options = loader.load_file(str(path))
    return {
        (error.source["lineno"], error.message)
        for error in errors
        if isinstance(error, Finding)
    }


#: What no plugin reports: Beancount does that itself, or doesn't run the plugin, or it
#: is about the folder and not about what is in the books.
NOT_BY_A_PLUGIN = {BEANCOUNT_ERROR, IGNORED_PLUGIN, OUTSIDE_FILE}


def own_findings(path: Path) -> list[Finding]:
    found = ledgerkit.load(path).findings()
    return [finding for finding in found if finding.kind not in NOT_BY_A_PLUGIN]


@each_ledger
def test_the_check_prints_exactly_the_expected_text(path):
    expected = path.with_suffix(".expected")
    if WRITE:
        expected.write_text(checked(path), "utf-8")
    assert checked(path) == expected.read_text("utf-8")


@each_ledger
def test_the_ledger_brings_up_the_kind_it_is_named_after(path):
    assert path.stem in {found.kind.name for found in ledgerkit.load(path).findings()}


@each_ledger
def test_bean_check_reports_exactly_what_spoils_figures(path):
    errors = {(f.place.lineno, f.message) for f in own_findings(path) if not f.advice}
    assert plugin_findings(path) == errors


@each_ledger
def test_bean_check_reports_advice_too_where_the_book_is_strict(path, tmp_path):
    strict = tmp_path / path.name
    setting = '\n1970-01-01 custom "ledgerkit" "strict" TRUE\n'
    strict.write_text(path.read_text("utf-8") + setting, "utf-8")
    everything = {(f.place.lineno, f.message) for f in own_findings(strict)}
    assert plugin_findings(strict) == everything


@each_ledger
def test_no_plugin_of_ours_fails_in_silence(path):
    """Beancount turns an exception in a plugin into an error without a place."""
    _directives, errors, _options = loader.load_file(str(path))
    assert not [e.message for e in errors if "Error applying plugin" in e.message]


@each_ledger
def test_the_ledger_says_first_what_is_wrong_with_it(path):
    assert re.match(r";; [A-Z]", path.read_text("utf-8"))


def test_every_kind_has_a_ledger():
    kinds = {kind.name for kind in FINDING_KINDS}
    assert {path.stem for path in LEDGERS} == kinds - NOT_PROVOKED


def test_every_expected_text_belongs_to_a_ledger():
    assert {p.stem for p in HERE.glob("*.expected")} == {p.stem for p in LEDGERS}


def test_a_control_account_that_its_open_items_dont_explain_is_named():
    found = list(check_proofs([_proof(general_ledger="100.00", open_items="90.00")]))
    assert [f.kind.name for f in found] == ["control-account-differs"]
    assert found[0].message == (
        "Assets:Receivable: the general ledger says 100.00 EUR, the open items differ"
        " by 10.00; please report this fault of ledgerkit"
    )
    assert not found[0].advice


def test_a_control_account_that_its_open_items_explain_is_not_named():
    proof = _proof(general_ledger="100.00", open_items="100.00")
    assert list(check_proofs([proof])) == []


def test_a_word_kept_for_later_is_not_one_that_is_read():
    """Who builds what a word was kept for takes it off the list."""
    assert TYPE_NAMES.isdisjoint(RESERVED_TYPES)
