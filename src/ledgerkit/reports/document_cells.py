"""How every report shows a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.reports.party_cells import party_link
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.open_items.document import Document


#: The columns that `document_cells` fills.
DOCUMENT_COLUMNS = (
    Column("number", "Number"),
    Column("kind", "Kind"),
    Column("party", "Party"),
    Column("name", "Name"),
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
