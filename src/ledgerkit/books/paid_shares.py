"""Which share of each transaction was paid by which day: one rule for all who ask."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO
from ledgerkit.open_items.document import Basis
from ledgerkit.open_items.paid_share import WHOLE, PaidShare
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document, Settlement

#: What is no payment: a debt that is given up, or only put elsewhere.
_UNPAID = {Purpose.WRITE_OFF, Purpose.MOVE}
#: Who put a debt elsewhere so many times hides it.
_MOVES_MAX = 20


class _Step(NamedTuple):
    """A change of the share that is paid, or that is given up."""

    day: date
    share: Fraction
    why: str
    is_given_up: bool = False


class PaidShares:
    """Gives each transaction the shares that its payments make of it."""

    def __init__(self, source: Source, last: date) -> None:
        """Take the book, and the last day that is known."""
        self._source = source
        self._last = last
        self._by_posting: dict[tuple[str, int, str], list[Document]] | None = None
        self._moved_to: dict[tuple[str, int, str], list[ControlPosting]] = {}

    def paid(
        self, day: date, controls: Sequence[ControlPosting], cash: Decimal
    ) -> Iterator[PaidShare]:
        """Which share of a transaction was paid by which day, in order of days.

        What makes no document is paid at once: a discount that a payment takes, a sale
        that is taken back, a purchase by card.

        Args:
            day: The transaction's.
            controls: Its postings to receivable and payable accounts.
            cash: What it pays at once, positive.
        """
        yield from _summed(
            step for step in self._steps(day, controls, cash) if not step.is_given_up
        )

    def given_up(
        self, day: date, controls: Sequence[ControlPosting], cash: Decimal
    ) -> Iterator[PaidShare]:
        """Which share of a transaction was written off by which day, likewise."""
        yield from _summed(
            step for step in self._steps(day, controls, cash) if step.is_given_up
        )

    def documents_of(self, control: ControlPosting) -> Sequence[Document]:
        """The documents that a posting makes, or adds to."""
        return self._documents().get(_key(control), ())

    def makes_debt(self, control: ControlPosting) -> bool:
        """Whether a posting makes a document, be it one that nobody can pay."""
        if control.credit is not None or self.documents_of(control):
            return True
        return control.purpose.adds_a_document

    def _steps(
        self, day: date, controls: Sequence[ControlPosting], cash: Decimal
    ) -> Iterator[_Step]:
        debts = [control for control in controls if self.makes_debt(control)]
        owed = sum((abs(control.amount) for control in debts), ZERO)
        if not owed:
            yield _Step(day, WHOLE, "paid at once")
            return
        whole = owed + cash
        if cash:
            yield _Step(day, Fraction(cash) / Fraction(whole), "paid at once")
        for control in debts:
            weight = Fraction(abs(control.amount)) / Fraction(whole)
            for document in self.documents_of(control):
                for step in self._of_document(document, _MOVES_MAX):
                    yield step._replace(
                        day=max(step.day, day), share=weight * step.share
                    )

    def _of_document(self, document: Document, moves_left: int) -> Iterator[_Step]:
        """What was paid of a document, also where its debt was put elsewhere."""
        if not document.amount:
            return
        for settlement in document.settlements:
            share = Fraction(settlement.amount) / Fraction(document.amount)
            posting = settlement.posting
            if posting.purpose is Purpose.WRITE_OFF:
                yield _Step(
                    posting.day, share, f"given up {posting.day}", is_given_up=True
                )
            elif _pays(settlement):
                yield _Step(posting.day, share, _why(settlement))
            elif posting.purpose is Purpose.MOVE and moves_left:
                for step in self._of_move(posting, moves_left - 1):
                    yield step._replace(share=share * step.share)

    def _of_move(self, moved: ControlPosting, moves_left: int) -> Iterator[_Step]:
        """What was paid of the document that a debt was put on."""
        self._documents()
        for target in self._moved_to.get(_key(moved), ()):
            for document in self.documents_of(target):
                yield from self._of_document(document, moves_left)

    def _documents(self) -> dict[tuple[str, int, str], list[Document]]:
        """The documents by the postings that make them, read on first use."""
        if self._by_posting is None:
            self._by_posting = {}
            for side in Side:
                for document in self._source.subledger(side, self._last).documents:
                    for posting in document.postings:
                        self._by_posting.setdefault(_key(posting), []).append(document)
                        source = posting.moved_from
                        if source is not None:
                            self._moved_to.setdefault(_key(source), []).append(posting)
        return self._by_posting


def _summed(steps: Iterator[_Step]) -> Iterator[PaidShare]:
    so_far = Fraction(0)
    for step in sorted(steps, key=lambda step: step.day):
        so_far += step.share
        yield PaidShare(step.day, min(max(so_far, Fraction(0)), WHOLE), step.why)


def _key(posting: ControlPosting) -> tuple[str, int, str]:
    return posting.filename, posting.lineno, posting.currency


def _pays(settlement: Settlement) -> bool:
    posting = settlement.posting
    return posting.purpose not in _UNPAID and settlement.basis is not Basis.MOVED


def _why(settlement: Settlement) -> str:
    if settlement.credit:
        return f"set off against {settlement.credit}"
    return f"paid {settlement.posting.day}"
