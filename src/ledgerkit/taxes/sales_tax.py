"""Sales tax of the United States, by jurisdiction."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.money import ZERO, rounded
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.jurisdictions import Jurisdiction, jurisdictions_of
from ledgerkit.taxes.listed import ListRow, TaxList
from ledgerkit.taxes.placing import BoxEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.taxes.due_amount import DueAmount

#: Where codes without ``jurisdictions:`` are shown.
_UNNAMED = "not said"
_HALF_A_CENT = Decimal("0.005")


@dataclass(slots=True)
class _Sales:
    """What was sold in a jurisdiction.

    Attributes:
        taxed: By rate.
        exempt: By reason.
    """

    taxed: dict[Decimal, list[BoxEntry]] = field(default_factory=dict)
    exempt: dict[str, list[BoxEntry]] = field(default_factory=dict)


def sales_by_jurisdiction(amounts: Iterable[DueAmount], currency: str) -> TaxList:
    """Gross, exempt and taxable sales of each jurisdiction, and its tax.

    What was collected beyond that is due too, and has a row.
    """
    found: dict[str, _Sales] = {}
    collected: list[BoxEntry] = []
    for amount in amounts:
        if amount.kind is not TaxKind.SALES:
            continue
        if amount.part is not TaxedPart.BASE:
            collected.append(BoxEntry(amount, Decimal(1)))
            continue
        for jurisdiction in _of(amount.code):
            _add(found.setdefault(jurisdiction.name, _Sales()), jurisdiction, amount)
    rows = [row for name, sold in found.items() for row in _rows(name, sold, currency)]
    due = sum((row.amount or ZERO for row in rows), ZERO)
    total = sum((entry.amount for entry in collected), ZERO)
    notes = []
    if total < due:
        notes.append(f"{due - total} {currency} less was collected than is due.")
    exact = sum((row.exact or ZERO for row in rows), ZERO)
    rows.append(_excess(collected, total, due=due, exact=exact))
    if _UNNAMED in found:
        notes.append(
            f"What is {_UNNAMED} has codes that name no jurisdiction; write"
            ' jurisdictions: "California 6%, …" on custom "tax-code"'
        )
    return TaxList(rows, currency, notes)


def _excess(
    collected: Sequence[BoxEntry], total: Decimal, *, due: Decimal, exact: Decimal
) -> ListRow:
    """What was collected beyond what is due.

    Exactly, it is less than nothing by what invoices have rounded off, if no more.
    """
    excess = max(total - due, ZERO)
    is_rounding = abs(total - exact) <= len(collected) * _HALF_A_CENT
    return ListRow(
        box="excess",
        label="Excess tax collected",
        amount=excess,
        exact=total - exact if excess or is_rounding else ZERO,
        entries=collected,
    )


def _of(code: TaxCode) -> Sequence[Jurisdiction]:
    return jurisdictions_of(code) or [Jurisdiction(_UNNAMED, code.rate)]


def _add(sold: _Sales, jurisdiction: Jurisdiction, amount: DueAmount) -> None:
    code = amount.code
    entry = BoxEntry(amount, jurisdiction.rate)
    if code.rate:
        sold.taxed.setdefault(jurisdiction.rate, []).append(entry)
    else:
        reason = code.reason or code.name or str(code.category or "no reason given")
        sold.exempt.setdefault(reason, []).append(entry)


def _rows(name: str, sold: _Sales, currency: str) -> Iterator[ListRow]:
    """A row for each rate of a jurisdiction, and one for each reason."""
    by_reason = {why: _bases(entries) for why, entries in sold.exempt.items()}
    exempt = sum(by_reason.values(), ZERO)
    for rate, entries in (sold.taxed or {ZERO: []}).items():
        taxable = _bases(entries)
        percent = f"{(rate * 100).normalize():f} %"
        tax = taxable * rate
        yield ListRow(
            box=name if len(sold.taxed) <= 1 else f"{name} {percent}",
            label=percent,
            amount=rounded(tax, currency),
            exact=tax,
            key=f"{name} {percent}",
            facts={"gross": taxable + exempt, "exempt": exempt, "taxable": taxable},
            entries=entries,
        )
        exempt = ZERO  # Once for a jurisdiction, whatever its rates.
    for reason, of_reason in by_reason.items():
        yield ListRow(
            box=f"{name}: {reason}",
            label=reason,
            amount=ZERO,
            exact=ZERO,
            facts={"exempt": of_reason},
            entries=sold.exempt[reason],
            level=1,
        )


def _bases(entries: Sequence[BoxEntry]) -> Decimal:
    return sum((entry.taxed.amount for entry in entries), ZERO)
