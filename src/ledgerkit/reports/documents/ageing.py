"""Who owes what, and how late it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.ageing import AgedBalance, AgingBasis, Buckets, age
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    DISPUTED,
    account_notes,
    dispute_notes,
    disputed_cell,
    disputed_sums,
    names_on,
    party_link,
    totals_by_currency,
)
from ledgerkit.reports.worth import with_worth
from ledgerkit.table import Column, ColumnType, Rank, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books

_TITLES = {Side.RECEIVABLE: "Receivables by age", Side.PAYABLE: "Payables by age"}


def aging(  # noqa: PLR0913 - each is a choice that the reader of the report has
    books: Books,
    *,
    as_of: date,
    side: Side = Side.RECEIVABLE,
    basis: AgingBasis | None = None,
    buckets: Buckets | None = None,
    currency: str | None = None,
    party: str | None = None,
    in_currency: str | None = None,
) -> Table:
    """What each party owes by age, a line for each party and currency.

    A row's buckets and its unapplied column sum to its balance, and the last line to
    the control accounts. Disputed amounts are included in the buckets.

    Args:
        books: The books.
        as_of: The last day that counts.
        side: What is owed to us, or by us.
        basis: The day from which documents age; the book's setting if None.
        buckets: The ageing buckets, in days; the book's setting if None.
        currency: Show this currency only.
        party: Show this party only, by id.
        in_currency: Add a column with the worth in this currency, at the day's rates.
    """
    basis = basis or books.settings.aging_basis
    buckets = buckets or books.settings.buckets
    aged = age(books.subledger(side, as_of), buckets=buckets, basis=basis)
    aged = [
        line
        for line in aged
        if currency in {None, line.currency} and party in {None, line.party}
    ]
    keys = [*buckets.keys(), "unapplied", "balance", DISPUTED.key]
    disputed = disputed_sums(books, books.subledger(side, as_of))

    def amounts(line: AgedBalance) -> Mapping[str, Decimal]:
        of_which = disputed.get((line.party, line.currency), ZERO)
        all_amounts = (*line.amounts, line.unapplied, line.balance, of_which)
        return dict(zip(keys, all_amounts, strict=True))

    name = names_on(books, side, as_of)
    table = Table(
        title=_TITLES[side],
        as_of=as_of,
        columns=_columns(buckets),
        rows=sorted(
            (_row(line, amounts(line), name) for line in aged),
            key=lambda row: (str(row.cells["name"]).casefold(), row.cells["currency"]),
        ),
        totals=totals_by_currency(
            ((line.currency, list(amounts(line).values())) for line in aged), keys
        ),
        notes=[
            *_notes(books, side, as_of, basis, currency),
            *dispute_notes(books, books.subledger(side, as_of), currency=currency),
        ]
        if party is None
        else [_counted(as_of, basis)],
    )
    return with_worth(books, table, "balance", in_currency)


def _columns(buckets: Buckets) -> Sequence[Column]:
    amounts = [
        *zip(buckets.keys(), buckets.labels(), strict=True),
        ("unapplied", "Unapplied"),
        ("balance", "Balance"),
    ]
    return [
        Column("party", "Party"),
        Column("name", "Name", rank=Rank.ESSENTIAL),
        Column("currency", "Currency"),
        *(Column(key, label, ColumnType.AMOUNT) for key, label in amounts),
        DISPUTED,
    ]


def _row(
    line: AgedBalance, amounts: Mapping[str, Decimal], name: Callable[[str], str]
) -> Row:
    overdue = list(amounts)[1 : len(line.amounts)]
    return Row(
        cells={
            "party": line.party,
            "name": name(line.party),
            "currency": line.currency,
            **{key: with_cents(n, line.currency) for key, n in amounts.items()},
            DISPUTED.key: disputed_cell(amounts[DISPUTED.key], line.currency),
        },
        links=party_link(line.party),
        late=frozenset(key for key in overdue if amounts[key] > 0),
    )


def _counted(as_of: date, basis: AgingBasis) -> str:
    start = "the due date" if basis is AgingBasis.DUE else "the document's date"
    return f"Days are counted from {start}; payments after {as_of} are ignored."


def _notes(
    books: Books, side: Side, as_of: date, basis: AgingBasis, currency: str | None
) -> Iterator[str]:
    yield from account_notes(books, side)
    yield _counted(as_of, basis)
    for proof in books.control_account_proofs(side, as_of):
        if currency in {None, proof.currency} and (
            proof.general_ledger or proof.difference
        ):
            balance = with_cents(proof.general_ledger, proof.currency)
            agrees = (
                "agrees with the open items"
                if not proof.difference
                else f"DIFFERS from the open items by {proof.difference:f}"
            )
            yield f"{proof.account}: {balance:f} {proof.currency} {agrees}."
    documents = books.subledger(side, as_of).open_documents
    undated = sum(
        not document.due_is_stated
        for document in documents
        if currency in {None, document.currency}
    )
    if undated and basis is AgingBasis.DUE:
        yield (
            "1 open document states no due date or terms, and counts as due on its"
            " own date."
            if undated == 1
            else f"{undated} open documents state no due date or terms, and count as"
            " due on their own date."
        )
