"""The beangulp importer, in beangulp's own command line and in Fava's import page."""

from pathlib import Path

import beangulp
import pytest
from click.testing import CliRunner
from fava.core import FavaLedger
from tests.importers.bank_files.ofx_files import SGML

from ledgerkit.importers.beangulp_importer import BankImporter

LEDGER = """\
1970-01-01 open Assets:Bank:Intesa EUR
  iban: "IT60X0542811101000000123456"
1970-01-01 open Assets:Receivable
1970-01-01 open Income:Services
1970-01-01 open Expenses:Purchases
1970-01-01 open Equity:Opening-Balances
2026-01-02 * "Acme" "Design" ^2026-001
  Assets:Receivable  1220.00 EUR
  Income:Services
2026-01-06 * "Lumen" "Electricity"
  Assets:Bank:Intesa  -80.50 EUR
    bank-ref: "A-3"
  Expenses:Purchases
2026-01-06 ! "Lumen" "Light"
  Assets:Bank:Intesa  -80.50 EUR
  Expenses:Purchases
2025-12-31 * "Opening"
  Assets:Bank:Intesa  1000.00 EUR
  Equity:Opening-Balances
"""
IMPORTER = BankImporter("Assets:Bank:Intesa", "IT60 X054 2811 1010 0000 0123 456")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "main.beancount").write_text(
        f'option "documents" "documents"\n{LEDGER}'
        '1970-01-01 custom "fava-option" "import-config" "config.py"\n'
        '1970-01-01 custom "fava-option" "import-dirs" "downloads"\n',
        encoding="utf-8",
    )
    (tmp_path / "config.py").write_text(
        "from ledgerkit.importers.beangulp_importer import BankImporter\n"
        'CONFIG = [BankImporter("Assets:Bank:Intesa",'
        ' "IT60X0542811101000000123456")]\n',
        encoding="utf-8",
    )
    (tmp_path / "documents").mkdir()
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads/bank.ofx").write_bytes(SGML)
    return tmp_path


def run(*arguments):
    done = CliRunner().invoke(
        beangulp.Ingest([IMPORTER]).cli, list(map(str, arguments))
    )
    assert done.exception is None, done.output
    return done.output


def test_a_file_is_identified_by_its_account(folder):
    assert "ledgerkit.Assets:Bank:Intesa" in run("identify", folder / "downloads")
    assert not BankImporter("Assets:Bank:Other", "DE89370400440532013000").identify(
        str(folder / "downloads/bank.ofx")
    )
    assert not IMPORTER.identify(str(folder / "main.beancount"))


def test_beangulp_extracts_what_the_ledger_lacks(folder):
    ledger = folder / "main.beancount"
    text = run("extract", "-e", ledger, folder / "downloads/bank.ofx")
    active = [line for line in text.splitlines() if not line.startswith(";")]
    heads = [" ".join(one.split()) for one in active if one.startswith("2026")]
    assert heads == [
        '2026-01-05 * "Acme" "Invoice 2026-001" ^2026-001',
        "2026-02-01 balance Assets:Bank:Intesa 2059.00 EUR",
    ]
    # The two that are there are shown, and left out.
    assert text.count("; 2026-01-06 !") == 2


def test_without_a_ledger_every_line_waits_on_suspense(folder):
    text = run("extract", folder / "downloads/bank.ofx")
    assert text.count("Expenses:Suspense") == 3


def test_beangulp_archives_by_the_last_day(folder):
    run("archive", "-o", folder / "documents", folder / "downloads/bank.ofx")
    kept = folder / "documents/Assets/Bank/Intesa/2026-01-31.bank.ofx"
    assert kept.read_bytes() == SGML


def test_favas_import_page_shows_the_same(folder):
    ledger = FavaLedger(str(folder / "main.beancount"))
    before = [str(entry) for entry in ledger.all_entries]
    (found,) = [
        file
        for file in ledger.ingest.import_data()
        if Path(file.name).name == "bank.ofx"
    ]
    (info,) = found.importers
    assert (info.account, str(info.date)) == ("Assets:Bank:Intesa", "2026-01-31")
    entries = ledger.ingest.extract(found.name, info.importer_name)
    new = [entry for entry in entries if "__duplicate__" not in entry.meta]
    assert [type(entry).__name__ for entry in new] == ["Transaction", "Balance"]
    assert len(entries) == 4
    assert [str(entry) for entry in ledger.all_entries] == before
