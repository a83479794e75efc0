"""Which tax is to be paid when: of filed returns, and of those still to be filed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.taxes.filing.filed_returns import (
    FiledReturns,
    following,
    payment_day,
)
from ledgerkit.books.taxes.forms import FORM_NAMES, shipped_form
from ledgerkit.books.taxes.tax_payable import tax_payable_accounts
from ledgerkit.general_ledger.period import named_period
from ledgerkit.money import ZERO
from ledgerkit.parties.party import normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.forecast.expected_tax import ExpectedTax
    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.filing.filed_returns import Advance
    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.filing.filing import Filing
    from ledgerkit.taxes.form import TaxForm

#: Whoever files so much later has other worries than a list.
_PERIODS_MAX = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDue:
    """Tax that is to be paid.

    Attributes:
        form: The form's name.
        period: The period.
        due: By when.
        amount: What is left to pay.
        currency: Of the amount.
        is_filed: Whether its return is filed; else it is what is known so far.
        is_over: Whether the period has ended.
        is_advance: Whether it is paid on account of the period.
        place: Where its filing stands; for others that of the one before.
    """

    form: str
    period: Period
    due: date
    amount: Decimal
    currency: str
    is_filed: bool = True
    is_over: bool = True
    is_advance: bool = False
    place: Place

    @property
    def name(self) -> str:
        """How people call it: form and period."""
        return f"{self.form} {self.period.label}"

    @property
    def words(self) -> str:
        """What it is, in a few words."""
        if self.is_advance:
            return f"advance for {self.name}"
        if self.is_filed:
            return self.name
        return f"{self.name}, not filed yet" if self.is_over else f"{self.name}, so far"


def read_tax_due(
    books: Books, as_of: date, expected: ExpectedTax | None = None
) -> Sequence[TaxDue]:
    """What is to be paid, as known at the end of a day, by day.

    Of books that filed no return nothing is known: not even for how long a period.

    Args:
        books: The books.
        as_of: The last day that counts.
        expected: What a forecast will make due later; None if nobody forecasts.
    """
    if not books.source.has("tax-filing"):
        return []
    returns = books.filed_returns
    found = [*_filed(books.source, returns, as_of)]
    for name in returns.filings.forms:
        filed = [f for f in returns.filings.of(name) if f.day <= as_of]
        if name in FORM_NAMES and filed:
            form = shipped_form(name)
            coming = list(expected.amounts(form)) if expected is not None else []
            until = expected.until if expected is not None else as_of
            found += _unfiled(books, form, filed[-1], as_of, (coming, until))
    return sorted(found, key=lambda due: (due.due, due.name))


def _filed(source: Source, returns: FiledReturns, as_of: date) -> Iterator[TaxDue]:
    """What is left of filed returns: the latest are paid last."""
    left = -_balance(source, as_of)
    filings = [
        filing
        for name in returns.filings.forms
        for filing in returns.filings.of(name)
        if filing.day <= as_of and filing.amount > _unpaid(filing)
    ]
    for filing in sorted(filings, key=_due_day, reverse=True):
        amount = min(filing.amount, left)
        if amount <= 0:
            return
        left -= amount
        yield TaxDue(
            form=filing.form,
            period=filing.period,
            due=_due_day(filing),
            amount=amount,
            currency=filing.currency,
            place=filing.place,
        )


def _unpaid(filing: Filing) -> Decimal:
    """Up to what nothing is paid."""
    is_known = filing.form in FORM_NAMES
    return shipped_form(filing.form).filing.unpaid_up_to if is_known else ZERO


def _due_day(filing: Filing) -> date:
    return filing.due or filing.period.last


def _balance(source: Source, as_of: date) -> Decimal:
    """What stands on the accounts of what is owed to the office; negative if owed."""
    accounts = payable_accounts(source)
    total = ZERO
    for directive in source.directives:
        if directive.date > as_of:
            break
        for posting in directive.postings if isinstance(directive, Transaction) else ():
            if posting.account in accounts and posting.units is not None:
                total += posting.units.number or ZERO
    return total


def payable_accounts(source: Source) -> frozenset[str]:
    """The accounts of what is owed to the office."""
    opened = [open_.account for open_ in source.reading.opens]
    of_codes = source.reading.tax_codes.accounts()
    return frozenset(tax_payable_accounts(source.chart, opened, of_codes))


def offices(source: Source) -> frozenset[str]:
    """Whom tax was paid to, as `normalised_name`: what recurs there is known better."""
    accounts = payable_accounts(source)
    return frozenset(
        normalised_name(directive.payee)
        for directive in source.directives
        if isinstance(directive, Transaction)
        and directive.payee
        and any(posting.account in accounts for posting in directive.postings)
    )


def _unfiled(
    books: Books,
    form: TaxForm,
    latest: Filing,
    as_of: date,
    coming: tuple[Sequence[DueAmount], date],
) -> Iterator[TaxDue]:
    """What is to be paid for the periods after the last one filed, as far as known.

    Args:
        books: The books.
        form: The form.
        latest: What was filed of it last.
        as_of: The last day that counts.
        coming: What will fall due later, and the last day that is looked at.
    """
    period, credit = latest.period, ZERO
    is_carried = any(box.carry is not None for box in form.boxes)
    for _count in range(_PERIODS_MAX):
        period = named_period(following(period))
        nothing = TaxDue(
            form=form.name,
            period=period,
            due=payment_day(form, period),
            amount=ZERO,
            currency=books.taxes_read.currency,
            is_filed=False,
            is_over=period.last <= as_of,
            place=latest.place,
        )
        if period.first > as_of and nothing.due > coming[1]:
            return
        more = [a for a in coming[0] if period.first <= a.due <= period.last]
        advance, result = _result(books, form, period, as_of, more)
        paid = ZERO
        if advance is not None and advance.due > as_of:
            paid = advance.amount
            yield replace(nothing, due=advance.due, amount=paid, is_advance=True)
        amount = result - paid - credit
        credit = -amount if is_carried and amount < ZERO else ZERO
        if amount > form.filing.unpaid_up_to:
            yield replace(nothing, amount=amount)


def _result(
    books: Books,
    form: TaxForm,
    period: Period,
    as_of: date,
    more: Sequence[DueAmount],
) -> tuple[Advance | None, Decimal]:
    """The advance for a period that nobody has paid yet, and what its return says."""
    returns = books.filed_returns
    # Of a period that is still to come nothing is known but what is expected.
    last = max(min(period.last, as_of), period.before)
    made = returns.tax_return(form, replace(period, last=last), more).filled_in
    advance, rule = returns.advance(form, period), form.filing.advance
    # Once it is stated as paid, the return has taken it off already.
    is_stated = rule is not None and bool(made.boxes[rule.box].amount)
    is_due = advance is not None and advance.amount and not is_stated
    result = made.result.amount if made.result is not None else ZERO
    return (advance if is_due else None), result
