r"""A line of a document as it is typed: account, description, amount and tax.

``ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE; discount=10%``. The account
may be the end of its name, the third part may be a plain amount, and what follows
it comes in any order. A semicolon inside a part is written ``\;``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.entries.documents.document import NewLine
from ledgerkit.errors import UsageError
from ledgerkit.invoices.line_amount import line_discount, line_net
from ledgerkit.money import ZERO
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.typed_amounts import (
    read_amount,
    read_number,
    read_percent,
    read_price,
)
from ledgerkit.text.typed_days import read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from ledgerkit.text.typed_amounts import TypedAmount

_FORM = "Income:Services; Design; 10 HUR x 100.00; tax=it22"
_PRICED = re.compile(
    r"(?P<quantity>\S+)(?:\s+(?P<unit>\S+))?"
    r"\s+[xX\N{MULTIPLICATION SIGN}*@]\s+(?P<price>.+)"
)
_DAYS = "; write for instance from=2026-01-01; to=2026-12-31"
_OPTIONS = (
    "tax", "discount", "from", "to", "bills", "quote-line", "bill-to", "mark-up",
)  # fmt: skip
_OPTION = re.compile(r"[a-z-]+=")
#: What people type for the codes of UN/ECE Recommendation 20.
_UNITS = {
    "h": "HUR", "hour": "HUR", "hours": "HUR", "day": "DAY", "days": "DAY",
    "month": "MON", "months": "MON", "year": "ANN", "years": "ANN",
    "pc": "C62", "pcs": "C62", "piece": "C62", "pieces": "C62",
    "km": "KMT", "kg": "KGM",
}  # fmt: skip


def read_line(
    text: str,
    *,
    currency: str,
    tax: str | None = None,
    read_date: Callable[[str], date] = read_day,
) -> NewLine:
    """Read a line.

    Args:
        text: As typed.
        currency: The document's.
        tax: The tax code of lines that name none.
        read_date: Reads a day; a terminal also knows today.

    Raises:
        UsageError: If it can't be read; the message says what to write.
    """
    account, description, amount, options = _parts(text)
    quantity, unit, price = _priced(text, amount, currency)
    discount, percent = _discount(text, options.get("discount"), currency)
    if discount is not None and not 0 <= discount <= abs(quantity * price):
        raise UsageError(f'the line "{text}": {discount} is more than the line')
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
        period=_period(text, options, read_date),
        quote_line=options.get("quote-line"),
        bills=tuple(options.get("bills", "").split()),
        bill_to=options.get("bill-to"),
        mark_up=_mark_up(text, options.get("mark-up")),
    )


def read_adjustment(
    text: str, *, is_charge: bool, currency: str, tax: str | None
) -> NewLine:
    """Read an allowance or charge on the whole: ``ACCOUNT; REASON; AMOUNT; tax=CODE``.

    Raises:
        UsageError: If it can't be read; the message says what to write.
    """
    account, reason, amount, options = _parts(text)
    number = _amount(text, amount, currency)
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
    plain = [p for p in parts if not _OPTION.match(p)]
    options = dict(p.split("=", 1) for p in parts if _OPTION.match(p))
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


def _priced(
    text: str, amount: str, currency: str
) -> tuple[Decimal, str | None, Decimal]:
    """Quantity, unit and price."""
    match = _PRICED.fullmatch(amount)
    if match is None:
        return Decimal(1), None, _amount(text, amount, currency)
    unit = match["unit"]
    if unit is not None:
        unit = _UNITS.get(unit.casefold(), unit)
    try:
        quantity = read_number(match["quantity"])
        price = read_price(match["price"], currency)
    except ValueError as error:
        raise _wrong(text, error) from None
    return quantity, unit, _in_currency(text, price, currency)


def _discount(
    text: str, written: str | None, currency: str
) -> tuple[Decimal | None, Decimal | None]:
    """What is taken off: as an amount, or in percent."""
    if written is None:
        return None, None
    if not written.endswith("%"):
        return _amount(text, written, currency), None
    try:
        percent = read_percent(written)
    except ValueError as error:
        raise _wrong(text, error) from None
    if not 0 <= percent <= 100:
        raise UsageError(f'the line "{text}": {percent} % is no discount')
    return None, percent


def _mark_up(text: str, written: str | None) -> Decimal | None:
    """What is added to an expense that is passed on, in percent."""
    if written is None:
        return None
    try:
        return read_percent(written if written.endswith("%") else f"{written}%")
    except ValueError as error:
        raise _wrong(text, error) from None


def _period(
    text: str, options: Mapping[str, str], read_date: Callable[[str], date]
) -> tuple[date, date] | None:
    """First and last day, of which there are both or none."""
    if not {"from", "to"} & options.keys():
        return None
    if not {"from", "to"} <= options.keys():
        raise UsageError(f'the line "{text}" needs the first and the last day{_DAYS}')
    try:
        first, last = (read_date(options[key]) for key in ("from", "to"))
    except ValueError as error:
        raise UsageError(f'the line "{text}": {error}') from None
    if last < first:
        raise UsageError(f'the line "{text}" ends before it begins{_DAYS}')
    return first, last


def _amount(text: str, written: str, currency: str) -> Decimal:
    """An amount in the document's currency."""
    try:
        amount = read_amount(written, currency)
    except ValueError as error:
        raise _wrong(text, error) from None
    return _in_currency(text, amount, currency)


def _in_currency(text: str, amount: TypedAmount, currency: str) -> Decimal:
    if amount.currency not in {None, currency}:
        raise UsageError(
            f'the line "{text}" is in {amount.currency}, and the document in {currency}'
        )
    return amount.number


def _wrong(text: str, error: ValueError) -> UsageError:
    wrong, _semicolon, remedy = str(error).partition("; ")
    if not remedy or remedy.startswith("write it as"):
        remedy = f'write for instance "{_FORM}"'
    return UsageError(f'the line "{text}": {wrong}; {remedy}')
