"""A payment run: a request -> a proposal -> directives and transfers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count as counting
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.amount import Amount

from ledgerkit.books.accounts_by_role import account_named
from ledgerkit.books.payables.bills_to_pay import (
    PayableReader,
    Wishes,
    identity,
)
from ledgerkit.entries.adjustment_accounts import AdjustmentAccounts
from ledgerkit.entries.bills.run_notes import run_notes
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import quantum, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.payables.edited_run import planned_payments
from ledgerkit.payables.proposal import PaymentOrder, PaymentProposal
from ledgerkit.payables.propose_payments import bank_day_from, propose_payments
from ledgerkit.payables.scheme import scheme_of
from ledgerkit.receivables.debits.mandate import DebitScheme
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.banking.cash_account import CashAccount
    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.payment_runs import PaymentRuns
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.party import Party
    from ledgerkit.payables.edited_run import EditedPlan
    from ledgerkit.payables.proposal import VendorToPay
    from ledgerkit.receivables.debits.mandate import Mandate


_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """The request for a payment run, or for direct debits.

    Attributes:
        until: Bills that must leave the bank by this day are paid; invoices due by it
            are collected.
        account: The account that pays or collects; its last components will do.
        made_on: The day on which the run is made.
        day: The day of execution at the bank; None for the next possible one.
        currency: If the account holds several; None for its only one.
        skip: Numbers of bills to leave out.
        pay: Number and amount of bills to pay, due or not. If vendors share a number,
            ``vendor:number`` tells them apart.
        plan: A plan to pay exactly as it is; None to propose one.
        side: Whether bills are paid or invoices collected.
        scheme: The rulebook of the mandates to collect by.
    """

    until: date
    account: str
    made_on: date
    day: date | None = None
    currency: str | None = None
    skip: Sequence[str] = ()
    pay: Sequence[tuple[str, Decimal]] = field(default=())
    plan: EditedPlan | None = None
    side: Side = Side.PAYABLE
    scheme: DebitScheme = DebitScheme.CORE


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """A proposal, with everything needed to carry it out.

    Attributes:
        id: The run's id.
        request: The request.
        account: The account that pays or collects, as recorded in the books.
        proposal: The proposed payments.
        discount_account: The account for discounts; None if there is none.
        balance: The account's balance before the run.
        notes: What a person should know before agreeing.
        mandates: The mandates by which clients are collected from, by their ids.
        sender_id: Who we are to the scheme: our creditor identifier, or what ACH or
            Bacs call us; empty where an account is enough.
    """

    id: str
    request: RunRequest
    account: CashAccount
    proposal: PaymentProposal
    discount_account: str | None
    balance: Decimal
    notes: Sequence[str]
    mandates: Mapping[str, Mandate] = field(default_factory=dict)
    sender_id: str = ""

    @property
    def side(self) -> Side:
        """Whether bills are paid or invoices collected."""
        return self.request.side


def plan_payment_run(books: Books, request: RunRequest) -> RunPlan:
    """Propose a run.

    Raises:
        UsageError: If the account, a bill or a day requested is not possible.
        UnreadableFileError: If a row of an edited plan can't be paid.
    """
    runs = books.payables_read.payment_runs
    account = paying_account(books, request)
    currency = account.currency
    us = books.directory.as_of(PartyRole.COMPANY, OURSELVES, request.made_on)
    without_file = no_file(account, us)
    asked, day = _days(request, currency, has_file=not without_file)
    discount_account = AdjustmentAccounts(books, day).find(
        Role.DISCOUNT_TAKEN, currency
    )
    wishes = Wishes(
        day=day,
        decided_on=request.made_on,
        currency=currency,
        no_file=without_file,
    )
    wishes = with_numbers(PayableReader(books, runs, wishes).documents, request, wishes)
    vendors = list(PayableReader(books, runs, wishes).vendors())
    check_asked(vendors)
    till = _cash(books, account, request.made_on, day)
    order = PaymentOrder(
        until=request.until,
        day=day,
        currency=currency,
        cash=till.above_minimum,
        cash_words=till.words,
        discount_rate=books.settings.discount_minimum_rate,
        takes_discounts=discount_account is not None,
    )
    proposal = _proposal(books, request, vendors, order)
    return RunPlan(
        id=next_run_id(runs, "PR", request.made_on),
        request=request,
        account=account,
        proposal=proposal,
        discount_account=discount_account,
        sender_id="" if without_file else _sender_id(us, currency),
        balance=till.balance,
        notes=list(run_notes(books, asked, proposal, vendors)),
    )


def _days(request: RunRequest, currency: str, *, has_file: bool) -> tuple[date, date]:
    """The day that was asked for, and the one on which the bank can execute the run.

    Raises:
        UsageError: If it is too early.
    """
    made_on, scheme = request.made_on, scheme_of(currency)
    first = first_day(made_on, currency) if has_file else made_on
    is_direct = first <= bank_day_from(made_on, currency)
    asked = request.day or (made_on if is_direct else first)
    day = bank_day_from(asked, currency)
    if day < made_on:
        raise UsageError(f"no bank executes on {day}, before {made_on}")
    if day < first and scheme is not None:
        raise UsageError(
            f"{scheme.name} can't pay on {day} what is ordered on {made_on}; write"
            f" --date {first}"
        )
    return asked, day


def paying_account(books: Books, request: RunRequest) -> CashAccount:
    """The account that pays, with its balance on the day the run is made.

    Raises:
        UsageError: If the name matches none, or several.
    """
    known = [a for a in books.cash_accounts(request.made_on) if _is_bank(a)]
    names = sorted({a.account for a in known})
    account = account_named(request.account, names)
    if account is None:
        remedy = suggestion(request.account, names) or (
            f"; the bank accounts are {', '.join(names)}" if names else ""
        )
        raise UsageError(f"there is no bank account {request.account}{remedy}")
    holding = [
        a
        for a in known
        if a.account == account and request.currency in {None, a.currency}
    ]
    if len(holding) == 1:
        return holding[0]
    if holding:
        several = " or ".join(f"--currency {a.currency}" for a in holding)
        raise UsageError(f"{account} holds several currencies; add {several}")
    raise UsageError(f"{account} holds no {request.currency or 'currency'}")


def _is_bank(account: CashAccount) -> bool:
    return account.role == Role.BANK.value


def no_file(account: CashAccount, us: Party) -> str:
    """Why no file can be made from an account; empty if one can."""
    scheme = scheme_of(account.currency)
    if scheme is None:
        return f"we know no payment file for {account.currency}"
    number = scheme.account_of(account.facts)
    if not number:
        return f"{account.account} has no {': and '.join(scheme.keys)}:"
    if scheme.sender_key and not us.text(scheme.sender_key):
        return f"our company's record has no {scheme.sender_key}:"
    return scheme.wrong(number)


def first_day(made_on: date, currency: str, *, least: int = 0) -> date:
    """The first bank day on which a file made on a day can pay.

    Args:
        made_on: The day.
        currency: Whose scheme asks for so many bank days before.
        least: The bank days that something else asks for.
    """
    scheme = scheme_of(currency)
    day = bank_day_from(made_on, currency)
    for _ in range(max(least, scheme.days if scheme is not None else 0)):
        day = bank_day_from(day + _DAY, currency)
    return day


def _sender_id(us: Party, currency: str) -> str:
    scheme = scheme_of(currency)
    key = scheme.sender_key if scheme is not None else ""
    return us.text(key).strip() if key else ""


class _Till(NamedTuple):
    balance: Decimal
    above_minimum: Decimal | None
    words: str


def _cash(books: Books, account: CashAccount, made_on: date, day: date) -> _Till:
    """The account's balance, and how much of it may be paid.

    The lower of the day's balance and that of everything in the books: money sent later
    by an earlier run is already spent.
    """
    # The account's balance is that of the day on which the run is made.
    balances = [account.balance] if day == made_on else []
    balances += [
        a.balance
        for moment in (day, date.max)[day == made_on :]
        for a in books.cash_accounts(moment)
        if (a.account, a.currency) == (account.account, account.currency)
    ]
    balance = min(balances)
    minimum = account.facts.get("minimum-balance")
    if not isinstance(minimum, Amount) or minimum.currency != account.currency:
        return _Till(balance, None, "")
    assert minimum.number is not None
    minimum_text = (
        f"{with_cents(minimum.number, account.currency):f} {account.currency}"
    )
    words = f" above the minimum balance of {minimum_text}"
    return _Till(balance, balance - minimum.number, words)


def with_numbers(
    documents: Sequence[Document], request: RunRequest, wishes: Wishes
) -> Wishes:
    """The wishes with the bills named in the request.

    Raises:
        UsageError: If a number is no open bill's, or an amount can't be paid.
    """
    bills = [d for d in documents if not d.is_credit and d.open > 0]
    skip = frozenset(
        identity(_find(bills, number, request.side)) for number in request.skip
    )
    pay: dict[int, Decimal] = {}
    for number, amount in request.pay:
        document = _find(bills, number, request.side)
        _check_amount(document, amount)
        pay[identity(document)] = amount
    return replace(wishes, skip=skip, pay=pay)


def _find(bills: Sequence[Document], number: str, side: Side) -> Document:
    """The open bill or invoice of a number, or of ``party:number``."""
    matches = [d for d in bills if number in {d.number, f"{d.party}:{d.number}"}]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = " or ".join(sorted(f"{d.party}:{d.number}" for d in matches))
        raise UsageError(
            f"{side.number_key} {number} is open with several; write {names}"
        )
    known = [d.number for d in bills if d.number is not None]
    noun = side.number_key
    remedy = suggestion(number, known) or f"; see ledgerkit {noun} list"
    raise UsageError(f"there is no open {noun} {number}{remedy}")


def _check_amount(document: Document, amount: Decimal) -> None:
    currency = document.currency
    open_ = f"{with_cents(document.open, currency):f} {currency}"
    if amount > document.open:
        raise UsageError(
            f"{document.label}: {amount:f} {currency} are more than the {open_} that"
            " are open"
        )
    if amount <= 0 or amount % quantum(currency):
        raise UsageError(
            f"{document.label}: {amount:f} {currency} can't be paid; write an amount up"
            f" to {open_}"
        )


def check_asked(vendors: Sequence[VendorToPay]) -> None:
    """Refuse bills requested by number that must not be paid."""
    for bill in (bill for vendor in vendors for bill in vendor.bills):
        if bill.wanted is not None and bill.obstacle:
            moved = "paid" if bill.document.side is Side.PAYABLE else "collected"
            raise UsageError(f"{bill.document.label} can't be {moved}: {bill.obstacle}")


def _proposal(
    books: Books,
    request: RunRequest,
    vendors: Sequence[VendorToPay],
    order: PaymentOrder,
) -> PaymentProposal:
    if request.plan is None:
        return propose_payments(vendors, order)
    return planned_payments(request.plan, vendors, order, _known(books))


def _known(books: Books) -> frozenset[tuple[str, str | None]]:
    """Vendor and number of every bill and credit, including paid ones."""
    documents = books.subledger(Side.PAYABLE, date.max).documents
    return frozenset((d.party, d.number) for d in documents)


def next_run_id(runs: PaymentRuns, prefix: str, day: date) -> str:
    """The next id of a day: the first one not yet in the books."""
    known = {*runs.by_id, *runs.payments}
    return next(
        id_ for count in counting(1) if (id_ := f"{prefix}-{day}-{count}") not in known
    )
