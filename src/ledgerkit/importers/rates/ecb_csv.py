"""The ECB's CSV: a column for each currency, a row for each day, newest first."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ledgerkit.importers.rates.published_rate import (
    currency_of,
    published_day,
    published_rate,
)
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.general_ledger.currencies.rates import Quote

_CUT = "the file may be cut off, fetch it again"


def read_ecb_csv(text: str, file: str) -> Sequence[Quote]:
    """The quotes of a file, in its order.

    Raises:
        UnreadableFileError: If it is none, or cut off, or a rate can't be read.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise unreadable(file, f"it is no CSV ({error})", 1) from None
    while rows and not rows[-1]:
        rows.pop()
    head = [cell.strip() for cell in rows[0]] if rows else []
    if not head or head[0].casefold() != "date" or not any(head[1:]):
        raise unreadable(
            file,
            "it is no file of rates of the ECB: its CSV begins with Date,USD,JPY,…",
            1,
        )
    if not text.endswith(("\n", "\r")) and head[-1]:
        # With a comma at the end of each row its end would be seen.
        raise unreadable(file, f"its last line has no end; {_CUT}", len(rows))
    currencies = [currency_of(file, 1, cell) if cell else "" for cell in head[1:]]
    if len(rows) == 1:
        raise unreadable(file, f"it has no rates; {_CUT}", 1)
    quotes: list[Quote] = []
    for line, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        if len(row) != len(head):
            raise unreadable(
                file,
                f"the row has {len(row)} of {len(head)} cells; {_CUT}",
                line,
            )
        day = published_day(file, line, row[0])
        for currency, cell in zip(currencies, row[1:], strict=True):
            quote = (
                published_rate(file, line, day, currency, cell) if currency else None
            )
            quotes += [quote] if quote is not None else []
    return quotes
