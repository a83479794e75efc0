"""Direct debits: by which mandate, when, and what the bank says of the file."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from lxml import etree
from tests.conftest import ACCOUNTS, SHARED_DATA

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.entries.bills.payment_run_entries import transfer_order
from ledgerkit.errors import UsageError
from ledgerkit.exporters.sepa_direct_debit import DebitVersion, sepa_direct_debit
from ledgerkit.receivables.debits.mandate import DebitScheme

OURS = """\
1970-01-01 custom "company" "Studio Aurora"
  creditor-id: "DE98ZZZ09999999999"
  locality: "Milano"
  country: "IT"
1970-01-01 open Assets:Bank:Main EUR
  iban: "IT60X0542811101000000123456"
  bic: "BCITITMM"
1970-01-01 custom "client" "acme" "Acme & Söhne"
  iban: "DE89370400440532013000"
1970-01-01 custom "client" "beta" "Beta"
  iban: "FR1420041010050500013M02606"
"""
SIGNED = """\
2026-01-01 custom "mandate" "M-1" "acme"
  signed: 2025-12-20
"""
INVOICES = """\
2026-01-15 * "Acme & Söhne" "Website" ^INV-1
  due: 2026-02-14
  Assets:Receivable   1220.00 EUR
  Income:Services
2026-01-20 * "Beta" "Design" ^INV-2
  due: 2026-02-14
  Assets:Receivable   500.00 EUR
  Income:Services
"""


def book(tmp_path, *parts):
    path = tmp_path / "main.beancount"
    path.write_text("".join((ACCOUNTS, OURS, *parts)), encoding="utf-8")
    return load(path)


def planned(books, **asked):
    """Direct debits ordered on Thursday 2026-02-12, for the day after."""
    request = {
        "until": date(2026, 2, 28),
        "account": "Main",
        "made_on": date(2026, 2, 12),
        **asked,
    }
    return books.direct_debit_plan(RunRequest(**request))


def collected(plan):
    return {
        line.document.number: line.cash
        for payment in plan.proposal.payments
        for line in payment.lines
    }


def why(plan, number):
    [line] = [each for each in plan.proposal.left if each.document.number == number]
    return line.why


def turns(books, **asked):
    order = transfer_order(books, planned(books, **asked))
    return [debit.mandate.turn for debit in order.transfers]


def test_only_clients_with_a_mandate_are_collected_from(tmp_path):
    plan = planned(book(tmp_path, SIGNED, INVOICES))
    assert collected(plan) == {"INV-1": Decimal("1220.00")}
    assert plan.proposal.left == []


def test_a_mandate_signed_after_the_day_is_named_with_its_day(tmp_path):
    late = SIGNED.replace("2025-12-20", "2026-03-01")
    plan = planned(book(tmp_path, late, INVOICES))
    assert why(plan, "INV-1") == (
        "mandate M-1 is signed on 2026-03-01 and not valid on 2026-02-13; collect from"
        " then on, or correct signed:"
    )


def test_a_client_that_was_not_told_in_time_is_not_collected_from(tmp_path):
    # The invoice of 15 January tells it; 14 days later is 29 January.
    books = book(tmp_path, SIGNED, INVOICES)
    asked = {"pay": [("INV-1", Decimal("1220.00"))], "made_on": date(2026, 1, 27)}
    with pytest.raises(UsageError, match="announced on 2026-01-15, and may be coll"):
        planned(books, **asked)
    assert collected(planned(books, **asked | {"made_on": date(2026, 1, 28)}))


def test_an_invoice_from_before_the_mandate_must_be_announced(tmp_path):
    signed = SIGNED.replace("2025-12-20", "2026-01-16")
    plan = planned(book(tmp_path, signed, INVOICES))
    assert "write debit-announced: 2026-02-12 on it" in why(plan, "INV-1")
    told = INVOICES.replace("due:", "debit-announced: 2026-01-30\n  due:", 1)
    assert collected(planned(book(tmp_path, signed, told)))


@pytest.mark.parametrize(
    ("keys", "first", "then"),
    [
        ("", "FRST", "RCUR"),
        ("  one-off: TRUE\n", "OOFF", "was for one collection, made on 2026-02-13"),
        ("  final: 2026-03-01\n", "FRST", "FNAL"),
        ("  ended: 2026-03-01\n", "FRST", "mandate M-1 ended on 2026-03-01"),
    ],
)
def test_the_bank_is_told_which_collection_it_is(tmp_path, keys, first, then):
    books = book(tmp_path, SIGNED, keys, INVOICES)
    assert turns(books) == [first]
    second = """\
2026-02-13 ! "Acme & Söhne" "Direct debit of INV-1" ^INV-1
  direct-debit: "DD-2026-02-12-1"
  mandate: "M-1"
  Assets:Bank:Main  1220.00 EUR
  Assets:Receivable
2026-02-20 * "Acme & Söhne" "More" ^INV-3
  due: 2026-03-20
  Assets:Receivable   100.00 EUR
  Income:Services
"""
    books = book(tmp_path, SIGNED, keys, INVOICES, second)
    asked = {"made_on": date(2026, 3, 19), "until": date(2026, 3, 20)}
    plan = planned(books, **asked)
    if collected(plan):
        assert turns(books, **asked) == [then]
    else:
        assert then in why(plan, "INV-3")


def test_a_creditor_identifier_with_wrong_check_digits_is_named(tmp_path):
    books = book(tmp_path, SIGNED, INVOICES)
    path = tmp_path / "main.beancount"
    path.write_text(path.read_text().replace("DE98ZZZ", "DE89ZZZ"), encoding="utf-8")
    books = load(path)
    with pytest.raises(UsageError, match=r"its check digits would be 98"):
        planned(books)
    assert [f.kind.name for f in books.findings()][:1] == ["bad-value"]


@pytest.fixture(scope="module")
def schemas():
    """The published schema of each version."""
    folder = SHARED_DATA / "payments-sepa"
    found = {v: sorted(folder.rglob(f"{v.value}.xsd")) for v in DebitVersion}
    if not all(found.values()):
        pytest.skip("the published pain.008 schemas are not beside this checkout")
    return {v: etree.XMLSchema(file=str(paths[0])) for v, paths in found.items()}


@pytest.mark.parametrize("scheme", list(DebitScheme))
def test_the_file_is_valid_by_the_published_schema(tmp_path, schemas, scheme):
    both = SIGNED + SIGNED.replace("M-1", "M-2").replace("acme", "beta")
    both += "  one-off: TRUE\n"
    both = both.replace("  signed", f'  scheme: "{scheme.value}"\n  signed')
    books = book(tmp_path, both, INVOICES)
    order = transfer_order(books, planned(books, scheme=scheme))
    for version, schema in schemas.items():
        content = sepa_direct_debit(order, version)
        assert content == sepa_direct_debit(order, version)
        root = etree.fromstring(content)
        schema.assertValid(root)
        texts = {
            tag: [element.text for element in root.iter(f"{{*}}{tag}")]
            for tag in ("CtrlSum", "InstdAmt", "SeqTp", "PmtInfId", "MndtId")
        }
        assert texts["InstdAmt"] == ["1220.00", "500.00"]
        # The whole first, then each batch: one for each turn.
        assert texts["CtrlSum"] == ["1720.00", "1220.00", "500.00"]
        assert texts["SeqTp"] == ["FRST", "OOFF"]
        assert texts["MndtId"] == ["M-1", "M-2"]
        assert len(set(texts["PmtInfId"])) == 2
        assert all(len(text) <= 35 for text in texts["PmtInfId"])


def test_the_file_is_written_once_and_nothing_is_collected_twice(tmp_path):
    book(tmp_path, SIGNED, INVOICES)
    ledger, folder = tmp_path / "main.beancount", tmp_path / "bank"
    before = ledger.read_bytes()
    command = ["direct-debit", str(ledger), "--collect-to", "Main", "--write"]
    command += [str(folder), "--yes", "--as-of", "2026-02-12", "--until", "2026-02-28"]
    assert CliRunner().invoke(main, command).exit_code == 0
    file = folder / "DD-2026-02-12-1.xml"
    content, after = file.read_bytes(), ledger.read_bytes()
    # The file was written, and then the machine died.
    ledger.write_bytes(before)
    assert CliRunner().invoke(main, command).exit_code == 0
    assert (file.read_bytes(), ledger.read_bytes()) == (content, after)
    assert "Nothing to collect." in CliRunner().invoke(main, command).output
    assert ledger.read_bytes() == after
    assert not [f for f in load(ledger).findings() if not f.kind.advice]


def test_an_invoice_under_a_mandate_announces_its_collection(tmp_path):
    books = book(tmp_path, SIGNED, INVOICES)
    told = books.render("INV-1").decode().replace("\N{NO-BREAK SPACE}", " ")
    for said in ("14 February 2026", "M-1", "DE98ZZZ09999999999", "DE89 3704 0044"):
        assert said in told, said
    # Nothing asks a client to pay what is collected from it.
    assert "IT60 X054" not in told
    assert "data:image/svg" not in told
    other = books.render("INV-2").decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "IT60 X054" in other
    assert "M-1" not in other
