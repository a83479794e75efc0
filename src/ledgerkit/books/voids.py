"""``custom "void" NUMBER REASON`` -> numbers that stand for no document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import Finding, finding
from ledgerkit.invoices.numbering import UsedNumber
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.ledger.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beancount.core.data import Custom

VOID = "void"


def read_voids(customs: Iterable[Custom]) -> tuple[list[UsedNumber], list[Finding]]:
    """Read every void number, and report those that can't be read."""
    voids: list[UsedNumber] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != VOID:
            continue
        values = [value.value for value in custom.values or ()]
        place = place_of(custom)
        if len(values) != 2 or not all(isinstance(v, str) and v for v in values):
            number = values[0] if values and isinstance(values[0], str) else ""
            message = (
                "a void number needs the number and the reason in quotes; write"
                f' {custom.date} custom "void" "{number or "INV-2026-007"}" "why"'
            )
            findings.append(finding(BAD_DECLARATION, place, message))
            continue
        number, reason = values
        voids.append(
            UsedNumber(number=number, day=custom.date, place=place, void=reason)
        )
    return voids, findings
