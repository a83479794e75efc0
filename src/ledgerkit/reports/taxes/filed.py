"""What stands beside the boxes of a return: what was filed, and for which periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.taxes.filing.filed_returns import payment_day
from ledgerkit.books.taxes.proof import prove_return
from ledgerkit.money import ZERO, rounded, with_cents
from ledgerkit.notes import Note
from ledgerkit.table import Column, ColumnType
from ledgerkit.taxes.filing.filed_list import FiledBox
from ledgerkit.taxes.filing.rules import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.table import Cell
    from ledgerkit.taxes.filing.filed_list import FiledList
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.tax_return import TaxReturn

FILED_COLUMNS = (
    Column("earlier", "Of earlier periods", ColumnType.AMOUNT, optional=True),
    Column("filed", "Filed", ColumnType.AMOUNT, optional=True),
    Column("difference", "Difference", ColumnType.AMOUNT, optional=True),
)


_NOTHING = FiledBox(ZERO, ZERO)


class FiledBeside:
    """A return beside what was filed of it."""

    def __init__(
        self, books: Books, form: TaxForm, period: Period, filled_in: TaxReturn
    ) -> None:
        """Take the return."""
        self._books = books
        self._returns = books.filed_returns
        self._form = form
        self._period = period
        self._filled_in = filled_in
        self._currency = books.taxes_read.currency
        self._filing = self._returns.filings.filed(form.name, period)

    def _listed(self) -> FiledList | None:
        return self._returns.filed_list(self._filing) if self._filing else None

    def cells(self, id_: str) -> dict[str, Cell]:
        """The cells of a box beside its amounts."""
        listed = self._listed()
        filed = listed.boxes.get(id_, _NOTHING) if listed is not None else None
        made = self._filled_in
        entries = made.entries(id_) if id_ in made.boxes else ()
        earlier = sum(
            (entry.amount * sign for entry, sign in entries if entry.taxed.earlier),
            ZERO,
        )
        amount = made.boxes[id_].amount if id_ in made.boxes else ZERO
        return {
            "earlier": rounded(earlier, self._currency) if earlier else None,
            "filed": None if filed is None else filed.amount,
            "difference": None if filed is None else amount - filed.amount,
        }

    def gone(self) -> Sequence[str]:
        """The boxes that were filed, and that the return no longer has."""
        listed = self._listed()
        return [id_ for id_ in (listed.boxes if listed else ()) if self._is_gone(id_)]

    def _is_gone(self, id_: str) -> bool:
        return id_ not in self._filled_in.boxes

    def notes(self) -> Iterator[str | Note]:
        """What is to be said of its filing."""
        yield from self._state()
        yield from self._earlier()
        yield from self._carried()
        yield from self._changes()
        yield from self._advance()
        if self._form.lists is None:
            yield from self._proof()

    def _state(self) -> Iterator[str | Note]:
        filing, result = self._filing, self._filled_in.result
        if filing is not None:
            reference = f" as {filing.reference}" if filing.reference else ""
            yield Note(f"Filed on {filing.day}{reference}.", place=str(filing.place))
        elif result is not None:
            day = payment_day(self._form, self._period)
            if ZERO < result.amount <= self._form.filing.unpaid_up_to:
                yield f"Nothing is paid: {self._money(result.amount)} is carried over."
            elif result.amount > 0:
                owed = self._money(result.amount)
                yield f"{owed} is to be paid by {day}; not filed yet."

    def _money(self, amount: Decimal) -> str:
        return f"{with_cents(amount, self._currency):f} {self._currency}"

    def _earlier(self) -> Iterator[str]:
        periods: dict[str, set[str]] = {}
        for value in self._filled_in.boxes.values():
            for entry in value.entries:
                if entry.taxed.earlier:
                    periods.setdefault(entry.taxed.earlier, set()).add(value.box.id)
        for label, boxes in sorted(periods.items()):
            yield f"Of which for {label}: in boxes {', '.join(sorted(boxes))}."

    def _carried(self) -> Iterator[str]:
        gap = self._returns.gap(self._form, self._period)
        if gap is not None and any(box.carry for box in self._form.boxes):
            yield (
                f"The last return that was filed is {gap.name}, until"
                f" {gap.period.last}: nothing is carried over from what isn't filed."
            )

    def _changes(self) -> Iterator[str]:
        mine = [r for r in self._returns.routed if r.filing == self._filing]
        routes = {routed.route for routed in mine}
        rule = self._form.filing.correction
        for route in sorted(routes):
            many = "posting was" if len(mine) == 1 else "postings were"
            words = rule.in_words(route)
            yield f"{len(mine)} {many} changed since; that goes to {words}."
        if Route.NEXT_RETURN in routes:
            yield "It is shown here, and counts there."

    def _proof(self) -> Iterator[str]:
        """Whether the accounts of tax agree with the return."""
        proof = prove_return(self._books.taxes_read, self._form, self._period)
        if proof.under_codes or proof.counted:
            parts = [f"{self._money(proof.counted)} is in this return"]
            if proof.not_due:
                parts.append(f"{self._money(proof.not_due)} falls due later")
            if proof.earlier:
                parts.append(f"{self._money(proof.earlier)} of it is from before")
            moved = self._money(proof.under_codes)
            yield f"Accounts of tax moved by {moved}: {'; '.join(parts)}."
        for amount in self._filled_in.nowhere:
            yield (
                f"{amount.place}: {self._money(amount.amount)} under {amount.code.id}"
                f" stands on {amount.account}, and no box takes it."
            )

    def _advance(self) -> Iterator[str]:
        advance = self._returns.advance(self._form, self._period)
        if advance is None:
            return
        rule = self._form.filing.advance
        assert rule is not None
        if self._filled_in.boxes[rule.box].amount:
            return  # It is stated already.
        if not advance.amount:
            yield (
                f"No advance is due: {rule.percent:f} % of {self._money(advance.owed)}"
                f" of {advance.of} is below {rule.least:f}."
            )
            return
        yield (
            f"The advance by {advance.due} is {self._money(advance.amount)},"
            f" {rule.percent:f} % of {self._money(advance.owed)} of {advance.of}; once"
            f' paid, write custom "tax-figure" "{self._form.name}"'
            f' "{self._period.label}" "{rule.box}" {self._money(advance.amount)}'
        )
