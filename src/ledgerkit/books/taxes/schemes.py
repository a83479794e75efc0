"""``custom "tax-scheme"``, ``custom "pro-rata"`` and ``custom "tax-figure"``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.amount import Amount

from ledgerkit.errors import Finding, Place, finding
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.ledger.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom

SCHEME, FIGURE, PRO_RATA = "tax-scheme", "tax-figure", "pro-rata"
#: The word for the percentage that each period's own sales come to.
OWN = "period"
#: The scheme of what no directive is about.
STANDARD = "standard"


class SchemeStart(NamedTuple):
    """From a day on, documents are under a scheme.

    Attributes:
        day: The first day.
        name: The scheme's.
        rate: Its flat rate as a fraction; None if it has none.
        place: Where it is declared.
    """

    day: date
    name: str
    rate: Decimal | None
    place: Place


class ProRata(NamedTuple):
    """From a day on, some sales are exempt.

    Attributes:
        day: The first day.
        percent: Of input tax, which may be deducted; None for each period's own.
    """

    day: date
    percent: Decimal | None


class TaxFigure(NamedTuple):
    """A figure of a return that a person states."""

    form: str
    period: str
    box: str
    amount: Decimal
    currency: str
    place: Place


def read_schemes(
    customs: Iterable[Custom],
) -> tuple[Sequence[SchemeStart], Sequence[Finding]]:
    """The schemes of a book, by day, and findings on those that can't be read."""
    starts: list[SchemeStart] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != SCHEME:
            continue
        values = [value.value for value in custom.values or ()]
        name, rate = (*values, None, None)[:2]
        is_rate = rate is None or (isinstance(rate, Decimal) and 0 <= rate < 1)
        if isinstance(name, str) and name and is_rate and len(values) in {1, 2}:
            starts.append(SchemeStart(custom.date, name, rate, place_of(custom)))
            continue
        message = (
            f"a tax scheme has a name in quotes, and a flat rate as a fraction; write"
            f' {custom.date} custom "tax-scheme" "cash", or "flat-rate" 0.13'
        )
        findings.append(finding(BAD_DECLARATION, place_of(custom), message))
    return sorted(starts, key=lambda start: (start.day, start.place)), findings


def scheme_on(starts: Sequence[SchemeStart], day: date) -> SchemeStart | None:
    """The scheme that documents of a day are under; None for the usual one."""
    return next((start for start in reversed(starts) if start.day <= day), None)


def scheme_end(starts: Sequence[SchemeStart], start: SchemeStart) -> date | None:
    """The day on which another scheme takes the place of one; None if none does."""
    later = (s.day for s in starts if s.day > start.day and s.name != start.name)
    return min(later, default=None)


def read_pro_rata(
    customs: Iterable[Custom],
) -> tuple[Sequence[ProRata], Sequence[Finding]]:
    """From when on which percentage may be deducted, and findings on the unreadable."""
    found: list[ProRata] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != PRO_RATA:
            continue
        match [value.value for value in custom.values or ()]:
            case [Decimal() as percent] if 0 <= percent <= 100:
                found.append(ProRata(custom.date, percent))
            case [str(word)] if word == OWN:
                found.append(ProRata(custom.date, None))
            case _:
                message = (
                    "how much input tax may be deducted is a percentage, or the"
                    f' period\'s own; write {custom.date} custom "pro-rata" 70, or'
                    f' custom "pro-rata" "{OWN}"'
                )
                findings.append(finding(BAD_DECLARATION, place_of(custom), message))
    return sorted(found, key=lambda each: each.day), findings


def read_figures(
    customs: Iterable[Custom],
) -> tuple[Sequence[TaxFigure], Sequence[Finding]]:
    """The stated figures, and findings on those that can't be read."""
    figures: list[TaxFigure] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != FIGURE:
            continue
        values = [value.value for value in custom.values or ()]
        figure = _figure(values, place_of(custom))
        if figure is not None:
            figures.append(figure)
            continue
        message = (
            "a figure of a tax return has a form, a period, a box and an amount; write"
            f' {custom.date} custom "tax-figure" "it-lipe" "2026-Q1" "VP9" 120.00 EUR'
        )
        findings.append(finding(BAD_DECLARATION, place_of(custom), message))
    return figures, findings


def _figure(values: Sequence[object], place: Place) -> TaxFigure | None:
    """The figure that a directive's values state; None if they state none."""
    match values:
        case [str(form), str(period), str(box), Amount(number=number) as amount]:
            if form and period and box and number is not None:
                return TaxFigure(form, period, box, number, amount.currency, place)
    return None


def stated_in(
    figures: Iterable[TaxFigure], form: str, period: str
) -> Mapping[str, Decimal]:
    """The stated figures of one return, by box."""
    boxes: dict[str, Decimal] = {}
    for figure in figures:
        if (figure.form, figure.period.strip().upper()) == (form, period):
            boxes[figure.box] = boxes.get(figure.box, Decimal(0)) + figure.amount
    return boxes
