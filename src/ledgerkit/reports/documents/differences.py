"""Small differences left by payments, and the proposed entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.entries.documents.difference import ProposedDifference, plan_differences
from ledgerkit.money import with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import document_links, names_on, totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books

_TITLES = {
    Side.RECEIVABLE: "Differences on what clients paid",
    Side.PAYABLE: "Differences on what we paid",
}
_COLUMNS = (
    Column("number", "Number"),
    Column("party", "Party"),
    Column("name", "Name"),
    Column("paid_on", "Paid", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("difference", "Difference", ColumnType.AMOUNT),
    Column("account", "To book on"),
    Column("why", "Why"),
)


def differences(
    books: Books,
    *,
    as_of: date,
    side: Side = Side.RECEIVABLE,
    account: str | None = None,
) -> Table:
    """Each small difference, by the day of the payment that left it.

    Positive is still owed, negative is overpaid. Nothing is booked: see
    `plan_differences` for the transactions.

    Args:
        books: The books.
        as_of: The last day that counts.
        side: Paid to us, or by us.
        account: The account for all differences but discounts; by role if None.
    """
    proposed = plan_differences(books, side, as_of=as_of, account=account)
    name = names_on(books, side, as_of)
    return Table(
        title=_TITLES[side],
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(proposal, name) for proposal in proposed],
        totals=totals_by_currency(
            (
                (proposal.difference.document.currency, (proposal.difference.amount,))
                for proposal in proposed
            ),
            ("difference",),
        ),
        notes=list(_notes(books, proposed)),
    )


def _row(proposal: ProposedDifference, name: Callable[[str], str]) -> Row:
    difference = proposal.difference
    document = difference.document
    currency = document.currency
    links = dict(document_links(document))
    links.pop("issued")
    if proposal.account is not None:
        links["account"] = Link(LinkKind.ACCOUNT, proposal.account)
    return Row(
        cells={
            "number": document.number,
            "party": document.party,
            "name": name(document.party),
            "paid_on": difference.paid_on,
            "currency": currency,
            "amount": with_cents(document.amount, currency),
            "difference": with_cents(difference.amount, currency),
            "account": proposal.account,
            "why": f"{difference.why}; {proposal.lacks}"
            if proposal.lacks
            else difference.why,
        },
        links=links,
        late=frozenset({"why"} if proposal.lacks else ()),
    )


def _notes(
    books: Books, proposed: Sequence[ProposedDifference]
) -> Iterator[str | Note]:
    tolerances = books.settings.payment_tolerances
    if tolerances:
        up_to = ", ".join(
            f"{with_cents(number, currency):f} {currency}"
            for currency, number in sorted(tolerances.items())
        )
        yield f"Small is up to {up_to}, and a discount that was earned."
    else:
        yield (
            "No payment-tolerance is set, so only discounts count; write for instance"
            ' 1970-01-01 custom "ledgerkit" "payment-tolerance" 1.00 EUR.'
        )
    if any(proposal.directive is not None for proposal in proposed):
        yield Note(
            text="Nothing is booked yet.",
            remedy=NextStep(
                to="see the change, and be asked",
                command="differences",
                options={"write": True},
            ),
        )
