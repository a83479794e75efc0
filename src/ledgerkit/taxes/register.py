"""Tax registers: every document once, by what it has under each tax code.

Each amount of a return stands in one of three registers: those of sales, of purchases,
and of receipts, which are sales without an invoice. What we owe in a vendor's place is
an amount of the register of sales, as if we had sold to ourselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.money import ZERO
from ledgerkit.taxes.due_amount import TaxedPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.taxes.due_amount import DueAmount


class TaxRegister(StrEnum):
    """The registers."""

    SALES = "sales"
    PURCHASES = "purchases"
    RECEIPTS = "receipts"
    """Sales without an invoice, by day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredDocument:
    """A document as it goes into registers.

    Attributes:
        day: The day under which it is registered.
        is_receipt: Whether it is a sale without an invoice.
        amounts: All that it has under tax codes.
    """

    day: date
    is_receipt: bool
    amounts: Sequence[DueAmount]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """What a document has under one tax code; of receipts, what a day has.

    Attributes:
        protocol: Its document's number in the register, by calendar year; None for
            receipts.
        day: The day under which it is registered.
        code: The tax code.
        first: The first of its amounts, which says whose it is and where it stands.
        base: What was sold or bought.
        tax: The tax on it.
        non_deductible: The part of that tax which isn't deducted.
    """

    protocol: int | None
    day: date
    code: str
    first: DueAmount
    base: Decimal
    tax: Decimal
    non_deductible: Decimal


def register_of(amount: DueAmount, *, is_receipt: bool) -> TaxRegister:
    """The one register whose tax or base an amount is."""
    if amount.kind is TaxKind.PURCHASE and amount.part is not TaxedPart.OWED:
        return TaxRegister.PURCHASES
    is_sale = amount.kind is TaxKind.SALES
    return TaxRegister.RECEIPTS if is_sale and is_receipt else TaxRegister.SALES


def register_lines(
    documents: Iterable[RegisteredDocument],
    register: TaxRegister,
    deducted: Callable[[DueAmount], Decimal],
) -> Iterator[RegisterLine]:
    """The lines of a register, in the order of days.

    Args:
        documents: Every document from the first day of a calendar year on.
        register: Which one.
        deducted: The part of an amount of tax on a purchase that is deducted.
    """
    lines = _lines(documents, register, deducted)
    if register is TaxRegister.RECEIPTS:
        yield from _by_day(lines)
    else:
        yield from lines


def _lines(
    documents: Iterable[RegisteredDocument],
    register: TaxRegister,
    deducted: Callable[[DueAmount], Decimal],
) -> Iterator[RegisterLine]:
    numbers: dict[int, int] = {}
    for document in sorted(documents, key=lambda each: each.day):
        by_code: dict[str, list[DueAmount]] = {}
        for amount in document.amounts:
            if register_of(amount, is_receipt=document.is_receipt) is register:
                by_code.setdefault(amount.code.id, []).append(amount)
        if not by_code:
            continue
        year = document.day.year
        numbers[year] = numbers.get(year, 0) + 1
        is_receipt = register is TaxRegister.RECEIPTS
        for code, amounts in by_code.items():
            of_tax = [a for a in amounts if a.part is not TaxedPart.BASE]
            tax = _sum(of_tax)
            own = ZERO
            if register is TaxRegister.PURCHASES:
                own = tax - sum(map(deducted, of_tax), ZERO)
            yield RegisterLine(
                protocol=None if is_receipt else numbers[year],
                day=document.day,
                code=code,
                first=amounts[0],
                base=_sum(_bases(document, code, amounts)),
                tax=tax,
                non_deductible=own,
            )


def _bases(
    document: RegisteredDocument, code: str, amounts: Sequence[DueAmount]
) -> Iterator[DueAmount]:
    """What the tax of a line is on: of what we owe in another's place, the purchase."""
    is_owed = all(amount.part is TaxedPart.OWED for amount in amounts)
    for amount in document.amounts if is_owed else amounts:
        if amount.part is TaxedPart.BASE and amount.code.id == code:
            yield amount


def _by_day(lines: Iterable[RegisterLine]) -> Iterator[RegisterLine]:
    """One line for each day and code."""
    days: dict[tuple[date, str], list[RegisterLine]] = {}
    for line in lines:
        days.setdefault((line.day, line.code), []).append(line)
    for (day, code), of_day in sorted(days.items(), key=lambda item: item[0]):
        yield RegisterLine(
            protocol=None,
            day=day,
            code=code,
            first=of_day[0].first,
            base=sum((line.base for line in of_day), ZERO),
            tax=sum((line.tax for line in of_day), ZERO),
            non_deductible=ZERO,
        )


def _sum(amounts: Iterable[DueAmount]) -> Decimal:
    return sum((amount.amount for amount in amounts), ZERO)
