"""Payment files: what the bank's own schema says of them, and what they add up to."""

import random
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from beancount.core.data import Custom, Transaction
from lxml import etree
from tests.conftest import ACCOUNTS, SAMPLE_BOOKS, SHARED_DATA
from tests.payables.shop import BANK, proposed

from ledgerkit.api import load
from ledgerkit.books.payables.payment_runs import read_payment_runs
from ledgerkit.books.payables.remittances import remittance_advices
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.entries.bills.payment_run_entries import run_directives, transfer_order
from ledgerkit.exporters.sepa_credit_transfer import (
    TransferVersion,
    sepa_credit_transfer,
)
from ledgerkit.exporters.sepa_message import sepa_text
from ledgerkit.payables.credit_transfer import AccountHolder, transfer_text

RUNS = 100
NAMES = (
    "Müller & Söhne", "Łódź Дома", "ACME <b>", "// 'q\" //", "ÆØÅ 株式会社", "x" * 90,
)  # fmt: skip
IBANS = (
    "DE89370400440532013000", "FR14 2004 1010 0505 0001 3M02 606",
    "GB82WEST12345698765432", "IT60X0542811101000000123456",
)  # fmt: skip


@pytest.fixture(scope="module")
def schemas():
    """The published schema of each version."""
    folder = SHARED_DATA / "payments-sepa"
    found = {
        version: sorted(folder.rglob(f"{version.value}.xsd"))
        for version in TransferVersion
    }
    if not all(found.values()):
        pytest.skip("the published pain.001 schemas are not beside this checkout")
    return {v: etree.XMLSchema(file=str(paths[0])) for v, paths in found.items()}


def generated_shop(seed, path):
    """Six vendors with bills, discounts and credits, and awkward names."""
    chance = random.Random(seed)
    day, lines = date(2026, 2, 20), [ACCOUNTS, BANK]
    for vendor in range(6):
        name = NAMES[vendor].replace('"', '\\"')
        lines.append(f'1970-01-01 custom "vendor" "v{vendor}" "{vendor} {name}"')
        if vendor:
            lines.append(f'  iban: "{IBANS[vendor % 4]}"')
        if chance.random() < 0.5:
            lines += ['  street: "Straße 1"', '  locality: "Köln"', '  country: "DE"']
        for bill in range(chance.randrange(1, 5)):
            terms = chance.choice(["net 10", "2/15 net 30", "net 60", "50% 0, 50% 30"])
            issued = day + timedelta(chance.randrange(12))
            key, sign = ("bill", -1) if bill < 3 else ("vendor-credit", 1)
            cents = chance.randrange(1, 10**6 if bill < 3 else 5000)
            lines += [
                f'{issued} * "Bill"',
                f'  vendor: "v{vendor}"',
                f'  {key}: "F{vendor}/{bill}_ß"',
                f'  terms: "{terms}"',
                f"  Liabilities:Payable  {sign * Decimal(cents).scaleb(-2):f} EUR",
                "  Expenses:Purchases",
            ]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return load(path)


def file_of(books, plan, version=TransferVersion.V09):
    order = transfer_order(books, plan)
    return sepa_credit_transfer(order, version) if order else b""


def texts(root, tag):
    return [element.text for element in root.iter(f"{{*}}{tag}")]


def test_generated_runs_pass_the_published_schema_and_add_up(schemas, tmp_path):
    files = payments = 0
    for seed in range(RUNS):
        books = generated_shop(seed, tmp_path / "main.beancount")
        plan = proposed(books)
        version = list(TransferVersion)[seed % 2]
        content = file_of(books, plan, version)
        assert content == file_of(books, plan, version)
        if not content:
            continue
        root = etree.fromstring(content)
        schemas[version].assertValid(root)
        files += 1
        sent = [p for p in plan.proposal.payments if not p.by_hand]
        payments += len(sent)
        bills = [
            line.settles - line.discount for payment in sent for line in payment.lines
        ]
        amounts = [Decimal(text) for text in texts(root, "InstdAmt")]
        assert amounts == [payment.amount for payment in sent]
        assert {Decimal(text) for text in texts(root, "CtrlSum")} == {sum(bills)}
        assert set(texts(root, "NbOfTxs")) == {str(len(sent))}
        ids = texts(root, "EndToEndId")
        assert len(set(ids)) == len(ids)
        assert all(len(text) <= 35 for text in [*ids, *texts(root, "MsgId")])
        run, *entries = run_directives(books, plan, file="x.xml", content=content)
        assert isinstance(run, Custom)
        assert run.meta["control-sum"].number == sum(bills)
        for txn in entries:
            assert isinstance(txn, Transaction)
            assert sum(p.units.number for p in txn.postings) == 0
    print(f"{files} of {RUNS} generated runs have a file, {payments} transfers in all")
    assert files > RUNS * 0.9


@pytest.mark.parametrize("name", ["agency", "shop"])
def test_the_samples_files_pass_too_and_are_those_that_the_ledger_knows(schemas, name):
    books = load(SAMPLE_BOOKS / name / "main.beancount")
    runs = read_payment_runs(books.directives)
    paths = {p.name: p for p in (SAMPLE_BOOKS / name).rglob("PR-*.xml")}
    assert sorted(paths) == sorted(run.file for run in runs.by_id.values() if run.file)
    for run in runs.by_id.values():
        content = paths[run.file].read_bytes()
        assert sha256(content).hexdigest() == run.digest
        root = etree.fromstring(content)
        version = TransferVersion(root.tag.partition("}")[0].rpartition(":")[2])
        schemas[version].assertValid(root)
        sent = [a.amount for a in remittance_advices(books, run.id) if a.iban]
        assert [Decimal(text) for text in texts(root, "InstdAmt")] == sent
        assert {Decimal(text) for text in texts(root, "CtrlSum")} == {sum(sent)}
    # And a run made now.
    last = max(d.date for d in books.directives if isinstance(d, Transaction))
    bank = next(a for a in books.cash_accounts(last) if a.role == "bank")
    plan = books.payment_run_plan(
        RunRequest(until=last + timedelta(60), account=bank.account, made_on=last)
    )
    schemas[TransferVersion.V09].assertValid(etree.fromstring(file_of(books, plan)))


def test_a_message_says_what_the_ledger_says(ledger_file):
    """
    1970-01-01 custom "company" "Bottega Verde"
    1970-01-01 open Assets:Bank:Main EUR
      iban: "IT60 X054 2811 1010 0000 0123 456"
      holder: "Anna Verdi"
    1970-01-01 custom "vendor" "muller" "Müller"
      legal-name: "Müller & Söhne GmbH"
      iban: "DE89370400440532013000"
      bic: "COBADEFFXXX"
      street: "Hauptstraße 5"
      postal-code: "50667"
      locality: "Köln"
      country: "de"
    2026-02-01 * "Müller" "Wood" ^R-1
      Liabilities:Payable  -1234.56 EUR
      Expenses:Purchases
    """
    books = load(ledger_file)
    root = etree.fromstring(file_of(books, proposed(books)))
    assert texts(root, "Nm") == ["Anna Verdi", "Anna Verdi", "Muller + Sohne GmbH"]
    assert texts(root, "IBAN") == [
        "IT60X0542811101000000123456", "DE89370400440532013000",
    ]  # fmt: skip
    assert texts(root, "StrtNm") == ["Hauptstrasse 5"]
    assert texts(root, "Ctry") == ["DE"]
    assert texts(root, "InstdAmt") == ["1234.56"]
    assert texts(root, "BICFI") == ["COBADEFFXXX"]
    # Ours is unknown, and the schema wants something there.
    assert texts(root, "Id")[-1] is None or "NOTPROVIDED" in texts(root, "Id")
    assert texts(root, "CreDtTm") == ["2026-03-05T00:00:00"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Società «Però»", "Societa .Pero."),
        ("a\n\tb", "a b"),
        ("//ab//cd/", "ab/cd"),
        ("<script>&amp;", ".script.+amp."),
    ],
)
def test_text_is_what_every_bank_takes(text, plain):
    assert sepa_text(text, 140) == plain


def test_the_text_of_a_transfer_has_room_for_140_characters():
    numbers = [f"2026/{number:07}" for number in range(30)]
    text = transfer_text(numbers)
    assert len(text) <= 140
    assert text.endswith(" and 21 more")
    assert transfer_text(["F-1"], ["NC-1"]) == "F-1 less NC-1"
    assert len(transfer_text(["x" * 300])) == 140
    assert AccountHolder(name="x", iban="y").country == ""
