"""The lines of a received FatturaPA, and their tax codes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.received import Exemption, standard_code
from ledgerkit.e_invoices.received_facts import LineMoney, LineText, line, period
from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.invoices.invoice import InvoiceLine
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.xml.part import XmlPart

#: The EN 16931 category closest to each nature, by its longest prefix.
_CATEGORIES = {
    "N1": "O",
    "N2": "O",
    "N3.1": "G",
    "N3.2": "K",
    "N3": "E",
    "N4": "E",
    "N5": "E",
    "N6": "AE",
    "N7": "O",
}
_STANDARD = "S"
_ONE = Decimal(1)
_OFF = "SC"


def italian_code(part: XmlPart, day: date, *, rate: str = "AliquotaIVA") -> TaxCode:
    """The tax code of a line, a fund's contribution or a summary.

    Args:
        part: The part with rate and nature.
        day: The document's.
        rate: The path of the rate in it.

    Raises:
        UnreadableFileError: If the rate can't be read.
    """
    percent = part.percent(rate, rate) or ZERO
    nature = part.text("Natura")
    category = _STANDARD if percent else _category(nature)
    exemption = Exemption(reason=part.text("RiferimentoNormativo"), nature=nature)
    return standard_code(
        category, percent, day=day, place=part.place, exemption=exemption
    )


def _category(nature: str) -> str:
    for length in (4, 2):
        if nature[:length] in _CATEGORIES:
            return _CATEGORIES[nature[:length]]
    return ""


def italian_line(part: XmlPart, day: date, currency: str) -> InvoiceLine:
    """One line (DettaglioLinee).

    Args:
        part: The line.
        day: The document's.
        currency: The document's. A line may differ from quantity times price by one
            smallest unit (SdI 00423).

    Raises:
        UnreadableFileError: If it has no total, or anything unreadable.
    """
    quantity = part.number("Quantita", "Quantita")
    price = part.number("PrezzoUnitario", "PrezzoUnitario")
    net = part.required_number("PrezzoTotale", "PrezzoTotale")
    discount, percent = ZERO, None
    if price is not None:
        count = _ONE if quantity is None else quantity
        discount, percent = _discount(part, count, price, net, quantum(currency))
    money = LineMoney(
        quantity=quantity,
        price=price,
        per=None,
        discount=discount,
        percent=percent,
        net=net,
    )
    text = LineText(
        description=part.text("Descrizione"),
        unit=part.text("UnitaMisura"),
        period=period(
            part.day("DataInizioPeriodo", "DataInizioPeriodo"),
            part.day("DataFinePeriodo", "DataFinePeriodo"),
        ),
        place=part.place,
    )
    return line(money, text, italian_code(part, day))


def _discount(
    part: XmlPart, count: Decimal, price: Decimal, net: Decimal, tolerance: Decimal
) -> tuple[Decimal, Decimal | None]:
    """A line's discount, and its percentage if there is only one.

    An amount is per unit in the specification, but for the whole line in many files;
    a percentage may be given too. The reading that gives the line's total counts.
    """
    steps = list(part.all("ScontoMaggiorazione"))
    if not steps:
        return ZERO, None
    percents = [step.percent("Percentuale", "Percentuale") for step in steps]
    percent = percents[0] if len(steps) == 1 else None
    readings = list(_readings(steps, price, count))
    gross = count * price
    for discount in readings:
        if abs(gross - discount - net) <= tolerance:
            return gross - net, percent
    return readings[0], percent


def _readings(
    steps: list[XmlPart], price: Decimal, count: Decimal
) -> Iterator[Decimal]:
    """The line's discounts less surcharges, in each possible reading."""
    by_amount = by_percent = of_line = ZERO
    for step in steps:
        sign = 1 if step.text("Tipo") == _OFF else -1
        amount = step.number("Importo", "Importo")
        percent = step.percent("Percentuale", "Percentuale") or ZERO
        share = (price - by_amount) * percent / 100
        by_amount += sign * (amount or share)
        by_percent += sign * (price - by_percent) * percent / 100
        of_line += sign * (amount or share * count)
    yield by_amount * count
    yield by_percent * count
    yield of_line
