"""The ECB's XML: a ``Cube`` for each day, with a ``Cube`` for each currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ledgerkit.importers.rates.published_rate import (
    currency_of,
    published_day,
    published_rate,
)
from ledgerkit.text.unreadable import unreadable
from ledgerkit.xml.safe import parse_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.general_ledger.currencies.rates import Quote


def read_ecb_xml(data: bytes, file: str) -> Sequence[Quote]:
    """The quotes of a file, in its order.

    Raises:
        UnreadableFileError: If it is none, or cut off, or a rate can't be read.
    """
    root = parse_xml(data, file)
    days = [each for each in root.iter() if _is_cube(each) and each.get("time")]
    if not days:
        raise unreadable(
            file, "it is no file of rates of the ECB: it has no Cube with a time"
        )
    quotes: list[Quote] = []
    for of_day in days:
        line = of_day.sourceline
        day = published_day(file, line, of_day.get("time", ""))
        for each in of_day:
            if not _is_cube(each):
                continue
            currency = currency_of(file, each.sourceline, each.get("currency", ""))
            text = each.get("rate", "")
            quote = published_rate(file, each.sourceline, day, currency, text)
            quotes += [quote] if quote is not None else []
    return quotes


def _is_cube(element: etree._Element) -> bool:
    return bool(etree.QName(element).localname == "Cube")
