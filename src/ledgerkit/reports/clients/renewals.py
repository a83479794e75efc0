"""Contracts: those in their notice period, and those that ended without another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.records.renewal import ContractState
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import in_cents, names_on, party_link
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.renewal import Renewal

_COLUMNS = (
    Column("id", "Id"),
    Column("contract", "Contract"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("period", "Period"),
    Column("notice_from", "Notice from", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("days_left", "Days left", ColumnType.INTEGER),
    Column("state", "State"),
)


def renewals(books: Books, *, as_of: date, every: bool = False) -> Table:
    """The contracts that need attention, the one ending first before the others.

    Args:
        books: The books.
        as_of: The day of the report.
        every: Include contracts with time left, renewed and cancelled ones.
    """
    contracts = books.relations_read.renewals(as_of)
    chosen = [contract for contract in contracts if every or contract.needs_care]
    name = names_on(books, Side.RECEIVABLE, as_of)
    notes: list[str | Note] = (
        []
        if chosen
        else ["No contract is inside its notice, or ended without another."]
    )
    if len(chosen) < len(contracts):
        more = len(contracts) - len(chosen)
        see = NextStep(
            to="see them",
            command="renewals",
            options={"all": True},
            method="renewals(every=True)",
        )
        notes.append(Note(text=f"{more} more need no care.", remedy=see))
    return Table(
        title="Renewals",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(contract, name, as_of) for contract in chosen],
        notes=notes,
    )


def contracts(
    books: Books,
    *,
    as_of: date,
    client: str | None = None,
    everything: bool = False,
) -> Table:
    """The contracts as at a day, the one ending first before the others.

    Args:
        books: The books.
        as_of: The last day that counts.
        client: Only this client's, by id.
        everything: Include those that ended, were renewed or cancelled.
    """
    over = {ContractState.ENDED, ContractState.RENEWED, ContractState.CANCELLED}
    chosen = [
        contract
        for contract in books.relations_read.renewals(as_of)
        if client in {None, contract.client}
        and (everything or contract.state not in over)
    ]
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title="Contracts",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(contract, name, as_of) for contract in chosen],
        notes=() if chosen else ["No contract is running."],
    )


def _row(renewal: Renewal, name: Callable[[str], str], as_of: date) -> Row:
    currency = renewal.record.currency("amount")
    return Row(
        cells={
            "id": renewal.record.id,
            "contract": renewal.record.title,
            "party": renewal.client or None,
            "name": name(renewal.client) if renewal.client else None,
            "currency": currency or None,
            "amount": in_cents(renewal.record.number("amount"), currency),
            "period": renewal.record.text("period") or None,
            "notice_from": renewal.notice_from,
            "until": renewal.until,
            "days_left": (renewal.until - as_of).days if renewal.until else None,
            "state": renewal.state.value,
        },
        links={
            **party_link(renewal.client),
            "id": Link(LinkKind.SOURCE, str(renewal.record.place)),
        },
        late=frozenset({"until", "state"} if renewal.needs_care else ()),
    )
