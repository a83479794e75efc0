r"""A line of a document as it is typed: account, description, amount and tax.

``ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE; discount=10%``. The account
may be the end of its name, the third part may be a plain amount, and what follows
it comes in any order. A semicolon inside a part is written ``\;``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.calendars import parse_iso_date
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.errors import UsageError
from ledgerkit.invoices.line_amount import line_discount, line_net
from ledgerkit.money import ZERO, parse_amount
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_FORM = "Income:Services; Design; 10 HUR x 100.00; tax=it22"
_PRICED = re.compile("(\\S+)(?:\\s+(\\S+))?\\s+[xX\N{MULTIPLICATION SIGN}*@]\\s+(\\S+)")
_OPTIONS = ("tax", "discount", "from", "to")
#: What people type for the codes of UN/ECE Recommendation 20.
_UNITS = {
    "h": "HUR", "hour": "HUR", "hours": "HUR", "day": "DAY", "days": "DAY",
    "month": "MON", "months": "MON", "year": "ANN", "years": "ANN",
    "pc": "C62", "pcs": "C62", "piece": "C62", "pieces": "C62",
    "km": "KMT", "kg": "KGM",
}  # fmt: skip


def read_line(text: str, *, currency: str, tax: str | None = None) -> NewLine:
    """Read a line.

    Args:
        text: As typed.
        currency: The document's.
        tax: The tax code of lines that name none.

    Raises:
        UsageError: If it can't be read; the message says what to write.
    """
    account, description, amount, options = _parts(text)
    quantity, unit, price = _priced(text, amount)
    discount, percent = _discount(text, options.get("discount"), (quantity, price))
    taken = discount or ZERO
    if percent is not None:
        taken = line_discount(quantity, price, percent, currency)
    return NewLine(
        account=account,
        amount=line_net(quantity, price, taken, currency),
        description=description or None,
        quantity=quantity,
        unit=unit,
        unit_price=price,
        discount=discount,
        discount_percent=percent,
        tax=options.get("tax", tax),
        period=_period(text, options),
    )


def read_adjustment(
    text: str, *, is_charge: bool, currency: str, tax: str | None
) -> NewLine:
    """Read an allowance or charge on the whole: ``ACCOUNT; REASON; AMOUNT; tax=CODE``.

    Raises:
        UsageError: If it can't be read; the message says what to write.
    """
    account, reason, amount, options = _parts(text)
    number = line_net(Decimal(1), _number(text, amount), ZERO, currency)
    if not reason or number <= 0:
        raise UsageError(
            f'"{text}" needs a reason and a positive amount; write for instance'
            ' "Income:Services; Loyal client; 50.00; tax=it22"'
        )
    return NewLine(
        account=account,
        amount=number if is_charge else -number,
        allowance=None if is_charge else reason,
        charge=reason if is_charge else None,
        tax=options.get("tax", tax),
    )


def _parts(text: str) -> tuple[str, str, str, Mapping[str, str]]:
    """Account, description, amount and options."""
    parts = [p.strip().replace("\\;", ";") for p in re.split(r"(?<!\\);", text)]
    plain = [p for p in parts if not re.match(r"[a-z]+=", p)]
    options = dict(p.split("=", 1) for p in parts if re.match(r"[a-z]+=", p))
    if len(plain) == 2:
        plain = ["", *plain]
    if len(plain) != 3:
        raise UsageError(
            f'the line "{text}" is not account; description; amount; write for'
            f' instance "{_FORM}"'
        )
    for key in options:
        if key not in _OPTIONS:
            remedy = suggestion(key, _OPTIONS) or f"; write {', '.join(_OPTIONS)}"
            raise UsageError(f'the line "{text}" has no "{key}="{remedy}')
    account, description, amount = plain
    return account, description, amount, options


def _priced(text: str, amount: str) -> tuple[Decimal, str | None, Decimal]:
    """Quantity, unit and price."""
    match = _PRICED.fullmatch(amount)
    if match is None:
        return Decimal(1), None, _number(text, amount)
    unit = match[2]
    if unit is not None:
        unit = _UNITS.get(unit.casefold(), unit)
    return _number(text, match[1]), unit, _number(text, match[3])


def _discount(
    text: str, written: str | None, priced: tuple[Decimal, Decimal]
) -> tuple[Decimal | None, Decimal | None]:
    """What is taken off: as an amount, or in percent."""
    if written is None:
        return None, None
    if written.endswith("%"):
        percent = _number(text, written.removesuffix("%").strip())
        if not 0 <= percent <= 100:
            raise UsageError(f'the line "{text}": {percent} % is no discount')
        return None, percent
    discount = _number(text, written)
    if discount < 0 or discount > abs(priced[0] * priced[1]):
        raise UsageError(f'the line "{text}": {discount} is more than the line')
    return discount, None


def _period(text: str, options: Mapping[str, str]) -> tuple[date, date] | None:
    """First and last day, of which there are both or none."""
    if not {"from", "to"} & options.keys():
        return None
    days = [parse_iso_date(options.get(key, "")) for key in ("from", "to")]
    first, last = days
    if first is None or last is None or last < first:
        raise UsageError(
            f'the line "{text}" needs the first and the last day of its period; write'
            " for instance from=2026-01-01; to=2026-12-31"
        )
    return first, last


def _number(text: str, written: str) -> Decimal:
    try:
        return parse_amount(written, decimal_mark=".")
    except ValueError:
        raise UsageError(
            f'the line "{text}": "{written}" is no number; write for instance "{_FORM}"'
        ) from None
