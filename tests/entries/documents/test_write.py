"""What is written reads back as the same value, and stays text whatever it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

import pytest
from beancount.core.data import Custom, Transaction
from beancount.parser import parser
from hypothesis import given, settings
from hypothesis import strategies as st

import ledgerkit
from ledgerkit.books.books import Books
from ledgerkit.books.parties import read_parties
from ledgerkit.entries.directives import (
    declare_party,
    document_directive,
    ledger_text,
    open_account,
    settlement_directive,
)
from ledgerkit.entries.documents.document import NewDocument, NewLine, NewSettlement
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from pathlib import Path

CONTROL = {Side.RECEIVABLE: "Assets:Receivable", Side.PAYABLE: "Liabilities:Payable"}
LINE = {Side.RECEIVABLE: "Income:Sales", Side.PAYABLE: "Expenses:Purchases"}

INVOICE = NewDocument(
    side=Side.RECEIVABLE,
    number="INV-2026-001",
    party="acme",
    payee="Acme S.r.l.",
    issued=date(2026, 1, 15),
    due=date(2026, 2, 14),
    currency="EUR",
    lines=(
        NewLine(
            account="Income:Services",
            amount=Decimal(1000),
            description="Design, 10 hours",
            quantity=Decimal(10),
            unit="HUR",
            unit_price=Decimal(100),
        ),
        NewLine(account="Liabilities:VAT", amount=Decimal(220)),
    ),
    control_account="Assets:Receivable",
    text="Website redesign",
    settlements=(
        NewSettlement(
            day=date(2026, 3, 1), amount=Decimal(700), account="Assets:Bank:Intesa"
        ),
    ),
)


def written(document: NewDocument, *, states_party: bool = False) -> str:
    """The document as ledger text."""
    return ledger_text(
        [
            document_directive(document, states_party=states_party),
            *(
                settlement_directive(document, s, states_party=states_party)
                for s in document.settlements
            ),
        ]
    )


def test_an_invoice_is_written_as_a_person_would():
    assert written(INVOICE) == (
        '2026-01-15 * "Acme S.r.l." "Website redesign" ^INV-2026-001\n'
        "  due: 2026-02-14\n"
        "  Assets:Receivable                                1220.00 EUR\n"
        "  Income:Services                                 -1000.00 EUR\n"
        '    description: "Design, 10 hours"\n'
        "    quantity: 10\n"
        '    unit: "HUR"\n'
        "    unit-price: 100.00 EUR\n"
        "  Liabilities:VAT                                  -220.00 EUR\n"
        "\n"
        '2026-03-01 * "Acme S.r.l." "Payment" ^INV-2026-001\n'
        "  Assets:Bank:Intesa                               700.00 EUR\n"
        "  Assets:Receivable                               -700.00 EUR\n"
    )


def test_a_number_that_is_no_link_goes_into_metadata():
    text = written(replace(INVOICE, number="Fatt. n° 12/A"), states_party=True)
    assert text.startswith(
        '2026-01-15 * "Acme S.r.l." "Website redesign"\n'
        '  client: "acme"\n'
        '  invoice: "Fatt. n° 12/A"\n'
        "  due: 2026-02-14\n"
    )
    assert '"Payment"\n  client: "acme"\n  invoice: "Fatt. n° 12/A"\n' in text


def test_a_credit_note_has_its_key_and_a_refund_its_link():
    credit = replace(
        INVOICE,
        number="CN-1",
        due=None,
        lines=(NewLine(account="Income:Services", amount=Decimal(-50)),),
        settlements=(
            NewSettlement(
                day=date(2026, 2, 1), amount=Decimal(-50), account="Assets:Bank"
            ),
        ),
    )
    assert written(credit) == (
        '2026-01-15 * "Acme S.r.l." "Website redesign"\n'
        '  credit-note: "CN-1"\n'
        "  Assets:Receivable                               -50.00 EUR\n"
        "  Income:Services                                  50.00 EUR\n"
        "\n"
        '2026-02-01 * "Acme S.r.l." "Refund" ^CN-1\n'
        "  Assets:Bank                                     -50.00 EUR\n"
        "  Assets:Receivable                                50.00 EUR\n"
    )


def test_a_bill_has_the_signs_of_a_debt_of_ours():
    bill = replace(
        INVOICE,
        side=Side.PAYABLE,
        number="77",
        due=None,
        lines=(NewLine(account="Expenses:Printing", amount=Decimal("61.5")),),
        control_account="Liabilities:Payable",
        settlements=(
            NewSettlement(
                day=date(2026, 2, 1), amount=Decimal("61.5"), account="Assets:Bank"
            ),
        ),
    )
    assert written(bill, states_party=True) == (
        '2026-01-15 * "Acme S.r.l." "Website redesign" ^77\n'
        '  vendor: "acme"\n'
        "  Liabilities:Payable                             -61.50 EUR\n"
        "  Expenses:Printing                                61.50 EUR\n"
        "\n"
        '2026-02-01 * "Acme S.r.l." "Payment" ^77\n'
        '  vendor: "acme"\n'
        "  Assets:Bank                                     -61.50 EUR\n"
        "  Liabilities:Payable                              61.50 EUR\n"
    )


def test_plain_lines_stand_together_and_others_apart():
    day = date(2026, 1, 1)
    text = ledger_text(
        [
            open_account("Assets:Bank", day),
            open_account("Assets:Forderungen", day, role=Role.RECEIVABLE),
            open_account("Income:Sales", day, currencies=["EUR", "USD"]),
            declare_party(PartyRole.CLIENT, "acme", 'Acme "AG" \\ Co', day),
            declare_party(PartyRole.CLIENT, "zeta", "Zeta", day, {"vat-id": "IT1"}),
        ]
    )
    assert text == (
        "2026-01-01 open Assets:Bank\n"
        "\n"
        "2026-01-01 open Assets:Forderungen\n"
        '  role: "receivable"\n'
        "\n"
        "2026-01-01 open Income:Sales"
        "                                    EUR,USD\n"
        "\n"
        '2026-01-01 custom "client" "acme" "Acme \\"AG\\" \\\\ Co"\n'
        "\n"
        '2026-01-01 custom "client" "zeta" "Zeta"\n'
        '  vat-id: "IT1"\n'
    )


def test_a_party_with_a_line_break_in_its_name_is_refused():
    with pytest.raises(UsageError, match=r"the name holds U\+000A"):
        declare_party(PartyRole.CLIENT, "acme", "Acme\n1970-01-01 open", date.min)


# What holds for every document ------------------------------------------------

visible = st.characters(
    exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn"]
) | st.sampled_from(list('"\\{}%;*!#^ =+-@'))
texts = st.text(visible, max_size=30)
names = st.text(visible, min_size=1, max_size=30).filter(lambda t: bool(t.strip()))
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
numbers = names | st.from_regex(r"[A-Za-z0-9\-_/.]{1,20}", fullmatch=True)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
amounts = st.decimals(Decimal("0.01"), Decimal(10**9), places=2)


@st.composite
def lines(draw: st.DrawFn, side: Side, sign: int) -> NewLine:
    return NewLine(
        account=LINE[side],
        amount=sign * draw(amounts),
        description=draw(st.none() | texts),
        quantity=draw(st.none() | st.decimals(0, 10**6, places=3)),
        unit=draw(st.none() | names),
        unit_price=draw(st.none() | amounts),
    )


@st.composite
def documents(draw: st.DrawFn) -> NewDocument:
    side = draw(st.sampled_from(Side))
    sign = draw(st.sampled_from([1, -1]))
    issued = draw(days)
    made = tuple(draw(st.lists(lines(side, sign), min_size=1, max_size=3)))
    total = sum((line.amount for line in made), Decimal(0))
    paid_on = draw(st.lists(days, max_size=2, unique=True))
    parts = {
        day: (total * draw(st.integers(1, 50)) / 100).quantize(total, ROUND_DOWN)
        for day in sorted(paid_on)
    }
    return NewDocument(
        side=side,
        number=draw(numbers),
        party=draw(ids),
        payee=draw(names),
        issued=issued,
        due=draw(st.none() | st.dates(issued, date(2091, 1, 1))),
        currency=draw(st.sampled_from(["EUR", "USD", "KWD"])),
        lines=made,
        control_account=CONTROL[side],
        text=draw(texts),
        settlements=tuple(
            NewSettlement(day=day, amount=part, account="Assets:Bank", text=draw(texts))
            for day, part in parts.items()
            if part
        ),
    )


def read_back(text: str, side: Side) -> NewDocument:
    """The only document of a text, read the way the books are read."""
    directives, errors, options = parser.parse_string(text)
    assert errors == []
    books = Books(directives, errors, options)
    [document] = books.subledger(side, date.max).documents
    txns = [d for d in directives if isinstance(d, Transaction)]
    [made] = [txn for txn in txns if txn.postings[0].account == CONTROL[side]]
    paid = [txn for txn in txns if txn is not made]
    assert [found.message for found in books.trust_findings()] == []
    return NewDocument(
        side=side,
        number=document.number or "",
        party=document.party,
        payee=made.payee or "",
        issued=document.issued,
        due=document.due_parts[0].due if document.due_is_stated else None,
        currency=document.currency,
        lines=tuple(
            NewLine(
                account=posting.account,
                amount=-side.sign * posting.units.number,
                description=(posting.meta or {}).get("description"),
                quantity=(posting.meta or {}).get("quantity"),
                unit=(posting.meta or {}).get("unit"),
                unit_price=getattr(
                    (posting.meta or {}).get("unit-price"), "number", None
                ),
            )
            for posting in made.postings[1:]
        ),
        control_account=made.postings[0].account,
        text=document.text,
        settlements=tuple(
            NewSettlement(
                day=s.posting.day,
                amount=s.amount,
                account=txn.postings[0].account,
                text=s.posting.text,
            )
            for s, txn in zip(document.settlements, paid, strict=True)
        ),
    )


@given(documents())
@settings(max_examples=150, deadline=None)
def test_a_written_document_reads_back_as_the_same_value(document: NewDocument):
    text = written(document, states_party=True)
    declared = declare_party(
        document.side.party_role, document.party, document.payee, date(1989, 1, 1)
    )
    assert read_back(ledger_text([declared]) + text, document.side) == document


@given(documents())
@settings(max_examples=100, deadline=None)
def test_no_text_of_a_document_ever_adds_a_line(document: NewDocument):
    text = written(document, states_party=True)
    keys = ("due:", "client:", "vendor:", "invoice:", "bill:", "credit-note:")
    keys += ("vendor-credit:", "description:", "quantity:", "unit:", "unit-price:")
    starts = ("Assets:", "Liabilities:", "Income:", "Expenses:", *keys)
    for line in text.split("\n"):
        indented = line.startswith("  ") and line.strip().startswith(starts)
        assert indented or not line or line[:4].isdigit()


@given(ids, names, texts, days)
@settings(max_examples=100, deadline=None)
def test_a_declared_party_reads_back_as_the_same_record(
    id_: str, name: str, note: str, day: date
):
    facts = {"legal-name": note, "vat-id": None}
    text = ledger_text([declare_party(PartyRole.VENDOR, id_, name, day, facts)])
    directives, errors, _options = parser.parse_string(text)
    assert errors == []
    directory, findings = read_parties(d for d in directives if isinstance(d, Custom))
    assert findings == []
    party = directory.as_of(PartyRole.VENDOR, id_, day)
    assert (party.id, party.name, party.facts) == (id_, name, {"legal-name": note})


# Through the Python door --------------------------------------------------------

OPTIONS = 'option "operating_currency" "EUR"\n'


@pytest.fixture
def main(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(OPTIONS + "2026-01-01 open Income:Services\n")
    return path


def test_documents_are_written_once_with_what_they_need(main: Path):
    books = ledgerkit.load(main)
    first = books.add_documents([INVOICE])
    assert (first.new, first.settlements, first.there) == (1, 1, 0)
    assert first.declared == ["acme"]
    assert first.opened == [
        "Assets:Bank:Intesa",
        "Assets:Receivable",
        "Liabilities:VAT",
    ]
    text = main.read_text()
    assert (books.add_documents([INVOICE]).there, main.read_text()) == (1, text)

    again = ledgerkit.load(main)
    assert again.errors == []
    [item] = again.open_items(as_of=date(2026, 12, 31)).to_dicts()
    assert item["number"] == "INV-2026-001"
    assert item["party"] == "acme"
    assert item["open"] == Decimal("520.00")


def test_only_a_new_settlement_of_an_old_document_is_added(main: Path):
    books = ledgerkit.load(main)
    books.add_documents([INVOICE])
    rest = NewSettlement(
        day=date(2026, 3, 9), amount=Decimal(520), account="Assets:Bank:Intesa"
    )
    paid = replace(INVOICE, settlements=(*INVOICE.settlements, rest))
    added = books.add_documents([paid])
    assert (added.new, added.settled, added.settlements) == (0, 1, 1)
    [document] = ledgerkit.load(main).subledger(Side.RECEIVABLE, date.max).documents
    assert [s.amount for s in document.settlements] == [Decimal(700), Decimal(520)]
    assert books.add_documents([paid]).there == 1


def test_a_payment_entered_by_hand_on_another_day_is_not_entered_again(main: Path):
    books = ledgerkit.load(main)
    books.add_documents([replace(INVOICE, settlements=())])
    with main.open("a") as file:
        file.write(
            '\n2026-03-02 open Assets:Bank\n2026-03-03 * "ACME SRL" "x" ^INV-2026-001\n'
            "  Assets:Bank  1220 EUR\n  Assets:Receivable\n"
        )
    assert books.add_documents([INVOICE]).there == 1


def test_credit_notes_and_refunds_reach_the_books(main: Path):
    credit = replace(
        INVOICE,
        number="CN 1",
        lines=(NewLine(account="Income:Services", amount=Decimal(-50)),),
        settlements=(
            NewSettlement(
                day=date(2026, 2, 1), amount=Decimal(-20), account="Assets:Bank"
            ),
        ),
    )
    books = ledgerkit.load(main)
    books.add_documents([credit])
    [document] = ledgerkit.load(main).subledger(Side.RECEIVABLE, date.max).documents
    assert document.kind is DocumentKind.CREDIT_NOTE
    assert (document.number, document.amount, document.open) == ("CN 1", -50, -30)
    assert books.add_documents([credit]).there == 1


def test_two_vendors_may_have_one_number_and_two_clients_may_not(main: Path):
    books = ledgerkit.load(main)
    zeta = replace(INVOICE, party="zeta", payee="Zeta")
    with pytest.raises(UsageError, match="our own numbers are unique"):
        books.add_documents([INVOICE, zeta])
    bills = [
        replace(
            one,
            side=Side.PAYABLE,
            lines=(NewLine(account="Expenses:Printing", amount=Decimal(9)),),
            control_account="Liabilities:Payable",
            settlements=(
                NewSettlement(
                    day=date(2026, 2, 2), amount=Decimal(9), account="Assets:Bank"
                ),
            ),
        )
        for one in (INVOICE, zeta)
    ]
    assert books.add_documents(bills).new == 2
    again = ledgerkit.load(main)
    assert again.errors == []
    found = again.subledger(Side.PAYABLE, date.max).documents
    assert sorted((d.party, d.open) for d in found) == [("acme", 0), ("zeta", 0)]


def test_a_number_with_another_amount_is_named_with_its_line(main: Path):
    books = ledgerkit.load(main)
    books.add_documents([INVOICE])
    other = replace(
        INVOICE,
        lines=(NewLine(account="Income:Services", amount=Decimal(1000)),),
        settlements=(),
    )
    text = main.read_text()
    with pytest.raises(
        UsageError,
        match=r"in the books already \(main.beancount:12\), of 2026-01-15 over"
        r" 1220.00 EUR and not of 2026-01-15 over 1000 EUR",
    ):
        books.add_documents([other])
    assert main.read_text() == text


def test_the_party_is_stated_where_the_payee_names_nobody_or_another(main: Path):
    with main.open("a") as file:
        file.write('\n2026-01-01 custom "client" "acme" "Acme"\n')
    books = ledgerkit.load(main)
    books.add_documents(
        [
            replace(INVOICE, number="1", payee="Acme"),
            replace(INVOICE, number="2", payee="A customer of ours"),
        ]
    )
    assert main.read_text().count('client: "acme"') == 2  # the second, and its payment
    found = ledgerkit.load(main).subledger(Side.RECEIVABLE, date.max).documents
    assert {d.party for d in found} == {"acme"}


def test_a_new_party_never_takes_the_name_of_a_known_one(main: Path):
    with main.open("a") as file:
        file.write('\n2026-01-01 custom "client" "other" "ACME SRL"\n')
    books = ledgerkit.load(main)
    with pytest.raises(UsageError, match="names client other already"):
        books.add_documents([INVOICE])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"number": ""}, "the number is empty"),
        ({"payee": "Acme\nEvil"}, "the payee holds U\\+000A"),
        ({"text": "a\N{RIGHT-TO-LEFT OVERRIDE}b"}, "the text holds U\\+202E"),
        ({"party": "Acme S.r.l."}, "is no client id"),
        ({"currency": "€"}, "is no currency"),
        ({"control_account": "receivable"}, "is no account"),
        ({"issued": datetime(2026, 1, 1)}, "is no plain date"),
        ({"issued": date(213, 1, 1)}, "is not of our time"),
        ({"lines": ()}, "there are no lines"),
        (
            {"lines": (NewLine(account="Income:Services", amount=Decimal(10) ** 15),)},
            "more than 15 digits",
        ),
        (
            {"lines": (NewLine(account="Income:Services", amount=Decimal("NaN")),)},
            "NaN",
        ),
        (
            {"lines": (NewLine(account="Income:Services", amount=Decimal(0)),)},
            "700 is paid of 0 EUR",
        ),
        (
            {"lines": (NewLine(account="Income:Services", amount=Decimal(5)),)},
            "700 is paid of 5 EUR",
        ),
    ],
)
def test_a_document_that_cannot_be_written_is_named(
    main: Path, wrong: dict[str, object], message: str
):
    text = main.read_text()
    with pytest.raises(UsageError, match=message):
        ledgerkit.load(main).add_documents([replace(INVOICE, **wrong)])
    assert main.read_text() == text


@pytest.mark.parametrize(
    ("opened", "message"),
    [
        ("2026-02-01 open Assets:Receivable", "change its date there to 2026-01-15"),
        ("2026-01-01 open Assets:Receivable USD", "opened for USD only"),
        (
            "2026-01-01 open Assets:Receivable\n2026-02-01 close Assets:Receivable",
            "closed on 2026-02-01 .* and would be used on 2026-03-01",
        ),
        ('2026-01-01 open Assets:Receivable\n  role: "none"', "is no receivable"),
        ('2026-01-01 open Assets:Bank:Intesa\n  role: "payable"', "is a payable"),
    ],
)
def test_an_account_that_cannot_take_it_is_named_with_the_remedy(
    main: Path, opened: str, message: str
):
    with main.open("a") as file:
        file.write(f"\n{opened}\n")
    with pytest.raises(UsageError, match=message):
        ledgerkit.load(main).add_documents([INVOICE])


def test_documents_can_go_into_an_included_file_that_is_made(main: Path):
    into = main.parent / "invoices.beancount"
    books = ledgerkit.load(main)
    books.add_documents([INVOICE], into=into)
    assert main.read_text().endswith('\n\ninclude "invoices.beancount"\n')
    assert "^INV-2026-001" in into.read_text()
    again = ledgerkit.load(main)
    assert again.errors == []
    other = replace(INVOICE, number="2")
    again.add_documents([other], into=into)
    assert main.read_text().count("include") == 1
    assert ledgerkit.load(main).add_documents([INVOICE, other]).there == 2


def test_a_new_file_that_a_pattern_includes_needs_no_line(main: Path):
    with main.open("a") as file:
        file.write('\ninclude "years/*.beancount"\n')
    into = main.parent / "years" / "2026.beancount"
    into.parent.mkdir()
    (into.parent / "0.beancount").write_text("; nothing yet\n")
    text = main.read_text()
    ledgerkit.load(main).add_documents([INVOICE], into=into)
    assert main.read_text() == text
    assert len(ledgerkit.load(main).subledger(Side.RECEIVABLE, date.max).documents) == 1
