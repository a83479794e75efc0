"""The proof of a period's tax: what the accounts of tax moved by, and what that was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.books.documents.paid_shares import holds_money
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.general_ledger.postings import transactions_between
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import ZERO
from ledgerkit.taxes.placing import Placer
from ledgerkit.taxes.tax_return import is_on_tax_account

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.reading import TaxReading
    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

_RESULT = {RootAccount.INCOME, RootAccount.EXPENSES}


@dataclass(slots=True, kw_only=True)
class TaxProof:
    """What moved the accounts of tax in a period; positive for what we owe.

    Attributes:
        counted: What fell due in the period under a code, and its return counts.
        unboxed: What fell due in it, and no box takes: the return names it.
        not_due: What was posted under a code and falls due later, or fell due before.
        earlier: What fell due in the period and was posted outside it.
        abroad: What was posted under codes of other countries than the form's.
        moved: What was posted to the accounts, with a code or without.
        paid: What was posted without a code, with money: paid to the office, or back.
        carried: What was posted without a code and money.
        uncoded: Where income or expenses have tax without a code, which no return has.
    """

    counted: Decimal = ZERO
    unboxed: Decimal = ZERO
    not_due: Decimal = ZERO
    earlier: Decimal = ZERO
    abroad: Decimal = ZERO
    moved: Decimal = ZERO
    paid: Decimal = ZERO
    carried: Decimal = ZERO
    uncoded: list[Place] = field(default_factory=list)

    @property
    def under_codes(self) -> Decimal:
        """What was posted in the period under codes of the form's country."""
        return self.counted + self.unboxed + self.not_due - self.earlier

    @property
    def difference(self) -> Decimal:
        """What none of these explains."""
        known = self.under_codes + self.abroad + self.paid + self.carried
        return self.moved - known


def prove_return(reading: TaxReading, form: TaxForm, period: Period) -> TaxProof:
    """The proof of a return, by codes alone: nothing is moved, paid or carried."""
    proof = TaxProof()
    placer = Placer(form)
    for taxed, amounts in reading.due_in(form, period):
        due = [amount for amount in amounts if is_on_tax_account(amount, form)]
        fell_due = _owed(due)
        in_boxes = _owed(amount for amount in due if placer.boxes(amount))
        proof.counted += in_boxes
        proof.unboxed += fell_due - in_boxes
        if not period.first <= taxed.day <= period.last:
            proof.earlier += fell_due
            continue
        posted = _owed(a for a in taxed.amounts if is_on_tax_account(a, form))
        proof.not_due += posted - fell_due
        all_posted = _owed(a for a in taxed.amounts if a.is_posted_tax)
        proof.abroad += all_posted - posted
    return proof


def prove_tax_accounts(
    source: Source, reading: TaxReading, form: TaxForm, period: Period
) -> TaxProof:
    """The proof of a period: of its return, and of all else that moved the accounts."""
    proof = prove_return(reading, form, period)
    accounts = source.reading.tax_codes.accounts()
    for txn in transactions_between(source.directives, period.first, period.last):
        _add_posted(proof, source, txn, (accounts, reading.currency))
    return proof


def _add_posted(
    proof: TaxProof,
    source: Source,
    txn: Transaction,
    of: tuple[frozenset[str], str],
) -> None:
    accounts, currency = of
    for posting in txn.postings:
        if posting.account not in accounts:
            continue
        weight, own = weight_of(posting)
        if own != currency:
            continue
        proof.moved -= weight
        if _has_code(source, txn, posting):
            continue
        if any(holds_money(source.chart, each.account) for each in txn.postings):
            proof.paid -= weight
        else:
            proof.carried -= weight
        if _has_result(source, txn, weight):
            proof.uncoded.append(place_in(posting.meta))


def _has_code(source: Source, txn: Transaction, posting: Posting) -> bool:
    id_ = written(posting.meta, "tax")
    if id_ is None:
        return False
    return source.reading.tax_codes.on(str(id_), txn.date) is not None


def _has_result(source: Source, txn: Transaction, weight: Decimal) -> bool:
    """Whether tax was posted on income or expenses, and not paid with interest.

    Tax stands on the side of what it is on, and is never more than that.
    """
    for each in txn.postings:
        on = weight_of(each)[0]
        is_result = source.chart.root(each.account) in _RESULT
        if is_result and on * weight > 0 and abs(on) >= abs(weight):
            return True
    return False


def _owed(amounts: Iterable[DueAmount]) -> Decimal:
    return sum((amount.owed for amount in amounts), ZERO)
