"""Postings on deferred-revenue accounts -> deferred lines and amounts recognised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.data import Transaction

from ledgerkit.books.documents.lines import period_in
from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.language.document_kinds import UNKNOWN_DOCUMENT
from ledgerkit.language.finding_kinds import UNCLEAR_DEFERRAL
from ledgerkit.ledger.place import place_in, place_of, written
from ledgerkit.money import quantum, split_by_shares
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.recurring.deferral import Credit, DeferredLine
from ledgerkit.receivables.recurring.recognition import Recognition
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

    from ledgerkit.books.reading import Reading
    from ledgerkit.open_items.control_posting import ControlPosting


class DeferredBalance(NamedTuple):
    """Any posting on a deferred account: its effect on the balance."""

    day: date
    account: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferrals:
    """All deferred revenue of a book.

    Attributes:
        lines: The deferred lines, in the directives' order.
        recognitions: The amounts recognised, in the directives' order.
        postings: Every posting on a deferred account.
        findings: Postings that are unclear.
    """

    lines: Sequence[DeferredLine]
    recognitions: Sequence[Recognition]
    postings: Sequence[DeferredBalance]
    findings: Sequence[Finding]


def read_deferrals(directives: Sequence[Directive], reading: Reading) -> Deferrals:
    """Read the deferred revenue; nothing to do if no account has the role."""
    accounts = _deferred_accounts(reading)
    reader = _Reader(reading, accounts)
    if accounts:
        indices = [
            index
            for index, txn in enumerate(directives)
            if isinstance(txn, Transaction)
            and any(posting.account in accounts for posting in txn.postings)
        ]
        controls = _controls_of(reading, frozenset(indices))
        for index in indices:
            txn = directives[index]
            assert isinstance(txn, Transaction)
            reader.read(txn, controls.get(index, ()))
    return reader.deferrals()


def _deferred_accounts(reading: Reading) -> frozenset[str]:
    roles = ((open_, reading.chart.role(open_.account)) for open_ in reading.opens)
    return frozenset(
        open_.account
        for open_, role in roles
        if role is not None and role.role is Role.DEFERRED_REVENUE
    )


def _controls_of(
    reading: Reading, indices: frozenset[int]
) -> Mapping[int, list[ControlPosting]]:
    """The receivable postings of these transactions."""
    controls: dict[int, list[ControlPosting]] = defaultdict(list)
    for posting, index in zip(reading.control_postings, reading.origins, strict=True):
        if index in indices and posting.side is Side.RECEIVABLE:
            controls[index].append(posting)
    return controls


class _Reader:
    def __init__(self, reading: Reading, accounts: frozenset[str]) -> None:
        self._accounts = accounts
        self._incomes = _stated_incomes(reading)
        self._lines: list[DeferredLine] = []
        self._credits: list[tuple[Transaction, Posting, str]] = []
        self._recognitions: list[tuple[Transaction, Recognition]] = []
        self._postings: list[DeferredBalance] = []
        self._findings: list[Finding] = []

    def deferrals(self) -> Deferrals:
        by_number: dict[str, list[int]] = defaultdict(list)
        for index, line in enumerate(self._lines):
            by_number[line.number].append(index)
        for txn, posting, number in self._credits:
            self._credit(txn, posting, number, by_number)
        for txn, recognition in self._recognitions:
            if recognition.number not in by_number:
                self._unknown(txn, recognition.number, by_number)
        return Deferrals(
            lines=self._lines,
            recognitions=[recognition for _txn, recognition in self._recognitions],
            postings=self._postings,
            findings=self._findings,
        )

    def read(self, txn: Transaction, controls: Sequence[ControlPosting]) -> None:
        """Sort a transaction's postings on deferred accounts."""
        recognises = written(txn.meta, "recognises")
        for posting in txn.postings:
            if posting.account not in self._accounts or posting.units is None:
                continue
            amount = _amount(posting)
            self._postings.append(
                DeferredBalance(
                    txn.date, posting.account, posting.units.currency, amount
                )
            )
            if recognises is not None:
                self._recognise(txn, posting, str(recognises))
            else:
                self._defer(txn, posting, controls)

    def _recognise(self, txn: Transaction, posting: Posting, number: str) -> None:
        others = {p.account for p in txn.postings} - self._accounts
        assert posting.units is not None
        recognition = Recognition(
            day=txn.date,
            number=number,
            account=posting.account,
            income=others.pop() if len(others) == 1 else None,
            currency=posting.units.currency,
            amount=-_amount(posting),
        )
        self._recognitions.append((txn, recognition))

    def _defer(
        self, txn: Transaction, posting: Posting, controls: Sequence[ControlPosting]
    ) -> None:
        """Read a line, or a credit note's reduction of the lines it names."""
        meta: Mapping[str, Any] = posting.meta or {}
        period = period_in(meta) or period_in(txn.meta)
        credit = next((c for c in controls if c.credit is not None), None)
        if credit is not None and period is None:
            self._credits.append((txn, posting, str(credit.credit)))
            return
        number, party = _whose(txn, posting, controls)
        income = written(meta, "recognise") or self._income_of(posting.account)
        if controls or period is not None:
            wrong = _unclear(number, period, income)
            if wrong:
                self._unclear(txn, posting, f"{number or 'this line'}: {wrong}")
                return
        if period is None or number is None:
            return  # Neither a line nor recognised: the roll-forward shows it.
        assert posting.units is not None
        self._lines.append(
            DeferredLine(
                number=number,
                party=party,
                description=str(written(meta, "description") or txn.narration or ""),
                issued=txn.date,
                currency=posting.units.currency,
                account=posting.account,
                income=str(income),
                amount=_amount(posting),
                first=period[0],
                last=period[1],
                place=place_in(meta or txn.meta),
            )
        )

    def _income_of(self, account: str) -> str | None:
        """The income account stated by an account or the nearest one above it."""
        while account:
            if account in self._incomes:
                return self._incomes[account]
            account = account.rpartition(":")[0]
        return None

    def _credit(
        self,
        txn: Transaction,
        posting: Posting,
        number: str,
        by_number: Mapping[str, Sequence[int]],
    ) -> None:
        """Take a credit off the lines of the documents that it names."""
        assert posting.units is not None
        own = [
            index
            for link in sorted(txn.links | {str(written(txn.meta, "invoice"))})
            for index in by_number.get(link, ())
            if (line := self._lines[index]).account == posting.account
            and line.currency == posting.units.currency
        ]
        if not own:
            self._unclear(
                txn,
                posting,
                f"{number} credits no deferred line; link the invoice, or write"
                " period-from: and period-to:",
            )
            return
        amount = -_amount(posting)
        shares = [abs(self._lines[index].amount) for index in own]
        parts = split_by_shares(amount, shares, quantum=quantum(posting.units.currency))
        for index, part in zip(own, parts, strict=True):
            credit = Credit(day=txn.date, amount=part, number=number)
            line = self._lines[index]
            self._lines[index] = replace(
                line, credits=(*line.credits, credit), _spans={}
            )

    def _unclear(self, txn: Transaction, posting: Posting, message: str) -> None:
        self._findings.append(
            finding(
                UNCLEAR_DEFERRAL,
                place_in(posting.meta or txn.meta),
                message,
                unfinished=txn.flag == "!",
            )
        )

    def _unknown(self, txn: Transaction, number: str, known: Iterable[str]) -> None:
        remedy = suggestion(number, known) or "; correct it, or enter the invoice"
        self._findings.append(
            finding(
                UNKNOWN_DOCUMENT,
                place_of(txn),
                f'recognises: "{number}" has no deferred line{remedy}',
                unfinished=txn.flag == "!",
            )
        )


def _amount(posting: Posting) -> Decimal:
    """The amount a posting adds to the deferred revenue."""
    assert posting.units is not None
    assert posting.units.number is not None
    return -posting.units.number


def _stated_incomes(reading: Reading) -> Mapping[str, str]:
    return {
        open_.account: str(income)
        for open_ in reading.opens
        if (income := written(open_.meta, "recognise"))
    }


def _whose(
    txn: Transaction, posting: Posting, controls: Sequence[ControlPosting]
) -> tuple[str | None, str]:
    """The document's number and party; without a receivable, those of its keys."""
    if controls:
        return controls[0].credit or controls[0].number, controls[0].party
    stated = written(posting.meta, "invoice") or written(txn.meta, "invoice")
    if stated is None and len(txn.links) == 1:
        (stated,) = txn.links
    party = written(posting.meta, "client") or written(txn.meta, "client")
    return (None if stated is None else str(stated)), str(party or txn.payee or "")


def _unclear(
    number: str | None, period: tuple[Any, Any] | None, income: Any
) -> str | None:
    """What a line lacks, and what to write; None if nothing."""
    if number is None:
        return 'which invoice is it of? Write invoice: "…"'
    if period is None:
        return "for which days is this deferred line? Write period-from: and period-to:"
    if not all(isinstance(day, date) for day in period) or period[0] > period[1]:
        return f"its days are from {period[0]} to {period[1]}; correct them"
    if income is None:
        return 'what income does it become? Write recognise: "Income:…"'
    return None
