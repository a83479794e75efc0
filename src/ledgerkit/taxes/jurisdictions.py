"""The state, county, city and district that share a rate of sales tax."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.invoices.tax_code import TaxCode

_JURISDICTION = re.compile(
    r"(?P<name>[^,%]*[^\s,%0-9])(?:\s+(?P<percent>\d+(?:\.\d+)?)\s*%)?"
)


class Jurisdiction(NamedTuple):
    """A jurisdiction, and its part of the rate as a fraction."""

    name: str
    rate: Decimal


def parse_jurisdictions(text: str, rate: Decimal) -> Sequence[Jurisdiction]:
    """Read the jurisdictions of a rate, parted by commas.

    >>> parse_jurisdictions("California 6%, Alameda 0.25%", Decimal("0.0625"))[1]
    Jurisdiction(name='Alameda', rate=Decimal('0.0025'))

    Args:
        text: The jurisdictions, each with its rate in percent; of what isn't taxed,
            their names are enough.
        rate: What their rates must come to.

    Raises:
        ValueError: If one can't be read, or they come to another rate, with what to do.
    """
    found = [_jurisdiction(part.strip()) for part in text.split(",") if text.strip()]
    total = sum((jurisdiction.rate for jurisdiction in found), ZERO)
    if found and total != rate:
        raise ValueError(
            f"their rates come to {_percent(total)} %, and the code has"
            f" {_percent(rate)} %; correct the one or the other"
        )
    return found


def jurisdictions_of(code: TaxCode) -> Sequence[Jurisdiction]:
    """Who shares a code's rate; none if it doesn't say, or not in a way to be read."""
    try:
        return parse_jurisdictions(code.jurisdictions, code.rate)
    except ValueError:  # A finding names it.
        return ()


def beyond(code: TaxCode, rate: Decimal) -> Iterator[Jurisdiction]:
    """Those who have the part of a code's rate that is beyond a rate.

    Args:
        code: The code; what it says of no jurisdiction has its own name.
        rate: The rate that all codes have in common, of those named first.
    """
    own = jurisdictions_of(code) or [Jurisdiction(code.id, code.rate)]
    below = rate
    for jurisdiction in own:
        part = max(jurisdiction.rate - below, ZERO)
        below = max(below - jurisdiction.rate, ZERO)
        if part:
            yield jurisdiction._replace(rate=part)


def _jurisdiction(text: str) -> Jurisdiction:
    match = _JURISDICTION.fullmatch(text)
    if match is None:
        raise ValueError(
            f'"{text}" is no jurisdiction with its rate; write "California 6%, Alameda'
            ' County 0.25%"'
        )
    return Jurisdiction(match["name"].strip(), Decimal(match["percent"] or 0) / 100)


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}"
