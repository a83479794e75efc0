"""The text of a new book, by currency, country and day."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from ledgerkit.books.taxes.country_codes import CODES_BY_COUNTRY, codes_file, codes_of
from ledgerkit.errors import UsageError
from ledgerkit.money import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What the starting book has in the place of what the options say.
_NAME, _CURRENCY = '"My business"', "EUR"
#: The first day of its examples, some months before the day on which it is made.
_FIRST, _MONTHS_BEFORE = date(2026, 1, 1), 3
_DAY = re.compile(r"\b2026-\d\d-\d\d\b")
_INVOICE = re.compile(r"^(\S+) \* .*\^(INV-2026-\d{3})$", re.MULTILINE)
#: As Beancount reads a currency; three of its words look like one.
_CURRENCY_FORM = re.compile(r"(?!(?:TRUE|FALSE|NULL)$)[A-Z][A-Z0-9'._-]{0,22}[A-Z0-9]")

#: What the examples have before tax; that of the bill is the last.
_SOLD, _BOUGHT = (Decimal(1000), Decimal(300), Decimal(500)), Decimal(150)
_PAID_TOGETHER = (Decimal(300), Decimal(500))
#: In the bank at first, and the part of an invoice that is paid by itself.
_OTHER_MONEY = Decimal(3200)
_RATE = Decimal("0.22")
_OWN_CODES = re.compile(r";; The tax on what.*?(?=\n;; ---- Accounts)", re.DOTALL)
_BILLS_TAX = re.compile(r'(Expenses:Supplies .*\n)    tax: "purchases"\n  Liab.*\n.*\n')
_NUMBER = re.compile(r"(?P<sign> *-?)(?P<number>\d+\.\d\d)(?= EUR)")

_COUNTRY = """\
;; The tax of the country: its codes stand in a file of their own, each with its law.
;; Each line of a new invoice or bill names its code, as in the examples below, and
;; `ledgerkit tax return PERIOD` makes the return of them.
include "{file}"

;; Who we are: the country decides which return is ours.
1970-01-01 custom "company" {name}
  country: "{country}"
"""


def starting_book(*, name: str, currency: str, day: date, country: str = "") -> str:
    """The text of a new book.

    Args:
        name: Of the business, for people.
        currency: Of its own accounts and the examples.
        day: The last day that an example may have.
        country: Whose tax codes it includes; empty for codes to be changed by hand.

    Raises:
        UsageError: If the one can't be shown, or the other is no currency.
    """
    if not _CURRENCY_FORM.fullmatch(currency):
        raise UsageError(
            f"--currency {currency!r} is no currency code; write capitals, as in EUR"
        )
    title = " ".join(name.split())
    if not title.isprintable() or not title:
        raise UsageError(
            f"--name {name!r} is empty or can't be shown; write it in plain letters"
        )
    source = resources.files("ledgerkit.cli").joinpath("starter.beancount")
    text = source.read_text("utf-8")
    text = _moved(_taxed(text, country) if country else text, day)
    text = re.sub(rf"\b{_CURRENCY}\b", lambda _: currency, text)
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace(_NAME, f'"{escaped}"')


def first_example(day: date) -> date:
    """The day of the first example in a book made on a day."""
    first: date = day.replace(day=1) - relativedelta(months=_MONTHS_BEFORE)
    return first


def _moved(text: str, day: date) -> str:
    """The examples moved, so that they end by a day; numbers follow their year."""
    first = first_example(day)

    def moved(shown: str) -> date:
        return first + (date.fromisoformat(shown) - _FIRST)

    counts: Counter[int] = Counter()
    numbers: dict[str, str] = {}
    for issued, number in sorted(_INVOICE.findall(text)):
        if number not in numbers:
            year = moved(issued).year
            counts[year] += 1
            numbers[number] = f"INV-{year}-{counts[year]:03}"
    for number, new in numbers.items():
        # Marked, so that no number is renamed twice.
        text = text.replace(number, f"\0{new}")
    return _DAY.sub(lambda match: f"{moved(match[0])}", text).replace("\0", "")


def _taxed(text: str, country: str) -> str:
    """The book with a country's codes, and the examples taxed by them."""
    usual, codes = CODES_BY_COUNTRY[country], codes_of(country)
    said = _COUNTRY.format(file=codes_file(country), name=_NAME, country=country)
    text = _OWN_CODES.sub(lambda _: said, text)
    text = text.replace("1970-01-01 open Liabilities:Tax\n", "")
    sale = codes.on(usual.sale, date.max)
    bought = codes.on(usual.purchase, date.max) if usual.purchase else None
    assert sale is not None
    if bought is None:
        # No tax is deducted there: what it costs is with it.
        text = _BILLS_TAX.sub(r"\1", text).replace('  tax: "purchases"\n', "")
    else:
        of_bill = 'Liabilities:Tax              33.00 EUR\n    tax: "purchases"'
        text = text.replace(of_bill, _on(of_bill, str(bought.account)))
        text = text.replace('"purchases"', f'"{bought.id}"')
    text = _on(text, str(sale.account))
    text = text.replace('"sales"', f'"{sale.id}"')
    new = _amounts(sale.rate, bought.rate if bought is not None else Decimal(0))
    before, mark, examples = text.partition(";; ---- Examples")
    return before + mark + _NUMBER.sub(lambda match: _number(match, new), examples)


def _on(text: str, account: str) -> str:
    """Tax on another account, its amounts in their columns."""
    width = len("Liabilities:Tax")

    def posted(match: re.Match[str]) -> str:
        return account.ljust(width + len(match["gap"]) - 1) + " "

    return re.sub(r"Liabilities:Tax(?P<gap> +)", posted, text)


def _amounts(sold: Decimal, bought: Decimal) -> Mapping[str, Decimal]:
    """What each amount of the examples is at other rates."""
    pairs = [(net, sold) for net in _SOLD] + [(_BOUGHT, bought)]
    new: dict[str, Decimal] = {}
    for net, rate in pairs:
        new[f"{net * _RATE:.2f}"] = _tax(net, rate)
        new[f"{net * (1 + _RATE):.2f}"] = net + _tax(net, rate)
    together = sum(_PAID_TOGETHER, Decimal(0))
    paid = together + sum((_tax(net, sold) for net in _PAID_TOGETHER), Decimal(0))
    new[f"{together * (1 + _RATE):.2f}"] = paid
    new[f"{_OTHER_MONEY + together * (1 + _RATE):.2f}"] = _OTHER_MONEY + paid
    return new


def _tax(net: Decimal, rate: Decimal) -> Decimal:
    return rounded(net * rate, _CURRENCY)


def _number(match: re.Match[str], new: Mapping[str, Decimal]) -> str:
    """An amount at other rates, in the same columns."""
    old = match["sign"] + match["number"]
    if match["number"] not in new:
        return old
    text = f"{'-' if '-' in match['sign'] else ''}{new[match['number']]:.2f}"
    return f" {text}" if len(old) <= len(text) else text.rjust(len(old))
