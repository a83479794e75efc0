"""Published CAMT and MT940 files are read whole, counted in other ways than ours."""

import re
from decimal import Decimal

import pytest
from lxml import etree

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.read import read_bank_file

#: Files that their publishers call wrong, too, and what is said of them.
REFUSED = {
    "camt053.v2.wrong.xml": "without a statement (Stmt) in it",
    "camt053_garbled_amount.xml": 'is "12..34", which is no number',
    "empty_non_swift.sta": "no bank statement that is known",
    "invalid.xml": "no bank statement that is known",
    "invalid_statement.sta": "no bank statement that is known",
    "raphaelm.sta": ':62M: is "C020315105000,00", which is no balance',
    "sparkassen.sta": ':61: is "1811261126CR", which is no movement',
}
#: Letters that two code pages write; nobody but a person can tell.
ENCODED = {"raiffeisen-cmi.sta": "cp850"}
#: Of these the publisher changed or cut amounts; each movement is held against
#: another reader's below.
UNTIED = {
    "abnamro.sta",
    "details_60-63.sta",
    "ing.sta",
    "knab.sta",
    "malformed_details.sta",
    "overly_long_details.sta",
    "postfinance.sta",
    "rabobank.sta",
    "raiffeisen-cmi.sta",
    "sepa_snippet.sta",
    "sepa_snippet_broken.sta",
    "triodos.sta",
    "whitespace.sta",
    "with_newline_in_tnr.sta",
}


def published(shared_data, folder, *endings):
    found = [p for p in sorted((shared_data / folder).rglob("*")) if p.is_file()]
    chosen = [path for path in found if path.name.endswith(endings)]
    assert chosen
    return chosen


def read(path):
    choices = BankFileChoices(encoding=ENCODED.get(path.name))
    return read_bank_file(path.read_bytes(), path.name, choices)


def movements_in_xml(data):
    """Payments by XPath; an entry without any counts as one."""
    root = etree.fromstring(data)
    entries = root.xpath("//*[local-name()='Ntry']")
    inside = "count(.//*[local-name()='TxDtls'])"
    return sum(max(1, int(entry.xpath(inside))) for entry in entries)


def movements_in_tags(data):
    return len(re.findall(rb"(?m)^:61:", data))


def ties(statements):
    """How many statements state both balances, and how many of them tie."""
    stated = [s.unexplained for s in statements if s.unexplained is not None]
    return stated.count(0), len(stated)


@pytest.mark.parametrize(
    ("folder", "endings", "count"),
    [
        pytest.param("bank-camt", (".xml",), movements_in_xml, id="CAMT"),
        pytest.param("bank-mt940", (".sta", ".mt940"), movements_in_tags, id="MT940"),
    ],
)
def test_every_movement_of_published_files_is_a_line(
    shared_data, folder, endings, count
):
    total = 0
    print(f"\n{'file':46}{'in it':>6}{'lines':>6}  balances tie")
    for path in published(shared_data, folder, *endings):
        data = path.read_bytes()
        reason = REFUSED.get(path.name, "pain.001" if b"pain.001" in data else "")
        if reason:
            with pytest.raises(UnreadableFileError, match=re.escape(reason)) as error:
                read_bank_file(data, path.name)
            print(f"{path.name:46}  refused: {error.value}")
            continue
        statements = read(path)
        expected = count(data)
        lines = [line for one in statements for line in one.lines]
        tied, stated = ties(statements)
        print(f"{path.name:46}{expected:>6}{len(lines):>6}  {tied} of {stated}")
        assert len(lines) == expected, path.name
        if folder == "bank-mt940" and path.name not in UNTIED:
            assert tied == stated, path.name
        total += len(lines)
    print(f"{'together':46}{total:>12}")


def test_entries_come_to_what_the_file_says(shared_data):
    for path in published(shared_data, "bank-camt", ".xml"):
        if path.name in REFUSED:
            continue
        root = etree.fromstring(path.read_bytes())
        expected = Decimal(0)
        for entry in root.xpath("//*[local-name()='Ntry']"):
            amount, direction = (
                entry.xpath(f"string(*[local-name()='{name}'])")
                for name in ("Amt", "CdtDbtInd")
            )
            expected += Decimal(amount) * (1 if direction == "CRDT" else -1)
        if "pain.001" in str(root.tag):
            continue
        statements = read(path)
        assert sum(line.amount for s in statements for line in s.lines) == expected


def test_another_reader_of_mt940_finds_the_same_movements(shared_data):
    library = pytest.importorskip("mt940", reason="mt-940 is not installed")
    compared = 0
    for path in published(shared_data, "bank-mt940", ".sta"):
        text = path.read_bytes().decode(ENCODED.get(path.name, "utf-8"))
        if ":61:" not in text or path.name in REFUSED:
            continue
        theirs = [
            (each.data["date"], each.data["amount"].amount, each.data["status"])
            for each in library.parse(text).transactions
            if "amount" in each.data
        ]
        ours = [
            (line.value_day, line.amount)
            for statement in read_bank_file(text.encode(), path.name)
            for line in statement.lines
        ]
        assert len(theirs) == len(ours), path.name
        for (day, amount, status), (own_day, own_amount) in zip(
            theirs, ours, strict=True
        ):
            # The library gives a credit that is taken back the sign of a credit.
            turned = -amount if status in {"RC", "RD"} and amount else amount
            assert day == own_day, path.name
            assert own_amount in {amount, turned}, path.name
            compared += 1
    print(f"\n{compared} movements as mt-940 reads them")
