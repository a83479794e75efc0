"""What Fava suggests while one types, of which each of its pages brings the whole list.

A link stands on every invoice: those of 40,000 make each page larger by a megabyte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fava.core import FavaLedger

#: Some 20 kB of a page.
LINKS_MAX = 1_000


def suggest_newest_links(ledger: FavaLedger) -> None:
    """Leave Fava's filter the newest links to suggest; older ones can be typed."""
    if len(ledger.attributes.links) > LINKS_MAX:
        newest: set[str] = set()
        for link in _newest_first(ledger):
            newest.add(link)
            if len(newest) == LINKS_MAX:
                break
        ledger.attributes.links = sorted(newest)


def _newest_first(ledger: FavaLedger) -> Iterator[str]:
    for entry in reversed(ledger.all_entries_by_type.Transaction):
        yield from entry.links
