"""What all readers share: parties, lines, accounts, instalments."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.invoices.invoice import InvoiceLine, PaymentAccount
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.parties.party import Party, PartyRole
from ledgerkit.parties.payment_terms import DuePart
from ledgerkit.text.unreadable import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ledgerkit.errors import Place
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.xml.part import XmlPart

#: Types of credit note (UNTDID 1001).
CREDIT_TYPES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "503", "532"}
)
#: The scheme of an e-mail address.
_EMAIL = "EM"
_ONE = Decimal(1)
_CURRENCY = re.compile("[A-Z]{3}")
_INDICATORS = {"true": True, "1": True, "false": False, "0": False}


def currency(part: XmlPart | None) -> str:
    """A currency's code; empty if there is none.

    Raises:
        UnreadableFileError: If the text is not a currency code.
    """
    if part is None or not part.content:
        return ""
    if not _CURRENCY.fullmatch(part.content):
        raise part.wrong("BT-5", "no code of a currency such as EUR")
    return part.content


def is_charge(part: XmlPart, path: str) -> bool:
    """Whether it is a charge, not an allowance (BG-20, BG-21).

    Raises:
        UnreadableFileError: If it says neither.
    """
    indicator = part.first(path)
    if indicator is None:
        raise part.missing(path, "BG-20, BG-21")
    answer = _INDICATORS.get(indicator.content.lower())
    if answer is None:
        raise indicator.wrong("BG-20, BG-21", "neither true nor false")
    return answer


def in_currency(parts: Iterable[XmlPart], code: str) -> list[XmlPart]:
    """The amounts in a currency, or without any."""
    return [part for part in parts if part.attribute("currencyID") in {"", code}]


def foreign(parts: Iterable[XmlPart], code: str) -> Iterator[str]:
    """A sentence for each amount not in the document's currency."""
    for part in parts:
        other = part.attribute("currencyID")
        if other not in {"", code} and part.content:
            yield f"{part.name} is in {excerpt(other)}, and the document in {code}"


def received_kind(*, credit: bool) -> DocumentKind:
    """The kind of document, from our side."""
    return DocumentKind.VENDOR_CREDIT if credit else DocumentKind.BILL


def party(
    part: XmlPart | None, name: str, facts: Mapping[str, str], *, seller: bool
) -> Party:
    """A seller or buyer as described in the file, by our record keys.

    Args:
        part: Its part of the file; None if there is none.
        name: Its name: the legal name if there is no other.
        facts: Its facts in the file; empty ones are left out.
        seller: Whether it is the seller; else it is ourselves, as known to the sender.
    """
    return Party(
        id="",
        role=PartyRole.VENDOR if seller else PartyRole.COMPANY,
        name=name or facts.get("legal-name", ""),
        facts={key: fact for key, fact in facts.items() if fact},
        place=part.place if part else None,
    )


def addressed(scheme: str, address: str) -> tuple[str, str]:
    """The key and value of an electronic address (BT-34, BT-49)."""
    if scheme.upper() == _EMAIL or not scheme:
        return ("email", address) if "@" in address else ("", "")
    return "peppol-id", f"{scheme}:{address}" if address else ""


def one_due(due: date, amount: Decimal) -> tuple[DuePart, ...]:
    """A single instalment."""
    return (DuePart(due=due, amount=amount),)


def account(iban: str, bic: str, holder: str) -> PaymentAccount | None:
    """An account to pay into, without spaces in its number; None without a number."""
    bare = "".join(iban.split())
    if not bare:
        return None
    return PaymentAccount(iban=bare, bic="".join(bic.split()), holder=holder)


def quotient(number: Decimal, divisor: Decimal) -> Decimal:
    """A price given as a quotient, to ten decimals.

    >>> quotient(Decimal(10), Decimal(100)), quotient(Decimal(1), Decimal(3))
    (Decimal('0.1'), Decimal('0.3333333333'))
    """
    return Decimal(f"{number / divisor:.10f}").normalize()


class LineMoney(NamedTuple):
    """The figures of one line.

    Attributes:
        quantity: The quantity; None if not stated.
        price: The price of `per` units; None if not stated.
        per: The number of units that the price is for; None for one.
        discount: The discount; negative for a surcharge.
        percent: The same in percent, if so stated.
        net: The line's amount.
    """

    quantity: Decimal | None
    price: Decimal | None
    per: Decimal | None
    discount: Decimal
    percent: Decimal | None
    net: Decimal

    def unit_price(self, quantity: Decimal) -> Decimal:
        """The price of one unit; computed from the other figures if not stated."""
        if self.price is not None:
            return quotient(self.price, self.per or _ONE)
        return quotient(self.net + self.discount, quantity or _ONE)


class LineText(NamedTuple):
    """The texts of one line.

    Attributes:
        description: Its description.
        unit: The unit of its quantity.
        period: First and last day of the period it covers.
        place: Where it stands.
    """

    description: str
    unit: str
    period: tuple[date, date] | None
    place: Place


def line(money: LineMoney, text: LineText, tax: TaxCode | None) -> InvoiceLine:
    """A line as received; a quantity or price not stated is computed."""
    quantity = _ONE if money.quantity is None else money.quantity
    return InvoiceLine(
        description=text.description,
        quantity=quantity,
        unit=text.unit,
        unit_price=money.unit_price(quantity),
        discount=money.discount,
        discount_percent=money.percent,
        net=money.net,
        tax=tax,
        account="",
        period=text.period,
        place=text.place,
    )


def period(first: date | None, last: date | None) -> tuple[date, date] | None:
    """First and last day; None unless both are stated."""
    return (first, last) if first and last else None
