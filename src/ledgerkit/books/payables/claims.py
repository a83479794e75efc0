"""``custom "claim"`` -> employees' expense claims, each with its bill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.order_kinds import BAD_CLAIM
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from beancount.core.data import Custom

    from ledgerkit.errors import Finding, Place
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.directory import PartyDirectory

CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An expense claim: a bill whose vendor is an employee.

    Attributes:
        number: Its number, which is the bill's.
        employee: Id of the employee, who is a vendor.
        day: The day on which it was handed in.
        text: What it is for; may be empty.
        place: Where it stands.
    """

    number: str
    employee: str
    day: date
    text: str
    place: Place


class Claims:
    """Every claim of a book.

    Attributes:
        by_number: The claims, in ledger order.
        findings: Directives that can't be read.
    """

    def __init__(self, customs: Iterable[Custom], directory: PartyDirectory) -> None:
        """Read every claim."""
        self.by_number: dict[str, Claim] = {}
        self.findings: list[Finding] = []
        self._directory = directory
        for custom in customs:
            if custom.type == CLAIM:
                self._read(custom)

    def without_a_bill(self, payables: Subledger) -> Iterator[Finding]:
        """Claims by which nothing was ever owed."""
        for claim in self.by_number.values():
            items = payables.by_number.get(claim.number, ())
            if not any(item.party == claim.employee for item in items):
                yield finding(
                    BAD_CLAIM,
                    claim.place,
                    f"claim {claim.number} of {claim.employee} has no bill; write it:"
                    f" ledgerkit bill new --vendor {claim.employee} --number"
                    f' "{claim.number}"',
                )

    def _read(self, custom: Custom) -> None:
        values = [value.value for value in custom.values or ()]
        wrong = self._wrong(custom, values)
        if wrong:
            self.findings.append(finding(BAD_CLAIM, place_of(custom), wrong))
            return
        number, employee = values
        self.findings += check_keys(custom, On.CLAIM, f"claim {number}")
        self.by_number[number] = Claim(
            number=number,
            employee=employee,
            day=custom.date,
            text=str(written(custom.meta, "text") or ""),
            place=place_of(custom),
        )

    def _wrong(self, custom: Custom, values: list[object]) -> str:
        """Why a directive can't be read; empty if it can."""
        is_right = len(values) == 2 and all(
            isinstance(value, str) and value.strip() for value in values
        )
        if not is_right:
            return (
                "a claim needs its number and an employee's id, in quotes; write"
                f' {custom.date} custom "claim" "EC-{custom.date.year}-001" "anna"'
            )
        number, employee = map(str, values)
        if number in self.by_number:
            return f"claim {number} is declared twice; delete one of the two"
        known = self._directory.ids(PartyRole.VENDOR)
        if employee in known:
            return ""
        remedy = suggestion(employee, known) or (
            f'; write {custom.date} custom "vendor" "{employee}" "NAME" above it'
        )
        return f'claim {number}: "{employee}" is no vendor by then{remedy}'


def claims_by(claims: Mapping[str, Claim], day: date) -> Iterator[Claim]:
    """The claims handed in by a day."""
    return (claim for claim in claims.values() if claim.day <= day)
