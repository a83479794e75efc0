"""Disputed amounts, as every report shows them: a column, and notes below."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.unknown_accounts import unknown_control_account
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.money import ZERO, with_cents
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.dispute import Disputed
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.side import Side
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.table import Row


#: Included in the open amount and the columns beside it: "of which disputed".
DISPUTED = Column("disputed", "Disputed", ColumnType.AMOUNT, optional=True)


#: Nobody reads more notes than this; the column shows every amount.
_NOTES_MAX = 10


def disputed_amount(books: Books, document: Document, as_of: date) -> Decimal:
    """The disputed amount of a document on a day."""
    disputed = books.disputes.of(document, as_of)
    return disputed.amount if disputed else ZERO


def disputed_cell(amount: Decimal, currency: str) -> Decimal | None:
    """The cell: empty where nothing is disputed, so that disputes stand out."""
    return with_cents(amount, currency) if amount else None


def disputed_sums(
    books: Books, subledger: Subledger
) -> Mapping[tuple[str, str], Decimal]:
    """The disputed amounts, by party and currency."""
    sums: dict[tuple[str, str], Decimal] = {}
    for document, disputed in _disputed(books, subledger):
        key = document.party, document.currency
        sums[key] = sums.get(key, ZERO) + disputed.amount
    return sums


def dispute_notes(
    books: Books,
    subledger: Subledger,
    *,
    party: str | None = None,
    currency: str | None = None,
) -> Iterator[str]:
    """A sentence for each disputed document, the largest amounts first.

    Args:
        books: The books.
        subledger: Its open documents count, on its day.
        party: This party's only, by id.
        currency: This currency only.
    """
    disputes = [
        (document, disputed)
        for document, disputed in _disputed(books, subledger)
        if party in {None, document.party} and currency in {None, document.currency}
    ]
    disputes.sort(key=lambda pair: (-pair[1].amount, pair[0].label))
    for document, disputed in disputes[:_NOTES_MAX]:
        amount = with_cents(disputed.amount, document.currency)
        open_ = with_cents(document.open, document.currency)
        yield (
            f"{document.label}: {amount:f} of {open_:f} {document.currency} is"
            f" disputed since {disputed.since}: {disputed.why}."
        )
    if len(disputes) > _NOTES_MAX:
        yield f"{len(disputes) - _NOTES_MAX} more documents are disputed."


def _disputed(
    books: Books, subledger: Subledger
) -> Iterator[tuple[Document, Disputed]]:
    for document in subledger.open_documents:
        disputed = books.disputes.of(document, subledger.as_of)
        if disputed is not None:
            yield document, disputed


NOBODY = "(names nobody)"


def names_on(books: Books, side: Side, as_of: date) -> Callable[[str], str]:
    """A function from a party's id to the name to print, on a day."""

    def name(party: str) -> str:
        if not party:
            return NOBODY
        return books.directory.as_of(side.party_role, party, as_of).name

    return name


def party_link(party: str) -> Mapping[str, Link]:
    """The links of a party's id and name."""
    link = Link(LinkKind.PARTY, party)
    return {"party": link, "name": link} if party else {}


def amounts_of(row: Row, keys: Iterable[str]) -> tuple[str, Sequence[Decimal]]:
    """A row's currency and amounts, as `totals_by_currency` takes them."""
    cells = [row.cells[key] for key in keys]
    amounts = [cell if isinstance(cell, Decimal) else ZERO for cell in cells]
    return str(row.cells["currency"]), amounts


def totals_by_currency(
    lines: Iterable[tuple[str, Sequence[Decimal]]], keys: Sequence[str]
) -> Sequence[Mapping[str, Cell]]:
    """One line per currency: amounts of different currencies are never added.

    Args:
        lines: The currency and the amounts of each row.
        keys: The columns that the amounts belong to.
    """
    sums: dict[str, list[Decimal]] = {}
    for currency, amounts in lines:
        line = sums.setdefault(currency, [ZERO] * len(keys))
        for index, amount in enumerate(amounts):
            line[index] += amount
    return [
        {"currency": currency}
        | {
            key: with_cents(amount, currency)
            for key, amount in zip(keys, line, strict=True)
        }
        for currency, line in sorted(sums.items())
    ]


#: The columns filled by `document_cells`.
DOCUMENT_COLUMNS = (
    Column("number", "Number"),
    Column("kind", "Kind"),
    Column("party", "Party"),
    Column("name", "Name", rank=Rank.ESSENTIAL),
    Column("issued", "Issued", ColumnType.DATE),
    Column("due", "Due", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("settled", "Settled", ColumnType.AMOUNT),
    Column("open", "Open", ColumnType.AMOUNT),
)


def document_cells(
    document: Document, name: Callable[[str], str]
) -> Mapping[str, Cell]:
    """Number, kind, party, dates and amounts."""
    currency = document.currency
    return {
        "number": document.number,
        "kind": document.kind.value,
        "party": document.party,
        "name": name(document.party),
        "issued": document.issued,
        "due": document.due,
        "currency": currency,
        "amount": with_cents(document.amount, currency),
        "settled": with_cents(document.settled, currency),
        "open": with_cents(document.open, currency),
    }


def document_links(document: Document) -> Mapping[str, Link]:
    """The party leads to its card, the number to the journal, the date to the text."""
    links = dict(party_link(document.party))
    links["issued"] = Link(LinkKind.SOURCE, str(document.place))
    if document.number is not None:
        links["number"] = Link(LinkKind.DOCUMENT, document.number)
    return links


_TENTH = Decimal("0.1")


_HUNDREDTH = Decimal("0.01")


_PERCENT = Decimal(100)
#: Enough digits for whatever was typed.
_AMPLE = Context(prec=80, rounding=ROUND_HALF_UP)


def tenths(number: Decimal | None) -> Decimal | None:
    """A number with one decimal; a zero has no sign.

    >>> tenths(Decimal("-0.04")), tenths(Decimal("2.25"))
    (Decimal('0.0'), Decimal('2.3'))
    """
    if number is None:
        return None
    return _AMPLE.quantize(number, _TENTH) + 0


def hundredths(number: Decimal | None) -> Decimal | None:
    """The same with two decimals."""
    if number is None:
        return None
    return _AMPLE.quantize(number, _HUNDREDTH) + 0


def percent(share: Decimal | None) -> Decimal | None:
    """A share, 1 for all, in percent with one decimal.

    >>> percent(Decimal("0.12345"))
    Decimal('12.3')
    """
    return None if share is None else tenths(share * _PERCENT)


def in_cents(amount: Decimal | None, currency: str) -> Decimal | None:
    """An amount with its cents; None stays None."""
    return None if amount is None else with_cents(amount, currency)


def number_of(cell: Cell) -> Decimal:
    """The number in a cell; zero if there is none."""
    return cell if isinstance(cell, Decimal) else ZERO


def sales_notes(
    books: Books, as_of: date, *, shows_nobodys: bool = False
) -> Iterator[str]:
    """What a reader must know about every sales figure.

    Args:
        books: The books.
        as_of: The last day that counts.
        shows_nobodys: Whether the report has a line for what names no client.
    """
    reading = books.clients_read
    roles = ", ".join(reading.roles_not_sold)
    without = f", and without accounts of role {roles}" if roles else ""
    yield f"Revenue is net of tax and credit notes{without}."
    nobodys = reading.sales(as_of).nobodys_revenue(twelve_months(as_of))
    if nobodys and not shows_nobodys:
        amount = with_cents(nobodys, reading.currency)
        yield (
            f"Revenue of {amount:f} {reading.currency} in the twelve months names no"
            " client, and is in no line."
        )
    others = reading.left_out(as_of)
    if others:
        yield (
            f"Sales in {', '.join(others)} are left out: no price gives their rate in"
            f" {reading.currency} on their day."
        )


def account_notes(books: Books, side: Side) -> Iterator[str]:
    """What a reader must know of a side of which no account is known."""
    if not books.knows_control_account(side):
        sentence = unknown_control_account(side)
        yield f"{sentence[0].upper()}{sentence[1:]}."
