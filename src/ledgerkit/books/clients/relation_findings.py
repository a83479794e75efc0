"""Everything that is found in client relations, for the plugin and for the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.clients.advise import advise_relations
from ledgerkit.books.clients.check import check_relations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.reading import Reading
    from ledgerkit.errors import Finding
    from ledgerkit.open_items.subledger import Subledger


def relation_findings(
    reading: Reading,
    receivables: Subledger,
    directives: Sequence[Directive],
    *,
    advice: bool,
) -> Iterator[Finding]:
    """What can't be read, what can't be right, and what looks forgotten.

    Args:
        reading: What the book says.
        receivables: What clients owe, and owed.
        directives: Of the book, in Beancount's order.
        advice: Whether to look for what spoils no figure, too.
    """
    yield from reading.relation_findings
    yield from check_relations(reading, receivables)
    if advice:
        yield from advise_relations(reading, receivables, directives)
